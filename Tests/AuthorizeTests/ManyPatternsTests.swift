import Elasticsearch
import Testing

@testable import Authorize

/// Patterns of which there are too many for one automaton.
@Suite struct ManyPatternsTests {
    private static func privileges(_ descriptors: [[String]]) throws -> Privileges {
        let roles = descriptors.enumerated().map { number, names in
            var descriptor = RoleDescriptor(name: "r\(number)")
            descriptor.indices = [
                RoleDescriptor.Indices(
                    names: names, privileges: [number % 2 == 0 ? "read" : "write"], allowsRestricted: false)
            ]
            return descriptor
        }
        return Privileges(user: try Role(roles, .v8))
    }

    private static func allows(_ privileges: Privileges, _ name: String, _ action: String) throws -> Bool {
        privileges.allows(try #require(Action(action)), index: Array(name.utf8).span)
    }

    /// 100 descriptors of 100 patterns each, all with a `*` in front of what tells them apart.
    @Test func tenThousandPatternsMakeARole() throws {
        let privileges = try Self.privileges(
            (0..<100).map { role in (0..<100).map { "l*s-\(role)-\($0)-?" } })
        for (name, isRead, isWritten) in [
            ("logs-4-7-x", true, false), ("logs-5-99-x", false, true), ("ls-4-7-\u{e9}", true, false),
            ("logs-4-7-", false, false),
            ("logs-4-7-xy", false, false), ("logs-100-7-x", false, false), ("lo-5-1-xs-4-7-z", true, false),
            ("xlogs-4-7-x", false, false),
            ("ls-5-1-s-4-1-x", true, false),
        ] {
            #expect(try Self.allows(privileges, name, "indices:data/read/search") == isRead, "\(name)")
            #expect(try Self.allows(privileges, name, "indices:data/write/bulk[s]") == isWritten, "\(name)")
        }
        #expect(privileges.byteCount < 16 * 1024 * 1024)
        // Comparing with that many takes too long for a request: the names are looked at one by one instead.
        #expect(
            !privileges.allows(try #require(Action("indices:data/read/search")), everyNameOf: "logs-4-7-?"))
    }

    /// The bits tell the same as a slow look at each pattern.
    @Test(arguments: 1...6)
    func bitsMatchLikeTheReference(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        var found = 0
        for _ in 0..<40 {
            let texts = (0..<random.below(60) + 1).map { _ in random.wildcards() }.filter { !$0.isEmpty }
            let patterns = try texts.map { (node: try NamePattern($0).node, text: $0) }
            #expect(patterns.allSatisfy { ParallelMatcher.takes($0.node) })
            var effort = Effort()
            let matcher = try ParallelMatcher(
                patterns.enumerated().map { ($1.node, Int32($0)) }, &effort)
            for _ in 0..<40 {
                let name = random.name()
                var labels: [Int32] = []
                matcher.match(Array(name.utf8).span) { label in
                    labels.append(label)
                    return true
                }
                let expected = patterns.indices.filter { SlowMatcher.matches(patterns[$0].node, name) }.map(
                    Int32.init)
                found += expected.count
                #expect(labels == expected, "\(texts) \(name)")
            }
        }
        #expect(found > 1000)
    }

    /// The tree tells the same, gives up rather than follow too many branches, and takes all that people write.
    @Test(arguments: 1...6)
    func treesMatchLikeTheReference(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        var (found, givenUp) = (0, 0)
        for round in 0..<60 {
            let texts = (0..<random.below(60) + 1).map { _ in random.wildcards() }.filter { !$0.isEmpty }
            // Some hundred more that match up to anywhere.
            let crowd =
                round % 3 == 0 ? (0..<200).map { "*?\(String(repeating: "?", count: $0 % 70))*\($0)" } : []
            let matcher = try TreeMatcher(texts + crowd)
            for _ in 0..<40 {
                let name = random.name()
                guard let labels = matcher.match(name) else {
                    givenUp += 1
                    continue
                }
                let expected = try texts.filter { SlowMatcher.matches(try NamePattern($0).node, name) }
                found += expected.count
                #expect(labels.filter { $0 < texts.count }.map { texts[$0] } == expected, "\(texts) \(name)")
            }
        }
        #expect(found > 1000)
        #expect(givenUp < 800)
    }

    @Test func treesGiveUpWhereTooMuchMatches() throws {
        let crowd = (0..<4000).map { "\(String(repeating: "a*", count: $0 % 100 + 1))?b\($0)" }
        let matcher = try TreeMatcher(crowd)
        #expect(matcher.match("x") == [])
        #expect(matcher.match(String(repeating: "a", count: 200)) == nil)
        // The bits find it all the same.
        let privileges = try Self.privileges([crowd])
        let name = String(repeating: "a", count: 200) + "b99"
        #expect(try Self.allows(privileges, name, "indices:data/read/get"))
        #expect(try !Self.allows(privileges, name + "x", "indices:data/read/get"))
    }

    /// Regular expressions beside them keep their automata.
    @Test func othersKeepTheirAutomata() throws {
        let names = (0..<300).map { "*-\($0)-*" } + ["/x(a|b)+/", "/y[0-9]{2}/"]
        let privileges = try Self.privileges([names])
        for (name, isGranted) in [
            ("a-7-b", true), ("-299-", true), ("a-300-b", false), ("xabab", true), ("xc", false),
            ("y12", true), ("y1", false),
        ] {
            #expect(try Self.allows(privileges, name, "indices:data/read/get") == isGranted, "\(name)")
        }
    }

    /// The steps that a long expression takes grow with its length, and no faster.
    @Test(arguments: ["Q", "[^Q]", "Q|", "Q{2}"])
    func longExpressionsTakeFewSteps(part: String) throws {
        for count in [50, 200] {
            let text = "/\(String(repeating: part, count: count))Q/"
            var effort = Effort()
            _ = try DeterministicAutomaton(NamePattern(text).node, of: text, &effort)
            #expect(AutomatonLimits.effortMax - effort.left <= 20 * count, "\(text)")
        }
    }

    @Test func tablesHaveABound() throws {
        let long = (0..<2000).map { "*\(String(repeating: "a", count: 300))\($0)*" }
        #expect(throws: AuthorizeError.self) { try Self.privileges([long]) }
    }
}

/// A tree alone, over texts whose labels are their places.
private struct TreeMatcher {
    private let alphabet: Alphabet
    private let tree: PatternTree

    init(_ texts: [String]) throws {
        let lines = try texts.enumerated().map { index, text in
            (line: try #require(PatternLine(NamePattern(text).node)), label: Int32(index))
        }
        var effort = Effort(AutomatonLimits.roleEffortMax)
        self.alphabet = try Alphabet(Set(lines.flatMap { $0.line.characters.joined() }))
        self.tree = try PatternTree(lines, self.alphabet, of: "these", &effort)
    }

    /// The places in order, or nil where the tree gave up.
    func match(_ name: String) -> [Int]? {
        let bytes = Array(name.utf8)
        var (index, classes) = (0, [UInt16]())
        while index < bytes.count { classes.append(UInt16(self.alphabet.nextClass(bytes.span, &index))) }
        var found: [Int] = []
        let isWhole = self.tree.match(classes.span) { label in
            found.append(Int(label))
            return true
        }
        return isWhole ? found.sorted() : nil
    }
}
