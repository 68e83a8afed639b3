internal import Elasticsearch

/// What a privilege grants as patterns over the names of actions, for the questions that a set of known actions
/// cannot answer: whether one privilege covers another.
struct ActionPatterns: Hashable, Sendable {
    var allowed: [String]
    /// Not granted although ``allowed`` says so.
    var excluded: [String] = []

    var isEmpty: Bool { self.allowed.isEmpty }

    /// As one pattern. The patterns were accepted before, so none is refused here; one that is grants nothing.
    var node: PatternNode {
        let allowed = PatternNode.union(self.allowed.map(Self.node))
        return self.excluded.isEmpty ? allowed : allowed.without(.union(self.excluded.map(Self.node)))
    }

    /// Whether all of `patterns` together grant what `self` grants.
    func isCovered(by patterns: [ActionPatterns]) throws(AuthorizeError) -> Bool {
        if let decided = SimpleActionPatterns(self).isCovered(by: patterns.map(SimpleActionPatterns.init)) {
            return decided
        }
        return try Inclusion.holds(self.node, in: patterns.map(\.node))
    }

    /// The known actions that match.
    var actions: ActionSet {
        var set = ActionSet()
        for pattern in self.allowed { set.formUnion(Self.actions(pattern)) }
        for pattern in self.excluded { set.subtract(Self.actions(pattern)) }
        return set
    }

    private static func node(_ pattern: String) -> PatternNode {
        (try? NamePattern(pattern))?.node ?? .nothing
    }

    private static func actions(_ pattern: String) -> ActionSet {
        var set = ActionSet()
        guard let parsed = try? NamePattern(pattern) else { return set }
        switch parsed.form {
        case .nothing: break
        case .literal: if let action = Action(pattern) { set.insert(action) }
        case .everything, .prefix:
            let prefix = pattern.utf8.dropLast()
            for action in Action.all where action.name.utf8.starts(with: prefix) { set.insert(action) }
        case .general:
            var effort = Effort()
            // A pattern beyond the limits grants nothing.
            guard let automaton = try? DeterministicAutomaton(parsed.node, of: pattern, &effort)
            else { return set }
            for action in Action.all where automaton.match(Array(action.name.utf8).span) != 0 {
                set.insert(action)
            }
        }
        return set
    }
}

extension Action {
    static let all: [Action] = (0..<Action.count).compactMap { Action(index: $0) }
}
