/// A range of code points. Surrogates are symbols like any other: no name holds one, but Elasticsearch compares
/// wildcard patterns by UTF-16 units.
struct CodePointRange: Hashable, Sendable {
    var first: UInt32
    var last: UInt32

    static let all = CodePointRange(first: 0, last: 0x10ffff)

    func contains(_ point: UInt32) -> Bool { self.first <= point && point <= self.last }
}

/// A pattern as a tree: what wildcard patterns and Lucene's regular expressions have in common.
indirect enum PatternNode: Hashable, Sendable {
    /// No name at all: `#`.
    case nothing
    /// The empty name: `()`.
    case empty
    /// One character of the ranges.
    case character([CodePointRange])
    case concatenation([PatternNode])
    case union([PatternNode])
    case intersection([PatternNode])
    case complement(PatternNode)
    /// `maximum` nil: without end.
    case repetition(PatternNode, minimum: Int, maximum: Int?)

    static let anyCharacter = PatternNode.character([.all])
    static let anything = PatternNode.repetition(.anyCharacter, minimum: 0, maximum: nil)

    static func character(_ point: UInt32) -> PatternNode {
        .character([CodePointRange(first: point, last: point)])
    }

    static func characters(_ first: UInt32, _ last: UInt32) -> PatternNode {
        .character([CodePointRange(first: first, last: last)])
    }

    /// The characters of `text`, one by one.
    static func text(_ text: some Sequence<Unicode.Scalar>) -> PatternNode {
        .concatenation(text.map { .character($0.value) })
    }

    func without(_ other: PatternNode) -> PatternNode { .intersection([self, .complement(other)]) }
}
