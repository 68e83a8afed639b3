public import Decide
public import Elasticsearch

/// Judges a request without running it, by what judges real ones. Implemented where the upstreams are known.
public protocol RequestExplainer: Sendable {
    /// Completes exactly once, on any thread. Fails when it cannot be told at this moment.
    func explain(
        _ request: ExplainedRequest,
        completion: @escaping @Sendable (Result<Explanation, ErrorResponse>) -> Void)
}

/// A request that somebody might make.
public struct ExplainedRequest: Sendable {
    /// Who would make it.
    public var subject: Subject
    /// A token such as `GET`.
    public var method: String
    /// With the query; as it stands in a request line.
    public var path: String
    /// nil: none.
    public var contentType: String?
    /// nil: none.
    public var content: [UInt8]?
    /// Milliseconds since 1970.
    public var now: Int64

    public init(subject: Subject, method: String, path: String, now: Int64) {
        self.subject = subject
        self.method = method
        self.path = path
        self.now = now
    }
}
