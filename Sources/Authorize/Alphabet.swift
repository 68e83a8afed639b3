/// The code points in classes that no range of an automaton tells apart: rows of a transition table stay short.
struct Alphabet: Sendable {
    /// Class of each of the first 128 code points.
    private let ascii: [UInt16]
    /// First code points of the runs of one class, ascending; the first is 0.
    private let starts: [UInt32]
    private let classes: [UInt16]
    /// How many classes there are.
    let count: Int

    /// About what it holds in memory.
    var byteCount: Int {
        self.ascii.count * 2 + self.starts.count * 6
            + self.members.values.reduce(0) { $0 + 64 + $1.count * 2 }
    }

    /// Classes of each range.
    private let members: [CodePointRange: [UInt16]]

    /// - Throws: when there would be more classes than a table can have.
    init(_ ranges: Set<CodePointRange>) throws(AuthorizeError) {
        var borders: Set<UInt32> = [0]
        for range in ranges {
            borders.insert(range.first)
            if range.last < CodePointRange.all.last { borders.insert(range.last + 1) }
        }
        let starts = borders.sorted()
        guard starts.count * ranges.count <= AutomatonLimits.effortMax else {
            throw .tooComplex("\(ranges.count) classes of characters")
        }
        // Two runs are of one class when the same ranges hold them: split by one range after the other.
        var classes = [Int](repeating: 0, count: starts.count)
        var count = 1
        for range in ranges.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) where range != .all {
            var split: [Int: Int] = [:]
            let inside = Self.runs(of: range, starts)
            var sizes = [Int: Int]()
            for run in inside { sizes[classes[run], default: 0] += 1 }
            var totals = [Int: Int]()
            for run in classes.indices where sizes[classes[run]] != nil {
                totals[classes[run], default: 0] += 1
            }
            for run in inside where sizes[classes[run]] != totals[classes[run]] {
                let old = classes[run]
                if split[old] == nil {
                    split[old] = count
                    count += 1
                }
                classes[run] = split[old] ?? old
            }
        }
        guard count <= Int(UInt16.max) else { throw .tooComplex("\(count) classes of characters") }
        self.starts = starts
        self.classes = classes.map { UInt16(truncatingIfNeeded: $0) }
        self.count = count
        var members: [CodePointRange: [UInt16]] = [:]
        for range in ranges {
            members[range] = Set(Self.runs(of: range, starts).map { UInt16(truncatingIfNeeded: classes[$0]) })
                .sorted()
        }
        self.members = members
        var ascii = [UInt16](repeating: 0, count: 128)
        for point in 0..<128 { ascii[point] = Self.find(UInt32(point), self.starts, self.classes) }
        self.ascii = ascii
    }

    /// The classes that make up `range`, which must be one of those given.
    func classes(of range: CodePointRange) -> [UInt16] { self.members[range] ?? [] }

    /// All code points, run by run.
    var runs: [(range: CodePointRange, class: Int)] {
        self.starts.indices.map { index in
            let end = index + 1 < self.starts.count ? self.starts[index + 1] - 1 : CodePointRange.all.last
            return (CodePointRange(first: self.starts[index], last: end), Int(self.classes[index]))
        }
    }

    /// The class of the character at `index` of `name`, which must be valid UTF-8; `index` moves behind it.
    @inline(__always)
    func nextClass(_ name: borrowing Span<UInt8>, _ index: inout Int) -> Int {
        let byte = name[index]
        guard byte < 0x80 else { return self.pointClass(UTF8Names.codePoint(name, &index)) }
        index &+= 1
        return Int(self.ascii[Int(byte & 0x7f)])
    }

    func pointClass(_ point: UInt32) -> Int { Int(Self.find(point, self.starts, self.classes)) }

    /// Indices of the runs within `range`, whose ends are borders.
    private static func runs(of range: CodePointRange, _ starts: [UInt32]) -> Range<Int> {
        let first = self.run(range.first, starts)
        return first..<(self.run(range.last, starts) + 1)
    }

    private static func find(_ point: UInt32, _ starts: [UInt32], _ classes: [UInt16]) -> UInt16 {
        classes[self.run(point, starts)]
    }

    /// Index of the run that holds `point`.
    private static func run(_ point: UInt32, _ starts: [UInt32]) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= point { low = middle } else { high = middle }
        }
        return low
    }
}
