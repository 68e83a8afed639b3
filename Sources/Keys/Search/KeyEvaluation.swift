/// A condition made ready for a list of keys. What an entry alone decides is asked in one pass over the entries, however
/// many conditions there are; names are looked at only where the rest holds.
struct KeyEvaluation {
    private typealias Test = (KeyEntry) -> Bool

    private indirect enum Node {
        case entry(Test)
        case name(TextTest)
        case not(Node)
        case and([Node])
        case or([Node], atLeast: Int)
    }

    private let root: Node

    init(_ condition: KeyCondition, owners: [UInt32: KeyOwner]) {
        self.root = Self.node(condition, owners)
    }

    /// Those among `candidates` that meet the condition.
    func select(_ shard: KeyShardSnapshot, among candidates: Bitmap) -> Bitmap {
        self.select(self.root, shard, candidates)
    }

    private func select(_ node: Node, _ shard: KeyShardSnapshot, _ candidates: Bitmap) -> Bitmap {
        switch node {
        case .entry(let test):
            return shard.entries.withUnsafeBufferPointer { entries in
                candidates.filtered { test(entries[$0]) }
            }
        case .name(let test): return self.named(test, shard, candidates)
        case .not(let node):
            var rest = candidates
            rest.subtract(self.select(node, shard, candidates))
            return rest
        case .and(let nodes): return nodes.reduce(candidates) { self.select($1, shard, $0) }
        case .or(let nodes, let atLeast): return self.some(nodes, atLeast, shard, candidates)
        }
    }

    private func named(_ test: TextTest, _ shard: KeyShardSnapshot, _ candidates: Bitmap) -> Bitmap {
        shard.names.withUnsafeBufferPointer { names in
            shard.entries.withUnsafeBufferPointer { entries in
                candidates.filtered { position in
                    let start = min(Int(entries[position].nameStart), names.count)
                    let end = min(start + Int(entries[position].nameCount), names.count)
                    return end > start && test.matches(UnsafeBufferPointer(rebasing: names[start..<end]))
                }
            }
        }
    }

    private func some(
        _ nodes: [Node], _ atLeast: Int, _ shard: KeyShardSnapshot, _ candidates: Bitmap
    ) -> Bitmap {
        if atLeast <= 1 {
            var (found, left) = (Bitmap(count: shard.entries.count), candidates)
            for node in nodes {
                let more = self.select(node, shard, left)
                found.formUnion(more)
                left.subtract(more)
            }
            return found
        }
        var counts = [Int32](repeating: 0, count: shard.entries.count)
        for node in nodes { self.select(node, shard, candidates).forEach { counts[$0] += 1 } }
        return candidates.filtered { Int(counts[$0]) >= atLeast }
    }

    // MARK: Making ready

    private static func node(_ condition: KeyCondition, _ owners: [UInt32: KeyOwner]) -> Node {
        switch condition {
        case .all: return .entry { _ in true }
        case .none, .metadata: return .entry { _ in false }
        case .ids(let ids):
            let filter = IDFilter(ids)
            return .entry { filter.contains($0.id) }
        case .name(let test): return .name(test)
        case .username(let test): return self.owned(owners) { test.matches($0.username) }
        case .realm(let test): return self.owned(owners) { test.matches($0.realm) }
        case .realmType(let test): return self.owned(owners) { test.matches($0.realmType) }
        case .owner(let test): return self.owned(owners, test)
        case .time(let field, let range): return self.time(field, range)
        case .invalidated(let wanted): return .entry { $0.isInvalidated == wanted }
        case .suspended(let wanted): return .entry { $0.isSuspended == wanted }
        case .not(let condition):
            let node = self.node(condition, owners)
            if case .entry(let test) = node { return .entry { !test($0) } }
            return .not(node)
        case .and(let conditions): return self.all(conditions.map { self.node($0, owners) })
        case .or(let conditions, let atLeast):
            return self.some(conditions.map { self.node($0, owners) }, atLeast)
        }
    }

    private static func tests(_ nodes: [Node]) -> [Test] {
        nodes.compactMap { node in
            if case .entry(let test) = node { return test }
            return nil
        }
    }

    private static func others(_ nodes: [Node]) -> [Node] {
        nodes.filter { node in
            if case .entry = node { return false }
            return true
        }
    }

    private static func all(_ nodes: [Node]) -> Node {
        let (tests, others) = (self.tests(nodes), self.others(nodes))
        guard let first = tests.first else { return .and(others) }
        let joined = tests.dropFirst().reduce(first) { left, right in { left($0) && right($0) } }
        return others.isEmpty ? .entry(joined) : .and([.entry(joined)] + others)
    }

    private static func some(_ nodes: [Node], _ atLeast: Int) -> Node {
        guard atLeast <= 1 else { return .or(nodes, atLeast: atLeast) }
        let (tests, others) = (self.tests(nodes), self.others(nodes))
        guard let first = tests.first else { return .or(others, atLeast: 1) }
        let joined = tests.dropFirst().reduce(first) { left, right in { left($0) || right($0) } }
        return others.isEmpty ? .entry(joined) : .or([.entry(joined)] + others, atLeast: 1)
    }

    /// Few owners have many keys: each is looked at once.
    private static func owned(_ owners: [UInt32: KeyOwner], _ holds: (KeyOwner) -> Bool) -> Node {
        let wanted = Set(owners.filter { holds($0.value) }.keys)
        if wanted.count == 1, let only = wanted.first { return .entry { $0.owner == only } }
        return .entry(wanted.isEmpty ? { _ in false } : { wanted.contains($0.owner) })
    }

    private static func time(_ field: KeyCondition.TimeField, _ range: ClosedRange<Int64>) -> Node {
        switch field {
        case .creation: .entry { range.contains($0.creation) }
        case .expiration: .entry { $0.expiration != .max && range.contains($0.expiration) }
        case .invalidation: .entry { $0.invalidation != .max && range.contains($0.invalidation) }
        }
    }
}
