internal import Glibc

/// The entries of one shard, an array that chooses its memory: a large one lies in huge pages, so that a look-up among a
/// million keys does not have to find out first where its page is. Copies share their memory until one is changed.
///
/// SAFETY: the memory is changed only while one value refers to it, and every index is checked against ``count``.
/// Entries hold no references: they are moved as bytes.
struct KeyEntries: RandomAccessCollection, @unchecked Sendable {
    private final class Memory {
        /// Bytes of a huge page on x86-64 and AArch64 (with pages of 4 kB).
        static let hugePage = 2 << 20
        /// Bytes from which memory is taken in huge pages: half of one may be unused then.
        static let hugeMin = 1 << 20

        let base: UnsafeMutablePointer<KeyEntry>
        let capacity: Int

        init(capacityMin: Int) {
            let stride = MemoryLayout<KeyEntry>.stride
            var size = Swift.max(capacityMin, 1) * stride
            let isHuge = size >= Self.hugeMin
            if isHuge { size = (size + Self.hugePage - 1) / Self.hugePage * Self.hugePage }
            var memory: UnsafeMutableRawPointer?
            let result = posix_memalign(&memory, isHuge ? Self.hugePage : 64, size)
            guard result == 0, let memory else {
                preconditionFailure("out of memory for \(capacityMin) keys")
            }
            // A hint: without huge pages it is memory like any other.
            if isHuge { _ = madvise(memory, size, MADV_HUGEPAGE) }
            self.capacity = size / stride
            self.base = memory.bindMemory(to: KeyEntry.self, capacity: self.capacity)
        }

        deinit { free(self.base) }
    }

    private var memory = Memory(capacityMin: 8)
    private(set) var count = 0

    var startIndex: Int { 0 }
    var endIndex: Int { self.count }
    /// Bytes that are allocated, room for growth included.
    var memoryBytes: Int { self.memory.capacity * MemoryLayout<KeyEntry>.stride }

    subscript(index: Int) -> KeyEntry {
        @inline(__always) get {
            precondition(index >= 0 && index < self.count)
            return self.memory.base[index]
        }
        set {
            precondition(index >= 0 && index < self.count)
            self.own(room: self.count)
            self.memory.base[index] = newValue
        }
    }

    /// The entries, for the time of the call.
    func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<KeyEntry>) -> Result) -> Result {
        withExtendedLifetime(self.memory) {
            body(UnsafeBufferPointer(start: $0.base, count: self.count))
        }
    }

    mutating func append(_ entry: KeyEntry) {
        // A quarter of room rather than as much again: a million keys should cost what they are.
        self.own(room: self.count < self.memory.capacity ? self.count + 1 : self.count + self.count / 4 + 8)
        (self.memory.base + self.count).initialize(to: entry)
        self.count += 1
    }

    /// Sees to memory of this value's own, with room for so many entries.
    private mutating func own(room: Int) {
        if isKnownUniquelyReferenced(&self.memory), room <= self.memory.capacity { return }
        let fresh = Memory(capacityMin: Swift.max(room, self.count))
        fresh.base.initialize(from: self.memory.base, count: self.count)
        self.memory = fresh
    }
}
