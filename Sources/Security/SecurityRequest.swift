package import Authenticate
internal import Elasticsearch
package import HTTP
package import Keys

/// Who asks: a user with his password or a program with a key.
package enum Subject: Sendable {
    case user(Principal)
    case key(KeyEntry)
}

/// A request to the proxy's own routes, with its content in whole.
package struct SecurityRequest: Sendable {
    package var method: Method
    /// Decoded segments of the path, e.g. `_security`, `api_key`.
    package var segments: [String]
    /// Decoded names and values; nil where there was no `=`.
    package var parameters: [(String, String?)]
    package var contentType: String?
    package var body: [UInt8]
    package var subject: Subject
    /// Milliseconds since 1970.
    package var now: Int64

    package init(
        method: Method, segments: [String], parameters: [(String, String?)], contentType: String?, body: [UInt8],
        subject: Subject, now: Int64
    ) {
        self.method = method
        self.segments = segments
        self.parameters = parameters
        self.contentType = contentType
        self.body = body
        self.subject = subject
        self.now = now
    }

    var path: String { "/" + self.segments.joined(separator: "/") }

    /// The last value of that name; empty values count as absent, as in Elasticsearch.
    func parameter(_ name: String) -> String? {
        guard let value = self.parameters.last(where: { $0.0 == name })?.1, !value.isEmpty else { return nil }
        return value
    }

    /// `true`, `false` or present without a value, which means true.
    func flag(_ name: String) throws(ErrorResponse) -> Bool {
        guard let parameter = self.parameters.last(where: { $0.0 == name }) else { return false }
        switch parameter.1 {
        case nil, "", "true": return true
        case "false": return false
        case let value?:
            throw .illegalArgument("Failed to parse value [\(value)] as only [true] or [false] are allowed.")
        }
    }

    /// Parameters that every route knows.
    private static let common = ["pretty", "human", "error_trace", "filter_path", "format"]

    func checkParameters(_ known: [String]) throws(ErrorResponse) {
        let unknown = Set(self.parameters.map(\.0).filter { !known.contains($0) && !Self.common.contains($0) }).sorted()
        guard !unknown.isEmpty else { return }
        let words = unknown.count == 1 ? "parameter: " : "parameters: "
        throw .illegalArgument(
            "request [\(self.path)] contains unrecognized \(words)\(unknown.map { "[\($0)]" }.joined(separator: ", "))")
    }
}

/// What the proxy answers by itself.
package struct SecurityResponse: Sendable {
    package var status: Int
    package var headers: [(String, String)]
    package var body: [UInt8]

    init(status: Int = 200, body: [UInt8]) {
        self.status = status
        self.body = body
        self.headers = [("content-type", "application/json")]
        // Official clients refuse an answer without it.
        self.headers.append(("X-elastic-product", "Elasticsearch"))
    }

    init(_ error: ErrorResponse, pretty: Bool) {
        self.status = error.status
        self.body = error.body(pretty: pretty)
        self.headers = error.headers + [("content-type", "application/json")]
        // The authentication stage carries none.
        if error.status != 401, error.status != 403 { self.headers.append(("X-elastic-product", "Elasticsearch")) }
    }
}
