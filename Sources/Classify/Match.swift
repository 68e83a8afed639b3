/// What a method and a target are to a release.
public enum Match: Sendable {
    case endpoint(ClassifiedRequest)
    /// `OPTIONS`: Elasticsearch answers with `Allow` and runs nothing.
    case options(MethodSet)
    /// The path has other methods: 405 with `Allow`.
    case methodNotAllowed(MethodSet)
    /// No route of this release: never forwarded for a limited principal.
    case unknown
    /// 400: a route, but asked in a way that hides what it touches, or that Elasticsearch refuses.
    case refused(Refusal)
}

/// A request that is understood as far as method, path and query say.
public struct ClassifiedRequest: Sendable {
    public let endpoint: Endpoint
    public let index: NamePlace
    public let alias: NamePlace
    public let target: NamePlace
    public let cursor: NamePlace
    /// The route's options with the request's parameters applied.
    public let options: IndicesOptions
    /// Index of the parameter that names an ingest pipeline, which may send documents to other indices.
    public let pipeline: Int?
    /// Which id the answer holds, now that the parameters are known.
    public let gives: CursorKind
    /// `op_type=create`, or a route that means it: `indices:data/write/index:op_type/create` instead of `index`.
    public let createsDocument: Bool

    public func place(of kind: NameKind) -> NamePlace {
        switch kind {
        case .index: self.index
        case .alias: self.alias
        case .target: self.target
        case .cursor: self.cursor
        }
    }
}
