/// Reproducible randomness: the seed is in the name of a failed test's arguments.
struct RandomText: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed &+ 0x9e37_79b9_7f4a_7c15 }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[self.below(elements.count)] }

    mutating func text(_ letters: [String], _ count: ClosedRange<Int>) -> String {
        (0..<Int.random(in: count, using: &self)).map { _ in self.pick(letters) }.joined()
    }

    /// A name over few letters, so that patterns over the same often match.
    mutating func name() -> String { self.text(["a", "b", "-", ".", "1", "é"], 0...7) }

    mutating func wildcards() -> String { self.text(["a", "b", "-", ".", "*", "?", "\\*", "é"], 1...6) }

    /// A regular expression with all operators.
    mutating func expression(_ depth: Int = 3) -> String {
        guard depth > 0 else {
            return self.pick(["a", "b", "-", "\\.", ".", "1", "é", "[ab]", "[^a]", "@", "\\w"])
        }
        switch self.below(12) {
        case 0: return "(\(self.expression(depth - 1))|\(self.expression(depth - 1)))"
        case 1: return "(\(self.expression(depth - 1))&\(self.expression(depth - 1)))"
        case 2: return "~(\(self.expression(depth - 1)))"
        case 3: return "(\(self.expression(depth - 1)))\(self.pick(["*", "+", "?", "{2}", "{1,}", "{0,2}"]))"
        case 4: return "<\(self.below(30))-\(self.below(30))>"
        case 5: return "\"\(self.text(["a", "b", "*"], 0...3))\""
        case 6: return self.pick(["[a-b1]", "[^a-z]", "\\d", "\\D", "#", "()", "[\\w-]", "\\S"])
        default: return self.expression(depth - 1) + self.expression(depth - 1)
        }
    }
}
