/// Looks for many patterns in a name at once, without an automaton of all of them, which some sets of patterns would
/// make huge: `l*s-1-?`, `l*s-2-?`, ... A bit for each character of each pattern says whether the pattern matches up to
/// there (the Shift-And method of Baeza-Yates and Gonnet, with loops for `*`). Immutable.
///
/// A look takes as many steps as the name has characters, times ``wordCount``: about a nanosecond each, and never more
/// than ``AutomatonLimits/parallelWordCountMax`` steps a character. Of more than a few patterns most are found sooner in a
/// ``PatternTree``; what that cannot bound is found here.
final class ParallelMatcher: Sendable {
    private let alphabet: Alphabet
    /// 64 bits each of the state. Each pattern has a bit for its beginning and one for each character.
    let wordCount: Int
    /// Rows of ``wordCount`` words: by class of characters the bits whose character is of the class, then the bits
    /// behind which a `*` stands, the beginnings, and the ends.
    private let rows: [UInt64]
    /// By bit of an end the label of its pattern.
    private let labels: [Int32: Int32]
    /// nil where the bits are as fast.
    private let tree: PatternTree?

    /// About what it holds in memory.
    var byteCount: Int {
        self.rows.count * 8 + self.labels.count * 24 + self.alphabet.byteCount + (self.tree?.byteCount ?? 0)
    }

    /// Whether a pattern can be looked for in this way.
    static func takes(_ node: PatternNode) -> Bool { PatternLine(node) != nil }

    /// - Parameter patterns: of characters and `*`, with a label each.
    /// - Throws: when the table would be larger than the limits.
    init(
        _ patterns: [(node: PatternNode, label: Int32)], _ effort: inout Effort
    ) throws(AuthorizeError) {
        let words = "\(patterns.count) patterns"
        var lines: [(line: PatternLine, label: Int32)] = []
        var ranges: Set<CodePointRange> = []
        var bitCount = 0
        for (node, label) in patterns {
            guard let line = PatternLine(node) else { continue }
            for each in line.characters { ranges.formUnion(each) }
            bitCount += line.hasStar.count
            lines.append((line, label))
        }
        let alphabet = try Alphabet(ranges)
        let wordCount = (bitCount + 63) / 64
        guard wordCount <= AutomatonLimits.parallelWordCountMax,
            wordCount * alphabet.count <= AutomatonLimits.parallelCellCountMax
        else { throw .tooComplex(words) }
        var rows = [UInt64](repeating: 0, count: wordCount * (alphabet.count + 3))
        func set(_ row: Int, _ bit: Int) { rows[row * wordCount + bit / 64] |= 1 << UInt64(bit % 64) }
        var labels: [Int32: Int32] = [:]
        var bit = 0
        for (line, label) in lines {
            set(alphabet.count + 1, bit)
            for position in line.hasStar.indices {
                for range in position > 0 ? line.characters[position - 1] : [] {
                    let classes = alphabet.classes(of: range)
                    try effort.spend(classes.count, words)
                    for each in classes { set(Int(each), bit) }
                }
                if line.hasStar[position] { set(alphabet.count, bit) }
                bit += 1
            }
            set(alphabet.count + 2, bit - 1)
            labels[Int32(bit - 1)] = label
        }
        self.tree =
            wordCount > AutomatonLimits.treelessWordCountMax
            ? try PatternTree(lines, alphabet, of: words, &effort) : nil
        self.alphabet = alphabet
        self.wordCount = wordCount
        self.rows = rows
        self.labels = labels
    }

    /// Calls `body` with the label of each pattern that `name`, which must be valid UTF-8, matches, until it returns
    /// false. In no order, and twice for a label that two patterns have.
    func match(_ name: borrowing Span<UInt8>, _ body: (Int32) -> Bool) {
        unsafe name.withUnsafeBufferPointer { bytes in
            unsafe withUnsafeTemporaryAllocation(of: UInt16.self, capacity: bytes.count) { memory in
                let name = unsafe Span(_unsafeElements: bytes)
                var (index, count) = (0, 0)
                while index < name.count {
                    let found = self.alphabet.nextClass(name, &index)
                    unsafe memory[count] = UInt16(truncatingIfNeeded: found)
                    count &+= 1
                }
                let classes = unsafe Span(_unsafeElements: UnsafeBufferPointer(memory)[..<count])
                if let tree = self.tree, tree.match(classes, body) { return }
                self.matchBits(classes, body)
            }
        }
    }

    /// As ``match(_:_:)``, by the bits alone.
    ///
    /// - Parameter name: the class of each of its characters.
    private func matchBits(_ name: Span<UInt16>, _ body: (Int32) -> Bool) {
        let (alphabet, wordCount) = (self.alphabet, self.wordCount)
        unsafe self.rows.withUnsafeBufferPointer { rows in
            unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordCount) { state in
                for word in 0..<wordCount {
                    unsafe state[word] = rows[(alphabet.count &+ 1) &* wordCount &+ word]
                }
                for index in name.indices {
                    guard unsafe self.step(state, rows, Int(name[index]) &* wordCount) else { return }
                }
                unsafe self.tell(state, rows, body)
            }
        }
    }

    /// Goes on by one character, whose masks begin at `row`.
    ///
    /// - Returns: whether anything can match yet.
    @inline(__always)
    private func step(
        _ state: UnsafeMutableBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<UInt64>, _ row: Int
    ) -> Bool {
        let loops = self.alphabet.count &* self.wordCount
        var carry: UInt64 = 0
        var any: UInt64 = 0
        for word in 0..<self.wordCount {
            let old = unsafe state[word]
            let new = unsafe (old &<< 1 | carry) & rows[row &+ word] | old & rows[loops &+ word]
            carry = old &>> 63
            unsafe state[word] = new
            any |= new
        }
        return any != 0
    }

    /// The labels of the ends that were reached.
    private func tell(
        _ state: UnsafeMutableBufferPointer<UInt64>, _ rows: UnsafeBufferPointer<UInt64>,
        _ body: (Int32) -> Bool
    ) {
        let ends = (self.alphabet.count &+ 2) &* self.wordCount
        for word in 0..<self.wordCount {
            var found = unsafe state[word] & rows[ends &+ word]
            while found != 0 {
                let bit = word &* 64 &+ found.trailingZeroBitCount
                found &= found &- 1
                guard let label = self.labels[Int32(truncatingIfNeeded: bit)], body(label) else { return }
            }
        }
    }
}
