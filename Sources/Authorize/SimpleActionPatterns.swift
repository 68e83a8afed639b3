/// ``ActionPatterns`` in the form that is compared without automata. Made once for what is compared with many.
struct SimpleActionPatterns {
    private let allowed: [SimplePattern]
    private let excluded: [SimplePattern]
    /// Whether none was left out, as not simple.
    private let areWhole: Bool

    init(_ patterns: ActionPatterns) {
        self.allowed = Self.simple(patterns.allowed)
        self.excluded = Self.simple(patterns.excluded)
        self.areWhole =
            self.allowed.count == patterns.allowed.count && self.excluded.count == patterns.excluded.count
    }

    private static func simple(_ texts: [String]) -> [SimplePattern] {
        texts.compactMap { (try? NamePattern($0)).flatMap(SimplePattern.init) }
    }

    /// Whether all of `patterns` together grant what `self` grants: nil when one of the patterns is not simple, or where
    /// parts would have to be put together.
    func isCovered(by patterns: [SimpleActionPatterns]) -> Bool? {
        guard self.areWhole, patterns.allSatisfy(\.areWhole) else { return nil }
        var answer: Bool? = true
        for inner in self.allowed where !self.excluded.contains(where: { $0.covers(inner) }) {
            let covering = patterns.filter { $0.allowed.contains { $0.covers(inner) } }
            if covering.isEmpty { return false }
            let isWhole = covering.contains { side in
                side.excluded.allSatisfy { hole in
                    guard let lost = inner.intersection(hole) else { return true }
                    return self.excluded.contains { $0.covers(lost) }
                }
            }
            if !isWhole { answer = nil }
        }
        return answer
    }
}
