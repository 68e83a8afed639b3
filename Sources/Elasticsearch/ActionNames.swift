/// The names of all transport actions that a request can be: what Elasticsearch's privileges are made of.
enum ActionNames {
    /// In the order of ``Action``'s indices.
    static let all: [String] = [Self.cluster, Self.xpack, Self.index].flatMap {
        $0.split(separator: "\n").map(String.init)
    }
}
