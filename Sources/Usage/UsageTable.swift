internal import Keys

/// What the loops have counted and the store does not have yet, key by key. Confined to the ledger's queue.
struct UsageTable {
    /// Each a number above 0 of ``deltas``; 0 is empty. Open addressing, at most three quarters full.
    private var slots = [UInt32](repeating: 0, count: 64)
    private(set) var deltas: ContiguousArray<UsageDelta> = []
    private(set) var texts = UsageTexts()
    private let hash = KeyHash()

    var count: Int { self.deltas.count }
    var isEmpty: Bool { self.deltas.isEmpty }
    /// Bytes that are allocated for keys.
    var memoryBytes: Int {
        self.slots.capacity * 4 + self.deltas.capacity * MemoryLayout<UsageDelta>.stride
    }

    /// Adds a batch.
    ///
    /// - Parameter countMax: keys that are kept; others are left out.
    /// - Returns: how many keys were left out.
    mutating func add(_ batch: UsageBatch, countMax: Int) -> Int {
        var lost = 0
        for delta in batch.deltas {
            let agent = self.texts.number(batch.texts[delta.agent])
            if let index = self.find(delta.id) {
                self.deltas[index].add(delta, agent: agent)
            } else if self.count < countMax {
                self.append(delta, agent: agent)
            } else {
                lost += 1
            }
        }
        return lost
    }

    mutating func removeAll() {
        // What a busy time has needed is not kept for a quiet one.
        self.slots = [UInt32](repeating: 0, count: 64)
        self.deltas = []
        self.texts = UsageTexts()
    }

    private func start(_ id: APIKeyID) -> Int {
        Int(truncatingIfNeeded: self.hash(id)) & (self.slots.count &- 1)
    }

    private func find(_ id: APIKeyID) -> Int? {
        var slot = self.start(id)
        while self.slots[slot] != 0 {
            let index = Int(self.slots[slot]) - 1
            if self.deltas[index].id == id { return index }
            slot = (slot &+ 1) & (self.slots.count &- 1)
        }
        return nil
    }

    private mutating func append(_ delta: UsageDelta, agent: UInt32) {
        if (self.count + 1) * 4 > self.slots.count * 3 { self.grow() }
        // A 64th of room rather than as much again: with the slots (11 bytes at most) a key takes less than 200.
        if self.deltas.count == self.deltas.capacity {
            self.deltas.reserveCapacity(self.deltas.count + self.deltas.count / 64 + 16)
        }
        var delta = delta
        delta.agent = agent
        self.deltas.append(delta)
        self.place(self.deltas.count, delta.id)
    }

    private mutating func place(_ number: Int, _ id: APIKeyID) {
        var slot = self.start(id)
        while self.slots[slot] != 0 { slot = (slot &+ 1) & (self.slots.count &- 1) }
        self.slots[slot] = UInt32(number)
    }

    private mutating func grow() {
        self.slots = [UInt32](repeating: 0, count: self.slots.count * 2)
        for (index, delta) in self.deltas.enumerated() { self.place(index + 1, delta.id) }
    }
}
