internal import Bytes
internal import Decide
internal import Keys

/// What the audit trail tells of a key, looked up once and kept while the key does not change. One per loop.
final class KeyFacts {
    let generation: UInt32
    let name: ByteBuffer
    let username: [UInt8]
    let realm: [UInt8]
    /// What the key may do, for the judge it was compiled for.
    var requester: CompiledRequester?

    init(_ entry: KeyEntry, table: KeyTable) {
        self.generation = entry.generation
        let name = ByteBuffer(capacity: 64)
        table.appendName(of: entry, to: name)
        self.name = name
        let owner = table.owner(of: entry)
        self.username = Array(owner.username.utf8)
        self.realm = Array(owner.realm.utf8)
    }
}

/// A bounded cache of ``KeyFacts``, by slots that the id chooses: constant memory, no sweep.
struct KeyFactsCache {
    /// Keys that a loop remembers facts of; two that meet in a slot take turns.
    static let slotCount = 4096

    private var slots = [(id: APIKeyID, facts: KeyFacts)?](repeating: nil, count: Self.slotCount)

    mutating func facts(of entry: KeyEntry, table: KeyTable) -> KeyFacts {
        let slot = Int(truncatingIfNeeded: entry.hash.salt & UInt64(Self.slotCount - 1))
        if let known = self.slots[slot], known.id == entry.id, known.facts.generation == entry.generation {
            return known.facts
        }
        let facts = KeyFacts(entry, table: table)
        self.slots[slot] = (entry.id, facts)
        return facts
    }
}
