/// Names and beginnings of names in order, for a binary search: the cost of a look grows with the logarithm of
/// how many there are, and not with how many match.
struct SortedNames: Sendable {
    /// Texts one after the other, and where each begins; one more for the end.
    private var bytes: [UInt8] = []
    private var starts: [UInt32] = [0]
    /// Of each the nearest other that it begins with, -1 for none.
    private var parents: [Int32] = []
    /// Rows of a ``GrantTable``: what holds for all that begins like the text, and for the text itself.
    private var prefixRows: [UInt32] = []
    private var exactRows: [UInt32] = []

    /// About what it holds in memory.
    var byteCount: Int { self.bytes.count + self.starts.count * 16 }

    struct Entry {
        /// What is granted on the very name, and on all that begins like it.
        var exact = Grants()
        var prefix = Grants()
    }

    init(_ entries: [[UInt8]: Entry], _ table: inout GrantTable) {
        var open: [(index: Int32, text: [UInt8], grants: Grants)] = []
        for (text, entry) in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            while let last = open.last, !text.starts(with: last.text) { open.removeLast() }
            let prefix = (open.last?.grants ?? Grants()).union(entry.prefix)
            self.parents.append(open.last?.index ?? -1)
            self.prefixRows.append(table.row(prefix))
            self.exactRows.append(table.row(prefix.union(entry.exact)))
            self.bytes += text
            self.starts.append(UInt32(self.bytes.count))
            open.append((Int32(self.parents.count - 1), text, prefix))
        }
    }

    /// The row of what is granted on `name`, or else on every name that begins like it.
    func row(_ name: borrowing Span<UInt8>, asPrefix: Bool = false) -> UInt32 {
        // The greatest text that is not greater than the name: whatever the name begins with is an ancestor of it.
        var low = 0
        var high = self.parents.count
        var shared = 0
        while low < high {
            let middle = (low &+ high) &>> 1
            let (common, isAfter) = self.compare(middle, name)
            if isAfter {
                high = middle
            } else {
                low = middle &+ 1
                shared = common
            }
        }
        guard low > 0 else { return 0 }
        var index = low &- 1
        if shared == name.count && self.length(index) == name.count {
            return asPrefix ? self.prefixRows[index] : self.exactRows[index]
        }
        while self.length(index) > shared {
            let parent = Int(self.parents[index])
            guard parent >= 0 else { return 0 }
            index = parent
        }
        return self.prefixRows[index]
    }

    @inline(__always)
    private func length(_ index: Int) -> Int { Int(self.starts[index &+ 1] &- self.starts[index]) }

    /// How many octets the text at `index` and `name` begin with alike, and whether the text is the greater.
    @inline(__always)
    private func compare(_ index: Int, _ name: borrowing Span<UInt8>) -> (common: Int, isAfter: Bool) {
        let start = Int(self.starts[index])
        let length = self.length(index)
        let count = min(length, name.count)
        var offset = 0
        while offset < count {
            let own = self.bytes[start &+ offset]
            let other = name[offset]
            if own != other { return (offset, own > other) }
            offset &+= 1
        }
        return (offset, length > name.count)
    }
}
