internal import Bytes

/// Finds a ``FieldName`` by its octets, ignoring case: names of one length stand together and differ early.
package enum FieldNameTable {
    private struct Entry {
        let name: FieldName
        let first: UInt8
        let last: UInt8
    }

    private static let longest = 26

    /// By length in octets.
    private static let byLength: [[Entry]] = {
        var table = [[Entry]](repeating: [], count: FieldNameTable.longest + 1)
        for name in FieldName.allCases where name != .other {
            let text = name.text
            let count = text.utf8CodeUnitCount
            precondition(count <= FieldNameTable.longest)
            let entry = unsafe Entry(name: name, first: text.utf8Start[0], last: text.utf8Start[count - 1])
            table[count].append(entry)
        }
        return table
    }()

    /// - Parameter bytes: where the name's octets lie at `start`, `count` of them.
    package static func find(_ bytes: borrowing Span<UInt8>, start: Int, count: Int) -> FieldName {
        guard count > 0, count <= self.longest else { return .other }
        let first = ASCII.lowercased(bytes[start])
        let last = ASCII.lowercased(bytes[start &+ count &- 1])
        for entry in self.byLength[count] where entry.first == first && entry.last == last {
            let text = unsafe entry.name.text.utf8Start
            var index = 1
            while index < count, unsafe ASCII.lowercased(bytes[start &+ index]) == text[index] { index &+= 1 }
            if index == count { return entry.name }
        }
        return .other
    }
}
