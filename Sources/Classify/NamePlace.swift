/// Which of a request's names: some APIs take two kinds.
public enum NameKind: UInt8, Sendable, CaseIterable {
    /// An expression of indices, aliases and data streams.
    case index
    /// Aliases of those.
    case alias
    /// An index that the request makes: of `_shrink`, `_split`, `_clone`, `_rollover`, `_create_from`,
    /// `_downsample`.
    case target
    /// An id that stands for indices.
    case cursor
}

/// Where in a request names stand.
public enum NamePlace: Hashable, Sendable {
    /// There is no such name.
    case none
    /// A segment of the path, by index.
    case segment(Int)
    /// A query parameter, by index in the target.
    case parameter(Int)
    /// Left out, which means all that there are.
    case everything
    /// Only the content says.
    case body
}

/// The places of a route's names.
struct NamePlaces: Hashable, Sendable {
    var index: NamePlace = .none
    var alias: NamePlace = .none
    var target: NamePlace = .none
    var cursor: NamePlace = .none
}

/// What an opaque id is.
public enum CursorKind: UInt8, Sendable, CaseIterable {
    case none
    case scroll
    case pointInTime
    case asyncSearch
    case sql
    case task
}
