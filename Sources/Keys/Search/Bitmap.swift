/// A set of positions in one shard, a bit each.
struct Bitmap: Sendable {
    private(set) var words: [UInt64]

    /// None of `count` positions.
    init(count: Int) { self.words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    /// The positions below `count` but for those of `others`.
    init(allBelow count: Int, but others: [UInt32]) {
        self.words = [UInt64](repeating: .max, count: (count + 63) / 64)
        if count & 63 != 0 { self.words[count >> 6] = (1 << UInt64(count & 63)) - 1 }
        for position in others { self.words[Int(position >> 6)] &= ~(1 << UInt64(position & 63)) }
    }

    var count: Int { self.words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func insert(_ position: Int) { self.words[position >> 6] |= 1 << UInt64(position & 63) }

    mutating func formUnion(_ other: Bitmap) {
        for index in self.words.indices { self.words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: Bitmap) {
        for index in self.words.indices { self.words[index] &= other.words[index] }
    }

    mutating func subtract(_ other: Bitmap) {
        for index in self.words.indices { self.words[index] &= ~other.words[index] }
    }

    /// Those of them for which `holds` is true.
    @inline(__always)
    func filtered(_ holds: (Int) -> Bool) -> Bitmap {
        var kept = self
        for index in self.words.indices where self.words[index] != 0 {
            var bits = self.words[index]
            var word = bits
            while bits != 0 {
                let bit = bits & (0 &- bits)
                if !holds(index * 64 + bits.trailingZeroBitCount) { word ^= bit }
                bits ^= bit
            }
            kept.words[index] = word
        }
        return kept
    }

    /// - Parameter backwards: from the last to the first.
    func forEach(backwards: Bool = false, _ body: (Int) -> Void) {
        if backwards {
            for index in self.words.indices.reversed() {
                var bits = self.words[index]
                while bits != 0 {
                    let bit = 63 - bits.leadingZeroBitCount
                    body(index * 64 + bit)
                    bits ^= 1 << UInt64(bit)
                }
            }
            return
        }
        for index in self.words.indices {
            var bits = self.words[index]
            while bits != 0 {
                body(index * 64 + bits.trailingZeroBitCount)
                bits &= bits &- 1
            }
        }
    }
}
