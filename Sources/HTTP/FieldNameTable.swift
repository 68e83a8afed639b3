internal import Bytes

/// Finds a ``FieldName`` by its octets, ignoring case: names of one length stand together and differ early.
public enum FieldNameTable {
    @unsafe private struct Entry {
        let name: FieldName
        let first: UInt8
        let last: UInt8
        let text: UnsafePointer<UInt8>
    }

    /// All names in order of their lengths, and where each length begins. Plain memory, made once and never
    /// freed: an array would be retained at every look.
    // SAFETY: never changed after it was made.
    @unsafe private struct Table: @unchecked Sendable {
        let entries: UnsafeMutablePointer<Entry>
        /// Of each length the index of its first entry; one more for the end.
        let starts: UnsafeMutablePointer<Int>
    }

    private static let longest = 26

    private static let table: Table = {
        let names = FieldName.allCases.filter { $0 != .other }
        let entries = UnsafeMutablePointer<Entry>.allocate(capacity: names.count)
        let starts = UnsafeMutablePointer<Int>.allocate(capacity: FieldNameTable.longest + 2)
        var count = 0
        for length in 0...FieldNameTable.longest {
            unsafe (starts + length).initialize(to: count)
            for name in names where name.text.utf8CodeUnitCount == length {
                let text = unsafe name.text.utf8Start
                let entry = unsafe Entry(name: name, first: text[0], last: text[length - 1], text: text)
                unsafe (entries + count).initialize(to: entry)
                count += 1
            }
        }
        precondition(count == names.count, "a name is longer than \(FieldNameTable.longest) octets")
        unsafe (starts + FieldNameTable.longest + 1).initialize(to: count)
        return unsafe Table(entries: entries, starts: starts)
    }()

    /// - Parameter bytes: where the name's octets lie at `start`, `count` of them.
    public static func find(_ bytes: borrowing Span<UInt8>, start: Int, count: Int) -> FieldName {
        guard count > 0, count <= self.longest else { return .other }
        let table = unsafe self.table
        let first = ASCII.lowercased(bytes[start])
        let last = ASCII.lowercased(bytes[start &+ count &- 1])
        var index = unsafe table.starts[count]
        let end = unsafe table.starts[count &+ 1]
        while index < end {
            let entry = unsafe table.entries + index
            if unsafe entry.pointee.first == first && entry.pointee.last == last,
                unsafe self.matches(bytes, start, count, entry.pointee.text)
            {
                return unsafe entry.pointee.name
            }
            index &+= 1
        }
        return .other
    }

    /// Whether `count` octets at `start` are those of `text`, ignoring case.
    @inline(__always)
    private static func matches(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int, _ text: UnsafePointer<UInt8>
    ) -> Bool {
        var index = 1
        while index < count, unsafe ASCII.lowercased(bytes[start &+ index]) == text[index] { index &+= 1 }
        return index == count
    }
}
