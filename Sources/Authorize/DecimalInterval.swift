/// The decimal numbers of an interval as a pattern: Lucene's `<n-m>`.
enum DecimalInterval {
    /// Digits of a bound, leading zeros included: each is one level of our stack.
    static let digitCountMax = 64

    /// - Parameter digits: how many each number has; nil for any number of leading zeros.
    static func node(_ minimum: Int, _ maximum: Int, digits: Int?) -> PatternNode {
        if let digits {
            return .union(self.numbers(self.padded(minimum, digits), self.padded(maximum, digits)))
        }
        var nodes: [PatternNode] = []
        var low = 0
        var high = 9
        for digits in 1...10 {
            let (from, to) = (max(minimum, low), min(maximum, high))
            if from <= to { nodes += self.numbers(self.padded(from, digits), self.padded(to, digits)) }
            (low, high) = (high + 1, high * 10 + 9)
        }
        let zeros = PatternNode.repetition(.character(0x30), minimum: 0, maximum: nil)
        return .concatenation([zeros, .union(nodes)])
    }

    private static func padded(_ number: Int, _ digits: Int) -> [UInt32] {
        let text = Array(String(number).unicodeScalars.map(\.value))
        return Array(repeating: 0x30, count: max(0, digits - text.count)) + text
    }

    /// Alternatives for all numbers from `low` to `high`, which have as many digits.
    private static func numbers(_ low: [UInt32], _ high: [UInt32]) -> [PatternNode] {
        guard let first = low.first, let last = high.first else { return [.empty] }
        if low.allSatisfy({ $0 == 0x30 }) && high.allSatisfy({ $0 == 0x39 }) {
            return [.repetition(.character(.digits), minimum: low.count, maximum: low.count)]
        }
        let (lowRest, highRest) = (Array(low.dropFirst()), Array(high.dropFirst()))
        func join(_ digit: PatternNode, _ rest: [PatternNode]) -> PatternNode {
            .concatenation([digit, .union(rest)])
        }
        if first == last { return [join(.character(first), self.numbers(lowRest, highRest))] }
        let nines = [UInt32](repeating: 0x39, count: lowRest.count)
        let zeros = [UInt32](repeating: 0x30, count: lowRest.count)
        // Only the border digits restrict what follows: at most two branches each, so the tree stays small.
        var nodes = [
            join(.character(first), self.numbers(lowRest, nines)),
            join(.character(last), self.numbers(zeros, highRest)),
        ]
        if last - first > 1 {
            let any = PatternNode.repetition(
                .character(.digits), minimum: lowRest.count, maximum: lowRest.count)
            nodes.append(.concatenation([.characters(first + 1, last - 1), any]))
        }
        return nodes
    }
}
