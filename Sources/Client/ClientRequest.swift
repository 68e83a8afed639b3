internal import Bytes
public import HTTP

/// One request: what it asks for, without where and as whom.
public struct ClientRequest: Sendable {
    public var method: Method
    /// The path with its query, percent-encoded.
    public let target: String
    /// JSON, or NDJSON as ``contentType`` says; nil: none.
    public var body: [UInt8]?
    public var contentType = "application/json"
    /// Sending it twice does no more than once, so that it is sent again when a kept connection proves dead.
    public var isRepeatable: Bool

    /// - Parameters:
    ///   - path: segments, not encoded.
    ///   - query: names and values, not encoded.
    ///   - isRepeatable: by default for GET alone.
    public init(
        _ method: Method, _ path: [String], query: [(String, String)] = [], body: [UInt8]? = nil,
        isRepeatable: Bool? = nil
    ) {
        self.method = method
        var target = path.map { "/" + Self.encoded($0) }.joined()
        if target.isEmpty { target = "/" }
        if !query.isEmpty {
            target += "?" + query.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
        }
        self.target = target
        self.body = body
        self.isRepeatable = isRepeatable ?? (method == .get)
    }

    /// RFC 3986 §2.1: everything but unreserved characters as `%XX`. A segment of dots alone would be a step
    /// through the hierarchy, and stays one however it is written (§5.2.4): the server refuses it.
    static func encoded(_ text: String) -> String {
        var octets: [UInt8] = []
        for byte in text.utf8 {
            if ASCII.isUnreserved(byte) {
                octets.append(byte)
            } else {
                octets += [
                    UInt8(ascii: "%"), Hexadecimal.upperDigit(byte >> 4), Hexadecimal.upperDigit(byte & 15),
                ]
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// The bytes on the wire.
    func write(to url: ServerURL, _ credential: Credential?, into buffer: ByteBuffer) {
        buffer.append(self.method.text)
        buffer.append(" \(url.prefix)\(self.target) HTTP/1.1\r\nhost: \(url.authority)\r\n")
        buffer.append("accept: application/json\r\nuser-agent: keyward\r\n")
        if let credential {
            buffer.append("authorization: ")
            buffer.append(credential.fieldValue)
            buffer.append("\r\n")
        }
        if let body {
            buffer.append("content-type: \(self.contentType)\r\ncontent-length: \(body.count)\r\n\r\n")
            buffer.append(body)
        } else {
            // RFC 9110 §8.6: methods that expect content say that there is none.
            buffer.append(self.method == .post || self.method == .put ? "content-length: 0\r\n\r\n" : "\r\n")
        }
    }
}
