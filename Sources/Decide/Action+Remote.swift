internal import Elasticsearch

extension Action {
    private static let remote: Set<Action> = Set(
        [
            "indices:data/read/search", "indices:data/read/open_point_in_time",
            "indices:data/read/field_caps",
            "indices:admin/resolve/index", "indices:data/read/async_search/submit", "indices:data/read/eql",
            "indices:data/read/esql", "indices:data/read/xpack/termsenum/list",
        ].compactMap { Action($0) })

    /// Whether its names may be of other clusters: then Elasticsearch looks at the names before it looks at whether
    /// the action is granted on any.
    var takesRemoteNames: Bool { Self.remote.contains(self) }

    /// Those of the items of a bulk request, as which a single document is written too.
    private static let ofItems: Set<Action> = Set(
        ["indices:data/write/index:op_type/index", "indices:data/write/index:op_type/create"]
            .compactMap { Action($0) })

    private static let ofOneDocument: Set<Action> = Set(
        ["indices:data/write/index", "indices:data/write/delete"].compactMap { Action($0) })

    /// Judged by its name alone, though the request has an index.
    var isOfOneDocument: Bool { Self.ofOneDocument.contains(self) }

    /// Whether a denial names indices even where the action is granted on none at all.
    var looksAtNamesFirst: Bool { self.takesRemoteNames || Self.ofItems.contains(self) }
}
