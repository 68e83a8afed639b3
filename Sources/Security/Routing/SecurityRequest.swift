public import Authenticate
public import Authorize
internal import Elasticsearch
public import HTTP
public import Keys

/// Who asks: a user with his password or a program with a key.
public enum Subject: Sendable {
    // Apart: a key, which comes with nearly every request, is copied without looking at what a user would hold.
    indirect case user(Principal)
    case key(KeyEntry)
}

/// A request to the proxy's own routes, with its content in whole.
public struct SecurityRequest: Sendable {
    public var method: Method
    /// Decoded segments of the path, e.g. `_security`, `api_key`.
    public var segments: [String]
    /// Decoded names and values; nil where there was no `=`.
    public var parameters: [(String, String?)]
    /// Path and query as they are told back.
    public var uri: String
    public var contentType: String?
    public var accept: String?
    public var body: [UInt8]
    public var subject: Subject
    /// The session of the console that the request came with.
    public var session: SessionID?
    /// Milliseconds since 1970.
    public var now: Int64
    /// Explains requests to the cluster that the listener stands before; set for requests that may ask for it.
    public var explainer: (any RequestExplainer)?
    /// The client speaks the API of release 7, or the cluster is no younger.
    public var isCompatibleWith7 = false
    /// What privileges are called in the release that the listener stands before; nil while it is not known.
    public var table: PrivilegeTable?
    /// It was sent to a Kibana, which the proxy answers for in this: the path stands below ``KibanaRoleRoutes/root``.
    public private(set) var isOfKibana = false
    /// `kbn-xsrf` or `kbn-version` was sent.
    var hasXSRFHeader = false
    /// What stood where the route's path has a name in braces.
    var captures: [String: String] = [:]

    public init(
        method: Method, segments: [String], parameters: [(String, String?)], uri: String,
        contentType: String?, accept: String?, body: [UInt8], subject: Subject, now: Int64
    ) {
        self.method = method
        self.segments = segments
        self.parameters = parameters
        self.uri = uri
        self.contentType = contentType
        self.accept = accept
        self.body = body
        self.subject = subject
        self.now = now
    }

    /// Makes it one that was sent to a Kibana.
    public mutating func sendToKibana(hasXSRFHeader: Bool) {
        self.isOfKibana = true
        self.hasXSRFHeader = hasXSRFHeader
        if self.segments.first == "s" { self.segments.removeFirst(min(2, self.segments.count)) }
        self.segments.insert(KibanaRoleRoutes.root, at: 0)
    }

    /// The content, or what the parameter `source` holds in its place.
    var content: [UInt8] {
        self.body.isEmpty ? self.parameter("source").map { Array($0.utf8) } ?? [] : self.body
    }

    var path: String { "/" + self.segments.dropFirst(self.isOfKibana ? 1 : 0).joined(separator: "/") }

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

    /// `true`, `false`, `wait_for`: every change is on disk and in force before it is answered anyway.
    func checkRefresh() throws(ErrorResponse) {
        if let refresh = self.parameter("refresh"), !["true", "false", "wait_for"].contains(refresh) {
            throw .illegalArgument("Unknown value for refresh: [\(refresh)].")
        }
    }

    /// Parameters that every route knows.
    private static let common = ["pretty", "human", "error_trace", "filter_path", "format"]

    func checkParameters(_ known: [String]) throws(ErrorResponse) {
        let all = known + Self.common
        let unknown = Set(self.parameters.map(\.0).filter { !all.contains($0) }).sorted()
        guard !unknown.isEmpty else { return }
        let words = unknown.count == 1 ? "parameter: " : "parameters: "
        throw .illegalArgument(
            "request [\(self.path)] contains unrecognized \(words)"
                + unknown.map { "[\($0)]\(Suggestion.parameters($0, all))" }.joined(separator: ", "))
    }
}
