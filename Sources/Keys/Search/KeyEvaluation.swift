internal import Bytes

/// A condition made ready for a list of keys. Each of its parts is asked in a loop of its own over those entries of a shard
/// that are still in question, and nothing in such a loop is counted: entries of a shard stay in a core's cache, references
/// that several threads count do not. What costs most, names, is asked last.
struct KeyEvaluation {
    private indirect enum Node {
        case all, none
        case ids(IDFilter)
        case name(TextTest)
        case owner(UInt32)
        case owners(Set<UInt32>)
        case time(KeyCondition.TimeField, ClosedRange<Int64>)
        case invalidated(Bool)
        case suspended(Bool)
        case not(Node)
        case and([Node])
        case or([Node], atLeast: Int)

        /// Whether an entry alone decides.
        var isOfEntry: Bool {
            switch self {
            case .name: false
            case .not(let node): node.isOfEntry
            case .and(let nodes), .or(let nodes, _): nodes.allSatisfy(\.isOfEntry)
            default: true
            }
        }
    }

    private let root: Node

    init(_ condition: KeyCondition, owners: [UInt32: KeyOwner]) {
        self.root = Self.node(condition, owners)
    }

    /// Those among `candidates` that meet the condition.
    func select(_ shard: KeyShardSnapshot, among candidates: Bitmap) -> Bitmap {
        shard.entries.withUnsafeBufferPointer { self.select(self.root, shard, $0, candidates) }
    }

    private typealias Entries = UnsafeBufferPointer<KeyEntry>

    private func select(
        _ node: Node, _ shard: KeyShardSnapshot, _ entries: Entries, _ candidates: Bitmap
    ) -> Bitmap {
        switch node {
        case .all: return candidates
        case .none: return Bitmap(count: entries.count)
        case .ids(let filter): return candidates.filtered { filter.contains(entries[$0].id) }
        case .name(let test): return self.named(test, shard, entries, candidates)
        case .owner(let only): return candidates.filtered { entries[$0].owner == only }
        case .owners(let wanted): return candidates.filtered { wanted.contains(entries[$0].owner) }
        case .time(let field, let range): return self.timed(field, range, entries, candidates)
        case .invalidated(let wanted):
            return candidates.filtered { entries[$0].isInvalidated == wanted }
        case .suspended(let wanted): return candidates.filtered { entries[$0].isSuspended == wanted }
        case .not(let node):
            var rest = candidates
            rest.subtract(self.select(node, shard, entries, candidates))
            return rest
        case .and(let nodes): return nodes.reduce(candidates) { self.select($1, shard, entries, $0) }
        case .or(let nodes, let atLeast):
            return self.some(nodes, atLeast, shard, entries, candidates)
        }
    }

    private func named(
        _ test: TextTest, _ shard: KeyShardSnapshot, _ entries: Entries, _ candidates: Bitmap
    ) -> Bitmap {
        shard.names.withUnsafeBufferPointer { names in
            guard let infix = test.infix else {
                return candidates.filtered { position in
                    let name = KeyShardSnapshot.name(of: entries[position], in: names)
                    return !name.isEmpty && test.matches(name)
                }
            }
            let ignoresCase = infix.ignoresCase
            return infix.octets.withUnsafeBufferPointer { part in
                candidates.filtered { position in
                    let name = KeyShardSnapshot.name(of: entries[position], in: names)
                    if name.isEmpty { return false }
                    guard ignoresCase else { return Infix.contains(name, part) }
                    return TextTest.containsIgnoringCase(name, part) ?? test.matches(name)
                }
            }
        }
    }

    private func timed(
        _ field: KeyCondition.TimeField, _ range: ClosedRange<Int64>, _ entries: Entries,
        _ candidates: Bitmap
    ) -> Bitmap {
        let (first, last) = (range.lowerBound, range.upperBound)
        switch field {
        case .creation:
            return candidates.filtered { entries[$0].creation >= first && entries[$0].creation <= last }
        case .expiration:
            return candidates.filtered {
                let time = entries[$0].expiration
                return time != .max && time >= first && time <= last
            }
        case .invalidation:
            return candidates.filtered {
                let time = entries[$0].invalidation
                return time != .max && time >= first && time <= last
            }
        }
    }

    private func some(
        _ nodes: [Node], _ atLeast: Int, _ shard: KeyShardSnapshot, _ entries: Entries,
        _ candidates: Bitmap
    ) -> Bitmap {
        if atLeast <= 1 {
            var (found, left) = (Bitmap(count: entries.count), candidates)
            for node in nodes {
                let more = self.select(node, shard, entries, left)
                found.formUnion(more)
                left.subtract(more)
            }
            return found
        }
        var counts = [Int32](repeating: 0, count: entries.count)
        for node in nodes { self.select(node, shard, entries, candidates).forEach { counts[$0] += 1 } }
        return candidates.filtered { Int(counts[$0]) >= atLeast }
    }

    // MARK: Making ready

    private static func node(_ condition: KeyCondition, _ owners: [UInt32: KeyOwner]) -> Node {
        switch condition {
        case .all: .all
        case .none, .metadata: .none
        case .ids(let ids): ids.isEmpty ? .none : .ids(IDFilter(ids))
        case .name(let test): .name(test)
        case .username(let test): self.owned(owners) { test.matches($0.username) }
        case .realm(let test): self.owned(owners) { test.matches($0.realm) }
        case .realmType(let test): self.owned(owners) { test.matches($0.realmType) }
        case .owner(let test): self.owned(owners, test)
        case .time(let field, let range): .time(field, range)
        case .invalidated(let wanted): .invalidated(wanted)
        case .suspended(let wanted): .suspended(wanted)
        case .not(let condition): .not(self.node(condition, owners))
        case .and(let conditions): .and(self.inOrder(conditions, owners))
        case .or(let conditions, let atLeast): .or(self.inOrder(conditions, owners), atLeast: atLeast)
        }
    }

    /// What an entry alone decides comes first.
    private static func inOrder(_ conditions: [KeyCondition], _ owners: [UInt32: KeyOwner]) -> [Node] {
        let nodes = conditions.map { self.node($0, owners) }
        return nodes.filter(\.isOfEntry) + nodes.filter { !$0.isOfEntry }
    }

    /// Few owners have many keys: each is looked at once.
    private static func owned(_ owners: [UInt32: KeyOwner], _ holds: (KeyOwner) -> Bool) -> Node {
        let wanted = Set(owners.filter { holds($0.value) }.keys)
        if wanted.count == 1, let only = wanted.first { return .owner(only) }
        return wanted.isEmpty ? .none : .owners(wanted)
    }
}
