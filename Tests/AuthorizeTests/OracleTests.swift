import Testing

@testable import Authorize

/// What Elasticsearch itself answered to the same questions.
@Suite struct OracleTests {
    /// Which names an expression covers, as `_has_privileges` said with a key of each expression; a `!` and the
    /// reason where it was refused. First 8.18.1, then 7.17.28 where that differs.
    @Test(arguments: [RegularExpression.Dialect.lucene8, .lucene9])
    func regularExpressions(dialect: RegularExpression.Dialect) throws {
        var lines = try Fixture.lines("regular-expressions.txt")
        let names = lines.removeFirst()
        var refused = 0
        for line in lines {
            let pattern = "/\(line[0])/"
            let answer = dialect == .lucene8 && line.count > 2 ? line[2] : line[1]
            if answer.hasPrefix("!") {
                refused += 1
                let reason = String(answer.dropFirst())
                #expect(throws: AuthorizeError.invalidPattern(pattern, reason: reason)) {
                    try NamePattern(pattern, dialect)
                }
                continue
            }
            guard let parsed = try? NamePattern(pattern, dialect) else {
                Issue.record("\(pattern) was taken")
                continue
            }
            var effort = Effort()
            let automaton = try DeterministicAutomaton(parsed.node, of: pattern, &effort)
            for (name, bit) in zip(names, answer) {
                let matches = automaton.match(Array(name.utf8).span) != 0
                #expect(matches == (bit == "1"), "\(pattern) \(name)")
                #expect(SlowMatcher.matches(parsed.node, name) == matches)
            }
        }
        #expect(refused > 80 && lines.count > 400)
    }
}
