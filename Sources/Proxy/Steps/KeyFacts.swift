internal import Audit
internal import Authorize
internal import Bytes
internal import Decide
internal import EventLoop
internal import JSON
internal import Keys
internal import Limit
internal import Usage

/// What the audit trail tells of a key, looked up once and kept while the key does not change. One per loop.
final class KeyFacts {
    let id: APIKeyID
    let generation: UInt32
    let members: AuditMembers
    /// Bytes of roles that are held for a key here; larger ones are asked for where all are kept.
    private static let heldBytesMax = 16 << 10

    /// What the key may do, for the judge it was compiled for.
    private(set) var requester: CompiledRequester?
    /// Where its requests are counted.
    var usage = UsageRecorder.Place()
    private var hasLimits = false
    private var limits: LimitSet?

    func hold(_ compiled: CompiledRequester) {
        if case .success(let requester) = compiled.result,
            requester.privileges.byteCount > Self.heldBytesMax
        {
            self.requester = nil
            return
        }
        self.requester = compiled
    }

    init(_ entry: KeyEntry, table: KeyTable, audit: AuditBuffer) {
        self.id = entry.id
        self.generation = entry.generation
        let name = ByteBuffer(capacity: 64)
        table.appendName(of: entry, to: name)
        // nil for a key that is changing at this moment: what is made of it now is not kept for its next state.
        let owner = table.owner(of: entry)
        self.members = entry.id.withBytes {
            audit.key(
                id: $0, name: name.readable, username: owner?.username ?? "", realm: owner?.realm ?? "",
                roles: Self.roles(table.limitedBy(of: entry)))
        }
    }

    /// Names of the roles that the owner had when the key was made: those of the descriptors that limit it. Of larger ones they
    /// are not told, as they are read anew when the key has not been used for a while.
    private static func roles(_ limitedBy: String?) -> [String]? {
        guard let limitedBy, limitedBy.utf8.count <= Self.heldBytesMax else { return nil }
        return (try? JSONParser.parse(Array(limitedBy.utf8)))?.members?.map(\.name)
    }
}

extension KeyFacts {
    /// The limits that the key is held to; nil: none. They are put together once.
    func limits(
        of entry: KeyEntry, _ book: LimitBook, _ context: LoopContext
    ) throws(LimitBook.Failure) -> LimitSet? {
        if self.hasLimits { return self.limits }
        self.limits = try book.limits(
            of: entry, context.shared.registry.table, now: context.loop.now, wallNow: context.loop.wallNow)
        self.hasLimits = true
        return self.limits
    }
}

/// A bounded cache of ``KeyFacts``: sets of four that the key's salt chooses, the oldest of a full set gives way.
/// Constant memory, no sweep.
final class KeyFactsCache {
    /// Keys that a loop remembers facts of.
    static let capacity = 4096
    private static let setSize = 4

    private let table: KeyTable
    private let audit: AuditBuffer
    private let slots: UnsafeMutablePointer<Slot>

    /// What is compared stands beside the reference: looking at others costs neither a visit nor a count.
    private struct Slot {
        var id: APIKeyID
        var generation: UInt32
        /// nil: free.
        var facts: KeyFacts?
    }

    /// Where the next one of each set goes.
    private var oldest = [UInt8](repeating: 0, count: KeyFactsCache.capacity / KeyFactsCache.setSize)

    init(table: KeyTable, audit: AuditBuffer) {
        self.table = table
        self.audit = audit
        self.slots = .allocate(capacity: Self.capacity)
        self.slots.initialize(repeating: Slot(id: .empty, generation: 0, facts: nil), count: Self.capacity)
    }

    deinit {
        self.slots.deinitialize(count: Self.capacity)
        self.slots.deallocate()
    }

    func facts(of entry: KeyEntry) -> KeyFacts {
        let set = Int(truncatingIfNeeded: entry.hash.salt) & (self.oldest.count &- 1)
        let start = set &* Self.setSize
        for index in start..<start &+ Self.setSize
        where self.slots[index].id == entry.id && self.slots[index].generation == entry.generation {
            if let known = self.slots[index].facts { return known }
        }
        return self.learn(entry, set: set)
    }

    @inline(never)
    private func learn(_ entry: KeyEntry, set: Int) -> KeyFacts {
        let fresh = KeyFacts(entry, table: self.table, audit: self.audit)
        let start = set * Self.setSize
        // A changed key's former facts give way first.
        let former = (start..<start + Self.setSize).first { self.slots[$0].id == entry.id }
        let free = (start..<start + Self.setSize).first { self.slots[$0].facts == nil }
        let slot = Slot(id: entry.id, generation: entry.generation, facts: fresh)
        if let index = former ?? free {
            self.slots[index] = slot
        } else {
            self.slots[start + Int(self.oldest[set])] = slot
            self.oldest[set] = (self.oldest[set] + 1) % UInt8(Self.setSize)
        }
        return fresh
    }
}
