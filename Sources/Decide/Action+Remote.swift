internal import Elasticsearch

extension Action {
    private static let remote: Set<Action> = Set(
        [
            "indices:data/read/search", "indices:data/read/open_point_in_time",
            "indices:data/read/field_caps",
            "indices:admin/resolve/index", "indices:data/read/async_search/submit", "indices:data/read/eql",
            "indices:data/read/esql",
        ].compactMap { Action($0) })

    /// Whether its names may be of other clusters: then Elasticsearch looks at the names before it looks at whether
    /// the action is granted on any.
    var takesRemoteNames: Bool { Self.remote.contains(self) }
}
