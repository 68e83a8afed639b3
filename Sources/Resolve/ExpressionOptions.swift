/// What an API does with an index expression: Elasticsearch's `IndicesOptions`.
public struct ExpressionOptions: Sendable, Equatable {
    /// Names that are not there, or may not be seen, are left out.
    public var ignoreUnavailable = false
    /// An expression that comes to nothing is no error.
    public var allowNoIndices = true
    public var expandOpen = true
    public var expandClosed = false
    public var expandHidden = false
    /// Wildcards and `_all` may stand here at all.
    public var allowsWildcards = true
    /// Aliases take part in wildcards.
    public var includesAliases = true
    /// Data streams take part in wildcards.
    public var includesDataStreams = true

    public init() {}

    var expands: Bool { self.expandOpen || self.expandClosed }
}
