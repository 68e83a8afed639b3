import Testing

@testable import Authorize

@Suite struct PatternTests {
    private func automaton(_ pattern: String) throws -> DeterministicAutomaton {
        var effort = Effort()
        return try DeterministicAutomaton(NamePattern(pattern).node, of: pattern, &effort)
    }

    private func matches(_ automaton: DeterministicAutomaton, _ name: String) -> Bool {
        automaton.match(Array(name.utf8).span) != 0
    }

    @Test(arguments: 1...8)
    func expressionsMatchLikeTheReference(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        var positive = 0
        for _ in 0..<100 {
            let pattern = "/\(random.expression())/"
            guard let automaton = try? self.automaton(pattern) else { continue }
            let node = try NamePattern(pattern).node
            for _ in 0..<40 {
                let name = random.name()
                let expected = SlowMatcher.matches(node, name)
                positive += expected ? 1 : 0
                #expect(self.matches(automaton, name) == expected, "\(pattern) \(name)")
            }
        }
        #expect(positive > 200)
    }

    @Test(arguments: 1...4)
    func wildcardsMatchLikeTheReference(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        for _ in 0..<200 {
            let pattern = random.wildcards()
            let automaton = try self.automaton(pattern)
            let node = try NamePattern(pattern).node
            for _ in 0..<40 {
                let name = random.name()
                #expect(
                    self.matches(automaton, name) == SlowMatcher.matches(node, name), "\(pattern) \(name)")
            }
        }
    }

    /// Whatever is included has no counterexample, and what is not included has one (found by trying).
    @Test(arguments: 1...6)
    func inclusionAgreesWithAllShortNames(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        let letters = ["a", "b", "-"]
        var names = [""]
        for start in [0, 1, 4, 13, 40] {
            names += names[start...].flatMap { name in letters.map { name + $0 } }
        }
        var held = 0
        for _ in 0..<60 {
            func pattern() -> String {
                random.below(2) == 0
                    ? random.text(["a", "b", "-", "*", "?"], 1...4)
                    : "/\(random.text(["a", "b", ".", "(a|b)", "a*", "~(a)", "[ab]", ".*", "b+"], 1...3))/"
            }
            let inner = try NamePattern(pattern())
            let outer = try (0...random.below(3)).map { _ in try NamePattern(pattern()) }
            let holds = try Inclusion.holds(inner, in: outer)
            held += holds ? 1 : 0
            let counterexample = names.first { name in
                SlowMatcher.matches(inner.node, name)
                    && !outer.contains { SlowMatcher.matches($0.node, name) }
            }
            #expect(
                holds == (counterexample == nil),
                "\(inner.text) in \(outer.map(\.text)) \(counterexample ?? "")")
        }
        #expect(held > 5)
    }
}
