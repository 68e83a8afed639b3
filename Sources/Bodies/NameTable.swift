/// Names that are known in a scope, each with a number: a hash table that is filled once, at start, and then only
/// read. A look-up costs some ten nanoseconds and allocates nothing.
struct NameTable: Sendable {
    struct Entry {
        var scope: UInt16
        var name: String
        var value: UInt16
    }

    private struct Slot: Sendable {
        var hash: UInt64
        var start: UInt32
        /// 0 for a free slot: a name has one octet at least.
        var count: UInt16
        var value: UInt16
    }

    /// What is not in the table.
    static let none = UInt16.max

    private let slots: [Slot]
    private let names: [UInt8]
    private let mask: Int

    /// - Precondition: no name is there twice in a scope, none is empty.
    init(_ entries: [Entry]) {
        var size = 16
        while size < entries.count * 3 { size *= 2 }
        var slots = [Slot](repeating: Slot(hash: 0, start: 0, count: 0, value: 0), count: size)
        var names: [UInt8] = []
        for entry in entries {
            let start = names.count
            names.append(contentsOf: entry.name.utf8)
            precondition(names.count > start, "an empty name")
            let hash = Self.hash(names.span, start..<names.count, entry.scope)
            var at = Int(truncatingIfNeeded: hash >> 32) & (size - 1)
            while slots[at].count > 0 {
                precondition(slots[at].hash != hash, "\(entry.name) is known already")
                at = (at + 1) & (size - 1)
            }
            slots[at] = Slot(
                hash: hash, start: UInt32(start), count: UInt16(names.count - start), value: entry.value)
        }
        self.slots = slots
        self.names = names
        self.mask = size - 1
    }

    /// The number of a name, or ``none``.
    func find(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, scope: UInt16) -> UInt16 {
        let hash = Self.hash(bytes, range, scope)
        var at = Int(truncatingIfNeeded: hash >> 32) & self.mask
        while true {
            let slot = self.slots[at]
            if slot.count == 0 { return Self.none }
            if slot.hash == hash, Int(slot.count) == range.count, self.equals(slot, bytes, range) {
                return slot.value
            }
            at = (at &+ 1) & self.mask
        }
    }

    private func equals(_ slot: Slot, _ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        var at = Int(slot.start)
        for index in range {
            guard self.names[at] == bytes[index] else { return false }
            at &+= 1
        }
        return true
    }

    /// Eight octets at a time: names are short, and nobody gains from a collision, since the table is fixed.
    private static func hash(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ scope: UInt16
    ) -> UInt64 {
        var hash = UInt64(scope) &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: range.count)
        var at = range.lowerBound
        while range.upperBound &- at >= 8 {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
            hash = (hash ^ word) &* 0xff51_afd7_ed55_8ccd
            hash ^= hash >> 32
            at &+= 8
        }
        var tail: UInt64 = 0
        while at < range.upperBound {
            tail = tail << 8 | UInt64(bytes[at])
            at &+= 1
        }
        hash = (hash ^ tail) &* 0xff51_afd7_ed55_8ccd
        return hash ^ hash >> 29
    }
}
