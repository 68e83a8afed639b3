internal import Elasticsearch

/// A value that names something: what it means, and what is needed to use it.
struct Leaf: Sendable {
    var role: BodyTarget.Role
    var actions: [Action] = []
    var allowsWildcards = false
    var list = BodyTarget.List.never

    init(
        _ role: BodyTarget.Role, _ actions: String..., wildcards: Bool = false, list: BodyTarget.List = .never
    ) {
        self.role = role
        self.actions = Self.actions(actions)
        self.allowsWildcards = wildcards
        self.list = list
    }

    static func actions(_ names: [String]) -> [Action] {
        names.map { name in
            guard let action = Action(name) else { preconditionFailure("no action \(name)") }
            return action
        }
    }

    private static let search = "indices:data/read/search"
    private static let get = "indices:data/read/get"
    private static let aliases = "indices:admin/aliases"
    private static let bulk = "indices:data/write/bulk[s]"

    static let named: [String: Leaf] = [
        "lookup": Leaf(.lookup, Self.get),
        "liked": Leaf(.liked, "indices:data/read/mtv[shard]"),
        "join": Leaf(.join, Self.search, wildcards: true),
        "boost": Leaf(.boost, Self.search, wildcards: true),
        "cursor": Leaf(.cursor),
        "cursors": Leaf(.cursor, list: .array),
        "pipeline": Leaf(.pipeline),
        "searchPipeline": Leaf(.searchPipeline),
        "storedTemplate": Leaf(.storedTemplate),
        "search": Leaf(.index, Self.search, wildcards: true, list: .array),
        "get": Leaf(.index, "indices:data/read/mget[shard]"),
        "vectors": Leaf(.index, "indices:data/read/tv"),
        "multiVectors": Leaf(.index, "indices:data/read/mtv[shard]"),
        "source": Leaf(.source, Self.search, wildcards: true, list: .array),
        "destination": Leaf(.destination, Self.bulk, "indices:data/write/index:op_type/index"),
        "created": Leaf(.destination, Self.bulk, "indices:data/write/index:op_type/create"),
        "anywhere": Leaf(.anywhere, Self.bulk, "indices:data/write/index:op_type/index"),
        "sql": Leaf(.index, Self.search, "indices:data/read/field_caps", wildcards: true, list: .quoted),
        "esql": Leaf(.index, "indices:data/read/esql", wildcards: true, list: .quotedEach),
        "esqlJoin": Leaf(.join, "indices:data/read/esql"),
        "percolated": Leaf(.anywhere, Self.get, Self.search),
        "enriched": Leaf(
            .anywhere, Self.bulk, "indices:data/write/index:op_type/index", Self.get, Self.search),
        "aliased": Leaf(.index, Self.aliases, wildcards: true, list: .indices),
        "alias": Leaf(.alias, Self.aliases, wildcards: true, list: .aliases),
        "addedAlias": Leaf(.alias, Self.aliases, list: .aliases),
        "newAlias": Leaf(.alias, Self.aliases),
        "removed": Leaf(.removed, Self.aliases, "indices:admin/delete", wildcards: true, list: .indices),
        "executed": Leaf(.index, "indices:data/read/scripts/painless/execute"),
        "pattern": Leaf(.pattern, wildcards: true, list: .array),
    ]
}

/// Values that a form alone cannot describe.
enum Reading: String, Sendable {
    /// A query in Base64.
    case wrapper
    /// A template of a search, of a query: text or object.
    case template, queryTemplate
    /// A statement of SQL, of ES|QL.
    case sql, esql
    /// Index settings, nested, dotted or both.
    case settings
    /// `type` in a mapping: of a field, or a field of that name.
    case fieldType
    /// The type that documents are copied to.
    case documentType
    /// `op_type` of a destination.
    case operation
    /// A script that chooses where its documents go.
    case movingScript
    /// The id and type of an item; an array of items that are their ids.
    case id, type, getID, vectorID
    /// A document that is looked at as if it were in the index.
    case document
    /// How the header of a search expands names.
    case ignoreUnavailable, allowNoIndices, expandWildcards
}
