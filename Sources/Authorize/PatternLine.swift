/// A pattern of characters and `*` and nothing else: one character after the other, each with its class, and where a `*`
/// stands.
struct PatternLine {
    private(set) var characters: [[CodePointRange]] = []
    /// By position: a `*` stands before the character; one more for the end.
    private(set) var hasStar = [false]

    /// - Returns: nil for a pattern that is more than characters and `*`.
    init?(_ node: PatternNode) {
        guard self.add(node) else { return nil }
    }

    private mutating func add(_ node: PatternNode) -> Bool {
        switch node {
        case .empty: return true
        case .anything:
            self.hasStar[self.hasStar.count - 1] = true
            return true
        case .character(let ranges):
            self.characters.append(ranges)
            self.hasStar.append(false)
            return true
        case .concatenation(let nodes): return nodes.allSatisfy { self.add($0) }
        case .nothing, .union, .intersection, .complement, .repetition: return false
        }
    }
}
