internal import Bytes

/// Finds a ``FieldName`` by its octets, ignoring case: a hash of the name's first and last octets leads to the
/// one candidate, which is compared word by word.
///
/// Plain memory, made once and never freed: an array would be retained at every look, and to ask for ``shared`` is dearer
/// than a look. Whoever looks often keeps it.
// SAFETY: never changed after it was made.
@safe public struct FieldNameTable: @unchecked Sendable {
    /// A name's octets in lower case as words that overlap where the name is no multiple of eight long, so that
    /// no octet beside the name is read.
    private struct Words: Equatable {
        var first: UInt64 = 0
        var last: UInt64 = 0
        /// Of names beyond 16 octets: the second word and the last but one.
        var second: UInt64 = 0
        var lastButOne: UInt64 = 0
        var count = 0

        /// The slot to begin at. Both factors are odd and arbitrary; that few names meet is all that is asked.
        @inline(__always)
        var slot: Int {
            let mixed = (self.first &* 0x9e37_79b9_7f4a_7c15) ^ (self.last &* 0xc2b2_ae3d_27d4_eb4f)
            return Int(truncatingIfNeeded: (mixed &+ UInt64(truncatingIfNeeded: self.count)) &>> 56)
        }
    }

    private struct Entry {
        let words: Words
        let name: FieldName
    }

    /// Open addressing, 256 slots for some 60 names: indices of `entries`; 0: nothing here.
    private let slots: UnsafeMutablePointer<UInt8>
    private let entries: UnsafeMutablePointer<Entry>

    private static let longest = 32
    private static let slotCount = 256

    public static let shared = FieldNameTable()

    private init() {
        let names = FieldName.allCases.filter { $0 != .other }
        let slots = UnsafeMutablePointer<UInt8>.allocate(capacity: FieldNameTable.slotCount)
        unsafe slots.initialize(repeating: 0, count: FieldNameTable.slotCount)
        let entries = UnsafeMutablePointer<Entry>.allocate(capacity: names.count + 1)
        unsafe entries.initialize(to: Entry(words: Words(), name: .other))
        for (index, name) in names.enumerated() {
            let count = name.text.utf8CodeUnitCount
            precondition(count <= FieldNameTable.longest, "a name is too long for the table")
            let text = unsafe Span(_unsafeStart: name.text.utf8Start, count: count)
            let words = FieldNameTable.words(text, start: 0, count: count)
            unsafe (entries + index + 1).initialize(to: Entry(words: words, name: name))
            var slot = words.slot
            while unsafe slots[slot] != 0 { slot = (slot + 1) % FieldNameTable.slotCount }
            unsafe slots[slot] = UInt8(index + 1)
        }
        unsafe self.slots = slots
        unsafe self.entries = entries
    }

    /// - Parameter bytes: where the name's octets lie at `start`, `count` of them.
    public func find(_ bytes: borrowing Span<UInt8>, start: Int, count: Int) -> FieldName {
        guard count > 0, count <= Self.longest else { return .other }
        precondition(start >= 0 && start <= bytes.count &- count)
        let words = Self.words(bytes, start: start, count: count)
        var slot = words.slot
        while true {
            let index = unsafe Int(self.slots[slot])
            if index == 0 { return .other }
            if unsafe self.entries[index].words == words { return unsafe self.entries[index].name }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
    }

    /// - Parameter count: 1...``longest``; `start` and `count` lie within `bytes`.
    @inline(__always)
    private static func words(_ bytes: borrowing Span<UInt8>, start: Int, count: Int) -> Words {
        let end = start &+ count
        var words = Words()
        words.count = count
        if count >= 8 {
            words.first = self.word(bytes, start)
            words.last = self.word(bytes, end &- 8)
            guard count > 16 else { return words }
            words.second = self.word(bytes, start &+ 8)
            words.lastButOne = self.word(bytes, end &- 16)
        } else if count >= 4 {
            words.first = self.halfWord(bytes, start)
            words.last = self.halfWord(bytes, end &- 4)
        } else {
            words.first = UInt64(ASCII.lowercased(bytes[start]))
            words.last =
                UInt64(ASCII.lowercased(bytes[end &- 1])) << 8
                | UInt64(ASCII.lowercased(bytes[start &+ count / 2]))
        }
        return words
    }

    @inline(__always)
    private static func word(_ bytes: borrowing Span<UInt8>, _ index: Int) -> UInt64 {
        ASCII.lowercased(unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    @inline(__always)
    private static func halfWord(_ bytes: borrowing Span<UInt8>, _ index: Int) -> UInt64 {
        ASCII.lowercased(
            UInt64(unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)))
    }
}
