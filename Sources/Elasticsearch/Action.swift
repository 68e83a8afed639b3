/// A transport action of Elasticsearch, e.g. `indices:data/read/search`: what a privilege grants. A number, so that
/// a role is a set of bits.
public struct Action: Hashable, Sendable, CustomStringConvertible {
    /// Below ``count``.
    public let index: UInt16

    /// How many actions there are.
    public static let count = ActionNames.all.count

    private static let indices: [String: UInt16] = Dictionary(
        uniqueKeysWithValues: ActionNames.all.enumerated().map { ($1, UInt16($0)) })

    /// - Returns: nil for a name that no known request has.
    public init?(_ name: String) {
        guard let index = Self.indices[name] else { return nil }
        self.index = index
    }

    /// - Returns: nil from ``count`` on.
    public init?(index: Int) {
        guard index >= 0, index < Self.count else { return nil }
        self.index = UInt16(index)
    }

    public var name: String { ActionNames.all[Int(self.index)] }
    public var description: String { self.name }

    /// What is checked against cluster privileges: the cluster itself and templates, which belong to no index.
    public var isCluster: Bool {
        let name = self.name
        return name.hasPrefix("cluster:") || name.hasPrefix("indices:admin/template/")
            || name.hasPrefix("indices:admin/index_template/")
    }
}
