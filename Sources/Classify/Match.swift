/// What a method and a target are to a release.
public enum Match: Sendable {
    case endpoint(ClassifiedRequest)
    /// `OPTIONS`: Elasticsearch answers with `Allow` and runs nothing. Empty for a path that there is not.
    case options(MethodSet)
    /// 405 with `Allow`, answered here: releases up to 5 would take an odd method for GET.
    case methodNotAllowed(MethodSet)
    /// No route of this release: never forwarded for a limited principal.
    case unknown
    /// 400: a route, but asked in a way that hides what it touches, or that Elasticsearch refuses.
    case refused(Refusal)
}

/// A request that is understood as far as method, path and query say.
public struct ClassifiedRequest: Sendable {
    public let endpoint: Endpoint
    private var places: NamePlaces
    /// The route's options with the request's parameters applied.
    public internal(set) var options: IndicesOptions
    /// Index of the parameter that names an ingest pipeline, which may send documents to other indices.
    public internal(set) var pipeline: Int?
    /// Index of the one that names a search pipeline, which may look up documents of other indices.
    public internal(set) var searchPipeline: Int?
    /// `scroll` is given, so that the answer holds an id.
    var isScrolled = false
    /// `wait_for_completion` is not true, so that the answer may be a task.
    var isDetached = false
    /// A `format` that is not JSON is asked for.
    public internal(set) var hasForeignFormat = false

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        self.places = endpoint.places
        self.options = endpoint.options
    }

    public func place(of kind: NameKind) -> NamePlace {
        switch kind {
        case .index: self.places.index
        case .alias: self.places.alias
        case .target: self.places.target
        case .cursor: self.places.cursor
        }
    }

    mutating func setPlace(of kind: NameKind, _ place: NamePlace) {
        switch kind {
        case .index: self.places.index = place
        case .alias: self.places.alias = place
        case .target: self.places.target = place
        case .cursor: self.places.cursor = place
        }
    }

    /// Which id the answer may hold, now that the parameters are known.
    public var gives: CursorKind {
        switch self.endpoint.gives {
        // The answer to a scroll always holds the next id.
        case .scroll: self.isScrolled || self.endpoint.takes == .scroll ? .scroll : .none
        case .task: self.isDetached ? .task : .none
        case let other: other
        }
    }
}
