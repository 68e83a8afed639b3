/// Which query parameters of a route need a look, beside those that mean the same everywhere.
struct ParameterRules: Sendable {
    struct Place: Sendable {
        let name: [UInt8]
        let kind: NameKind
    }

    /// Names that a path of this API holds: Elasticsearch would take them from the query, too.
    var refused: [[UInt8]] = []
    /// Parameters that are the right place of names.
    var places: [Place] = []
}

/// A segment that a name stands in which never begins with `_`, so that one which does is a route that we
/// don't know: of a plugin, or of a release that does not exist yet.
struct NamedSegment: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        /// Names of indices; only `_all` begins with `_`.
        case index
        /// A mapping type; `_doc`, `_all` and `_default_` are the only ones.
        case type
        /// Behind a type.
        case identifier
    }

    let index: Int
    let kind: Kind
}
