package import Elasticsearch

/// A set of transport actions, one bit each.
package struct ActionSet: Hashable, Sendable {
    /// Words of 64 bits that hold all actions.
    package static let wordCount = (Action.count + 63) / 64

    private(set) var words: [UInt64]

    package init() { self.words = [UInt64](repeating: 0, count: Self.wordCount) }

    /// - Parameter words: ``wordCount`` of them.
    init(words: [UInt64]) { self.words = words }

    package init(_ actions: some Sequence<Action>) {
        self.init()
        for action in actions { self.insert(action) }
    }

    package var isEmpty: Bool { self.words.allSatisfy { $0 == 0 } }
    package var count: Int { self.words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package mutating func insert(_ action: Action) {
        self.words[Int(action.index) >> 6] |= 1 << UInt64(action.index & 63)
    }

    package func contains(_ action: Action) -> Bool {
        self.words[Int(action.index) >> 6] >> UInt64(action.index & 63) & 1 != 0
    }

    package mutating func formUnion(_ other: ActionSet) {
        for index in self.words.indices { self.words[index] |= other.words[index] }
    }

    package mutating func subtract(_ other: ActionSet) {
        for index in self.words.indices { self.words[index] &= ~other.words[index] }
    }

    package func union(_ other: ActionSet) -> ActionSet {
        var result = self
        result.formUnion(other)
        return result
    }

    package func intersection(_ other: ActionSet) -> ActionSet {
        var result = self
        for index in result.words.indices { result.words[index] &= other.words[index] }
        return result
    }

    package func isSubset(of other: ActionSet) -> Bool {
        zip(self.words, other.words).allSatisfy { $0 & ~$1 == 0 }
    }

    package var actions: [Action] {
        (0..<Action.count).compactMap { Action(index: $0) }.filter { self.contains($0) }
    }
}
