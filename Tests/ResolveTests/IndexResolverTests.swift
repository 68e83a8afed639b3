import Testing

@testable import Resolve

@Suite struct IndexResolverTests {
    static let catalogue = IndexCatalogue(
        entries: [
            .init(name: "logs-a", kind: .index), .init(name: "logs-b", kind: .index),
            .init(name: "logs-closed", kind: .index, isOpen: false),
            .init(name: "logs-hidden", kind: .index, isHidden: true), .init(name: "secret", kind: .index),
            .init(name: ".dot", kind: .index, isHidden: true),
            .init(name: "logs", kind: .alias, targets: ["logs-a", "secret"]),
            .init(name: "stream", kind: .dataStream),
            .init(name: ".ds-stream-000001", kind: .index, isHidden: true, dataStream: "stream"),
        ], generation: 1, takenAt: 0)

    static func resolve(
        _ expression: String, _ change: (inout ExpressionOptions) -> Void = { _ in }, major: Int = 7,
        allows: (String) -> Bool = { $0.hasPrefix("logs") }, contains: (String) -> Bool = { _ in false }
    ) throws -> Resolution {
        var options = ExpressionOptions()
        change(&options)
        let given = expression.isEmpty ? [] : [expression]
        let parts = try ExpressionReader.read(given, major: major, now: DateMathTests.now)
        return IndexResolver(catalogue: Self.catalogue, options: options)
            .resolve(parts, given: given, allows: allows, contains: contains)
    }

    @Test(arguments: [
        ("", Resolution.names(["logs", "logs-a", "logs-b"])),
        ("_all", .names(["logs", "logs-a", "logs-b"])),
        ("*", .names(["logs", "logs-a", "logs-b"])),
        ("logs-*", .names(["logs-a", "logs-b"])),
        ("*-a,*", .names(["logs-a", "logs", "logs-b"])),
        ("l*s-*,-logs-a", .names(["logs-b"])),
        ("*,-logs-*", .names(["logs"])),
        ("logs-a", .asGiven),
        ("logs-a,logs-gone", .asGiven),
        ("secret", .denied(["secret"])),
        ("logs-a,secret,other", .denied(["secret", "other"])),
        ("logs-*,secret", .denied(["secret"])),
        ("*,-secret", .names(["logs", "logs-a", "logs-b"])),
        ("sec*", .nothing),
        ("*,-*", .nothing),
        (".d*", .nothing),
        ("-logs-a", .denied(["-logs-a"])),
        ("<logs-{now/d}>", .names(["logs-2024.03.22"])),
        ("<l*-{now/d{dd}}>,logs-a", .names(["logs-a"])),
    ])
    func expressions(_ expression: String, _ resolution: Resolution) throws {
        #expect(try Self.resolve(expression) == resolution)
    }

    @Test func optionsChangeWhatMatches() throws {
        #expect(
            try Self.resolve("logs-*", { $0.expandClosed = true })
                == .names(["logs-a", "logs-b", "logs-closed"]))
        #expect(
            try Self.resolve("logs-*", { $0.expandHidden = true })
                == .names(["logs-a", "logs-b", "logs-hidden"]))
        #expect(
            try Self.resolve(
                "logs-*",
                {
                    $0.expandOpen = false
                    $0.expandClosed = true
                }) == .names(["logs-closed"]))
        #expect(try Self.resolve("*", { $0.includesAliases = false }) == .names(["logs-a", "logs-b"]))
        #expect(try Self.resolve("secret,logs-a", { $0.ignoreUnavailable = true }) == .names(["logs-a"]))
        #expect(try Self.resolve("secret", { $0.ignoreUnavailable = true }) == .nothing)
        #expect(try Self.resolve("sec*", { $0.allowNoIndices = false }) == .notFound("sec*"))
        #expect(try Self.resolve("*,-sec*", { $0.allowNoIndices = false }) == .notFound("sec*"))
        #expect(try Self.resolve("*,-*", { $0.allowNoIndices = false }) == .notFound("[*, -*]"))
    }

    @Test func apisThatWantNames() throws {
        func explicit(_ options: inout ExpressionOptions) { options.allowsWildcards = false }
        #expect(try Self.resolve("", explicit) == .nameRequired)
        #expect(try Self.resolve("logs-*", explicit) == .wildcardsNotAllowed)
        #expect(try Self.resolve("logs-a", explicit) == .asGiven)
        #expect(try Self.resolve("secret", explicit) == .denied(["secret"]))
        #expect(try Self.resolve("<logs-{now/M{MM}}>", explicit) == .names(["logs-03"]))
    }

    @Test func dataStreamsBringTheirIndices() throws {
        let allows: (String) -> Bool = { $0 == "stream" }
        #expect(try Self.resolve("str*", allows: allows) == .names(["stream"]))
        #expect(try Self.resolve(".ds-*", allows: allows) == .names([".ds-stream-000001"]))
    }

    @Test func containedPatternsPassAsTheyAre() throws {
        let contains: (String) -> Bool = { $0.hasPrefix("logs-") }
        #expect(try Self.resolve("logs-*", contains: contains) == .asGiven)
        #expect(try Self.resolve("logs-*,logs-a,-logs-b", contains: contains) == .asGiven)
        #expect(try Self.resolve("logs-*,*", contains: contains) == .names(["logs-a", "logs-b", "logs"]))
        #expect(try Self.resolve("", contains: contains) == .names(["logs", "logs-a", "logs-b"]))
        #expect(try Self.resolve("", contains: { _ in true }) == .asGiven)
    }

    /// The upstream splits at each comma, whatever bracket is open: what is taken away must be a name.
    @Test(arguments: ["logs-*,-<a,secret", "logs-*,-<a,secret,b>", "logs-*,-a\u{1}b", "logs-*,-a b"])
    func oddExclusionsAreNotForwarded(_ expression: String) throws {
        let contains: (String) -> Bool = { $0.hasPrefix("logs-") }
        #expect(try Self.resolve(expression, contains: contains) == .names(["logs-a", "logs-b"]))
    }

    @Test func olderReleasesReadSignsOtherwise() throws {
        #expect(try Self.resolve("-logs-a", major: 5) == .names(["logs", "logs-b"]))
        #expect(try Self.resolve("+secret", major: 5) == .denied(["secret"]))
        #expect(try Self.resolve("+secret", major: 6) == .denied(["+secret"]))
        #expect(try Self.resolve("+secret", major: 6, allows: { _ in true }) == .invalid("+secret"))
    }

    @Test(arguments: [
        ("remote:logs-a", ExpressionReader.Fault.remote("remote:logs-a")), ("*:*", .remote("*:*")),
        ("logs-a::failures", .selector("logs-a::failures")),
        ("<remote:{now/d}>", .remote("<remote:{now/d}>")),
    ])
    func refused(_ expression: String, _ fault: ExpressionReader.Fault) {
        #expect(throws: fault) { try Self.resolve(expression) }
    }

    /// What no index is called is denied like any other name, and forwarded for nobody.
    @Test(arguments: ["_x", "..", "a b", "a/b", "<logs-{now/d}", "logs-a,_all", "a\"b", "a#b"])
    func invalidNames(_ expression: String) throws {
        let name = expression.split(separator: ",").last.map(String.init) ?? ""
        #expect(try Self.resolve(expression) == .denied([name]))
        #expect(try Self.resolve(expression, allows: { _ in true }) == .invalid(name))
        #expect(try Self.resolve(expression, { $0.ignoreUnavailable = true }) == .invalid(name))
        #expect(
            try Self.resolve(expression, { $0.allowsWildcards = false }, allows: { _ in true })
                == .invalid(name))
    }

    @Test func withoutExpansionAWildcardIsAName() throws {
        let parts = try ExpressionReader.read(["*,-logs-a"], major: 7, expands: false, now: 0)
        #expect(parts.map(\.sign) == [.include, .include])
        #expect(parts.map(\.text) == ["*", "-logs-a"])
    }

    @Test func whatDateMathComesToIsNotThere() throws {
        #expect(try Self.resolve("<secret-{now/d}>") == .notFound("secret-2024.03.22"))
        #expect(try Self.resolve("<secret-{now/d}>", { $0.ignoreUnavailable = true }) == .nothing)
    }

    @Test func globs() {
        for (pattern, name, matches) in [
            ("*", "", true), ("a*", "a", true), ("*a", "ba", true), ("a*b*c", "a1b2b3c", true),
            ("a*b*c", "a1b2b3", false),
            ("**", "x", true), ("", "", true), ("", "x", false), ("a", "ab", false), ("*ab", "aab", true),
            ("a?c", "abc", false),
        ] { #expect(NameGlob.matches(pattern, name) == matches, "\(pattern) \(name)") }
    }
}
