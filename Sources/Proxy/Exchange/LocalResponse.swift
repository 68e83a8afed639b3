internal import Bytes
public import Elasticsearch
public import Security

/// A response that the proxy makes itself, in whole.
public struct LocalResponse: Sendable {
    public var status: Int
    /// Names and values; framing is added by the writer.
    public var fields: [(String, String)]
    public var body: [UInt8]
    /// The connection must not be used any more: the request was not understood or not read to its end.
    public var closes = false
    /// It stands for an answer of the cluster's, and looks like one: see ``resemble(_:asked:)``.
    var isOfElasticsearch = false
    /// Content that is still to come is read and dropped, as much as a request may have.
    var readsOn = false

    public init(status: Int, fields: [(String, String)], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    public init(_ error: ErrorResponse, closes: Bool = false) {
        self.status = error.status
        self.fields = error.headers + [("content-type", "application/json")]
        self.body = error.body()
        self.closes = closes
        self.isOfElasticsearch = true
    }

    public init(_ response: SecurityResponse) {
        self.status = response.status
        self.fields = response.headers
        self.body = response.body
        self.isOfElasticsearch = true
    }

    /// Writes the message in HTTP/1.1's form (RFC 9112 §4).
    ///
    /// - Parameters:
    ///   - isHead: the request was HEAD: the length is told, the content is left out (RFC 9110 §9.3.2).
    ///   - keepAlive: whether the connection stays.
    func write(into buffer: ByteBuffer, isHead: Bool, keepAlive: Bool) {
        buffer.append("HTTP/1.1 ")
        buffer.append(decimal: self.status)
        buffer.append(" ")
        buffer.append(Self.reasonPhrase(self.status))
        buffer.append("\r\n")
        for (name, value) in self.fields {
            buffer.append(name)
            buffer.append(": ")
            // A value is made of what clients sent at times: nothing in it may end the field.
            buffer.append(
                String(decoding: value.utf8.map { $0 < 0x20 || $0 == 0x7f ? 0x20 : $0 }, as: UTF8.self))
            buffer.append("\r\n")
        }
        if !keepAlive { buffer.append("connection: close\r\n") }
        if self.status != 204, self.status != 304 {
            buffer.append("content-length: ")
            buffer.append(decimal: self.body.count)
            buffer.append("\r\n")
        }
        buffer.append("\r\n")
        if !isHead, self.status != 204, self.status != 304 { buffer.append(self.body) }
    }

    private static func reasonPhrase(_ status: Int) -> StaticString {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Unknown"
        }
    }
}
