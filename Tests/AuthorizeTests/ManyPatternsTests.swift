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
        let clock = ContinuousClock()
        let start = clock.now
        let privileges = try Self.privileges(
            (0..<100).map { role in (0..<100).map { "l*s-\(role)-\($0)-?" } })
        #expect(clock.now - start < .seconds(20))
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

    /// As long as a pattern may be.
    @Test(arguments: ["Q", "[^Q]", "Q|", "(Q", "Q?", "Q*", "~Q", "Q{9}"]) func longExpressionsTakeNoTime(
        part: String
    ) {
        let clock = ContinuousClock()
        let start = clock.now
        let text =
            "/\(String(repeating: part, count: AutomatonLimits.patternBytesMax / part.utf8.count - 2))/"
        _ = try? Self.privileges([[text]])
        #expect(clock.now - start < .seconds(10), "\(part)")
    }

    @Test func tablesHaveABound() throws {
        let long = (0..<2000).map { "*\(String(repeating: "a", count: 300))\($0)*" }
        #expect(throws: AuthorizeError.self) { try Self.privileges([long]) }
    }
}
