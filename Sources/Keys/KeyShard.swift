internal import Bytes
internal import Glibc

/// One part of the ``KeyTable``: open addressing over slots of four bytes, entries and names beside them.
///
/// SAFETY: all state but the lock is touched with the lock held.
final class KeyShard: @unchecked Sendable {
    /// Slots hold the entry's index plus two above eight bits of the hash.
    private static let empty: UInt32 = 0
    private static let removed: UInt32 = 1 << 8
    /// What the 24 bits of a slot can name.
    private static let entriesMax = (1 << 24) - 2
    /// Octets of names that belong to no key any more before they are thought about: 64 kB.
    private static let deadNamesMin = 64 << 10

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var slots = [UInt32](repeating: KeyShard.empty, count: 16)
    private var usedSlots = 0
    private var entries = KeyEntries()
    private var freeEntries: [UInt32] = []
    private var names: [UInt8] = []
    /// Octets of ``names`` that belong to no key any more.
    private var deadNames = 0
    private var generation: UInt32 = 0
    private var extras: [APIKeyID: KeyExtra] = [:]

    private let hash: KeyHash

    init(hash: KeyHash) {
        self.hash = hash
        self.lock = .allocate(capacity: 1)
        self.lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(self.lock, nil)
    }

    deinit {
        pthread_mutex_destroy(self.lock)
        self.lock.deallocate()
    }

    @inline(__always)
    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(self.lock)
        defer { pthread_mutex_unlock(self.lock) }
        return body()
    }

    var count: Int { self.locked { self.entries.count - self.freeEntries.count } }

    var memoryBytes: Int {
        self.locked {
            self.slots.capacity * 4 + self.entries.memoryBytes
                + self.freeEntries.capacity * 4 + self.names.capacity
                + self.extras.capacity * MemoryLayout<(APIKeyID, KeyExtra)>.stride
        }
    }

    /// All entries, free ones among them.
    var snapshot: KeyShardSnapshot {
        self.locked { KeyShardSnapshot(entries: self.entries, free: self.freeEntries, names: self.names) }
    }

    func count(_ states: inout KeyStates, now: Int64) {
        self.locked {
            for entry in self.entries where !entry.isFree { states.count(entry, now: now) }
        }
    }

    func lookup(_ id: APIKeyID, _ hash: UInt64) -> KeyEntry? {
        self.locked {
            guard let slot = self.find(id, hash) else { return nil }
            return self.entries[self.entryIndex(slot)]
        }
    }

    /// An entry and what belongs to it, of the same moment.
    func whole(_ id: APIKeyID, _ hash: UInt64) -> (entry: KeyEntry, extra: KeyExtra?)? {
        self.locked {
            guard let slot = self.find(id, hash) else { return nil }
            return (self.entries[self.entryIndex(slot)], self.extras[id])
        }
    }

    func extra(_ id: APIKeyID) -> KeyExtra? { self.locked { self.extras[id] } }

    /// Keys with a former secret that is not accepted at `time` any more.
    func formerEnded(at time: Int64) -> [APIKeyID] {
        self.locked {
            self.extras.filter {
                ($0.value.previous?.until ?? $0.value.slowPrevious?.until ?? .max) <= time
            }.map(\.key)
        }
    }

    /// Adds an entry or replaces the one of its id.
    ///
    /// - Returns: the one that was replaced.
    func insert(
        _ hash: UInt64, name: UnsafeBufferPointer<UInt8>, extra: KeyExtra?,
        make: (_ nameStart: UInt32, _ generation: UInt32) -> KeyEntry
    ) -> KeyEntry? {
        self.locked {
            self.generation &+= 1
            let start = UInt32(truncatingIfNeeded: self.names.count)
            self.names.append(contentsOf: name)
            let entry = make(start, self.generation)
            self.extras[entry.id] = extra
            if let slot = self.find(entry.id, hash) {
                let index = self.entryIndex(slot)
                let former = self.entries[index]
                self.entries[index] = entry
                self.forgetName(of: former)
                return former
            }
            precondition(self.entries.count < Self.entriesMax, "a shard of the key table is full")
            if (self.usedSlots + 1) * 4 > self.slots.count * 3 { self.grow() }
            let index: UInt32
            if let free = self.freeEntries.popLast() {
                index = free
                self.entries[Int(free)] = entry
            } else {
                index = UInt32(self.entries.count)
                self.entries.append(entry)
            }
            self.place(index, hash)
            return nil
        }
    }

    func invalidate(_ id: APIKeyID, _ hash: UInt64, at time: Int64) -> Bool {
        self.locked {
            guard let slot = self.find(id, hash) else { return false }
            let index = self.entryIndex(slot)
            guard !self.entries[index].isInvalidated else { return false }
            self.generation &+= 1
            self.entries[index].invalidation = time
            self.entries[index].generation = self.generation
            return true
        }
    }

    /// - Returns: the entry that is gone.
    func remove(_ id: APIKeyID, _ hash: UInt64) -> KeyEntry? {
        self.locked {
            guard let slot = self.find(id, hash) else { return nil }
            let index = self.entryIndex(slot)
            let former = self.entries[index]
            self.entries[index] = former.freed
            self.freeEntries.append(UInt32(index))
            self.slots[slot] = Self.removed
            self.extras[id] = nil
            self.forgetName(of: former)
            return former
        }
    }

    /// The name is looked up by the id: names move when others are forgotten.
    func appendName(_ id: APIKeyID, _ hash: UInt64, to buffer: ByteBuffer) {
        self.locked {
            guard let slot = self.find(id, hash) else { return }
            let entry = self.entries[self.entryIndex(slot)]
            let start = Int(entry.nameStart)
            self.names.withUnsafeBufferPointer {
                buffer.append(UnsafeBufferPointer(rebasing: $0[start..<start + Int(entry.nameCount)]))
            }
        }
    }

    // MARK: Names

    /// Names are written one behind the other; when more than half of them are nobody's they are written anew.
    private func forgetName(of entry: KeyEntry) {
        self.deadNames += Int(entry.nameCount)
        guard self.deadNames > Self.deadNamesMin, self.deadNames * 2 > self.names.count else { return }
        var names: [UInt8] = []
        names.reserveCapacity(self.names.count - self.deadNames)
        for index in self.entries.indices where !self.entries[index].isFree {
            let start = Int(self.entries[index].nameStart)
            self.entries[index].nameStart = UInt32(truncatingIfNeeded: names.count)
            names += self.names[start..<start + Int(self.entries[index].nameCount)]
        }
        self.names = names
        self.deadNames = 0
    }

    // MARK: Slots

    @inline(__always)
    private func entryIndex(_ slot: Int) -> Int { Int(self.slots[slot] >> 8) - 2 }

    @inline(__always)
    private func find(_ id: APIKeyID, _ hash: UInt64) -> Int? {
        let mask = self.slots.count - 1
        let tag = UInt32(truncatingIfNeeded: hash >> 50) & 0xff
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let value = self.slots[slot]
            if value == Self.empty { return nil }
            if value & 0xff == tag, value > Self.removed | 0xff, self.entries[Int(value >> 8) - 2].id == id {
                return slot
            }
            slot = (slot &+ 1) & mask
        }
    }

    private func place(_ index: UInt32, _ hash: UInt64) {
        let mask = self.slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while self.slots[slot] != Self.empty { slot = (slot &+ 1) & mask }
        self.slots[slot] = (index + 2) << 8 | UInt32(truncatingIfNeeded: hash >> 50) & 0xff
        self.usedSlots += 1
    }

    private func grow() {
        let live = self.entries.count - self.freeEntries.count
        var size = self.slots.count
        while (live + 1) * 2 > size { size *= 2 }
        let old = self.slots
        self.slots = [UInt32](repeating: Self.empty, count: size)
        self.usedSlots = 0
        for value in old where value > Self.removed | 0xff {
            let index = (value >> 8) - 2
            self.place(index, self.hash(self.entries[Int(index)].id) >> KeyHash.shardBits)
        }
    }
}
