/// Whether every name of one pattern is a name of others, exactly, without building the whole automaton.
enum Inclusion {
    /// Whether `inner` says no more than all of `outer` together.
    ///
    /// - Parameter limit: edges that may be followed.
    /// - Throws: when finding out would cost more than that.
    static func holds(
        _ inner: PatternNode, in outer: [PatternNode], limit: Int = AutomatonLimits.effortMax
    ) throws(AuthorizeError) -> Bool {
        if outer.contains(.anything) || outer.contains(.concatenation([.anything])) { return true }
        let words = "the comparison of \(outer.count + 1) patterns"
        var effort = Effort(limit)
        var automaton = NondeterministicAutomaton()
        try automaton.add(inner, label: 0, of: words, &effort)
        for node in outer { try automaton.add(node, label: 1, of: words, &effort) }
        var construction = try SubsetConstruction(automaton, of: words, &effort)
        var state = 1
        while state < construction.sets.count {
            let labels = construction.labels(state)
            if labels.contains(0) && !labels.contains(1) { return false }
            // From here on either nothing of `inner` follows, or all that follows is in `outer`.
            if construction.holds(0, state) && !construction.absorbs(1, state) {
                try construction.expand(state, &effort)
            }
            state += 1
        }
        return true
    }

    /// Whether there is no name at all.
    static func isEmpty(_ node: PatternNode) throws(AuthorizeError) -> Bool {
        try self.holds(node, in: [])
    }

    static func holds(
        _ inner: NamePattern, in outer: [NamePattern], limit: Int = AutomatonLimits.effortMax
    ) throws(AuthorizeError) -> Bool {
        if let decided = self.decide(SimplePattern(inner), in: outer) { return decided }
        return try self.holds(inner.node, in: outer.map(\.node), limit: limit)
    }

    /// No finite number of names and narrower beginnings covers all that begins alike: one alone must do it.
    ///
    /// - Returns: nil when only the automata can tell.
    private static func decide(_ inner: SimplePattern?, in outer: [NamePattern]) -> Bool? {
        guard let inner else { return nil }
        var areSimple = true
        for pattern in outer {
            guard let simple = SimplePattern(pattern) else {
                areSimple = false
                continue
            }
            if simple.covers(inner) { return true }
        }
        return areSimple ? false : nil
    }
}
