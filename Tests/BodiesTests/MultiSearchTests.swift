import Elasticsearch
import Testing

@testable import Bodies

@Suite struct MultiSearchTests {
    static let cases: [(String, [String])] = [
        ("", []), ("{\"index\":\"a\"}\n{}\n", ["index a"]), ("{}\n{}\n", ["index -"]),
        ("{\"index\":\"a\"}\n{}\n\n{}\n", ["index a", "index -"]),
        ("{\"index\":[\"logs-a\",\"secret\"],\"preference\":\"x\"}\n{\"size\":0}\n", ["index logs-a,secret"]),
        ("{\"indices\":\"a,b\"}\n{}\n", ["index a,b"]), ("{\"index\":\"\"}\n{}\n", ["index -"]),
        ("{\"index\":[]}\n{}\n", ["index -"]),
        (" {\"ind\\u0065x\":\"s\\u0065cret\"} \r\n {} \r\n", ["index secret"]), ("  \r\n{}\n", []),
        ("{\"index\":\"a\"}\n\n", ["index a"]),
        ("{\"index\":\"a\"}\n{}\n\n", ["index a"]),
        (
            "{\"index\":\"a\"}\n{\"query\":{\"terms\":{\"f\":{\"index\":\"secret\",\"id\":\"1\"}}}}\n{\"index\":\"b\"}\n{}\n",
            ["index a", "lookup secret", "index b"]
        ),
        ("{\"search_type\":\"count\",\"ignore_unavailable\":true}\n{}\n", ["index -"]),
    ]

    @Test(arguments: Self.cases)
    func H21_whatIsNamed(_ body: String, _ expected: [String]) throws {
        // A header of space alone is read as an empty one by all releases, but so is much else.
        if expected.isEmpty, !body.isEmpty {
            #expect(refused(.multiSearch, body)?.rule == .malformedLine)
        } else {
            #expect(try targets(.multiSearch, body) == expected)
        }
    }

    static let refusals: [(String, ContentRefusal.Rule)] = [
        // Up to 7 an empty first line is skipped, from 8 on it is a header.
        ("\n{\"index\":\"a\"}\n{}\n", .malformedLine), ("\n{}\n{\"index\":\"secret\"}\n{}\n", .malformedLine),
        ("{\"index\":\"a\"}\n{}", .noNewlineAtEnd), ("{\"index\":\"a\"}", .noNewlineAtEnd),
        ("{\"index\":\"a\"}\n{}\n{\"index\":\"secret\"}\n", .missingSource),
        ("{\"index\":\"a\"} {\"index\":\"secret\"}\n{}\n", .trailingText),
        ("{\"index\":\"a\"}\n{} {}\n", .trailingText),
        ("{\"index\":\"a\",\"index\":\"secret\"}\n{}\n", .duplicateName),
        ("{\"index\":\"a\",\"indices\":\"secret\"}\n{}\n", .duplicateName),
        ("{\"index\":null}\n{}\n", .unexpectedValue), ("{\"index\":[\"a\",\"\"]}\n{}\n", .unexpectedValue),
        ("{\"index\":5}\n{}\n", .unexpectedValue),
        ("{\"index\":[[\"a\"]]}\n{}\n", .unexpectedValue),
        ("{\"index\":\"a\",\"foo\":1}\n{}\n", .unknownName), ("[\"a\"]\n{}\n", .syntax),
        ("[{\"index\":\"a\"}]\n{}\n", .syntax),
        ("\u{feff}{\"index\":\"a\"}\n{}\n", .syntax), ("/*x*/{\"index\":\"a\"}\n{}\n", .syntax),
        ("{}\n{\"index\":\"secret\"}\n", .unknownName),
        ("{\"index\":\"a\"}\n{\"query\":{\"x\":{}}}\n", .unknownName),
    ]

    @Test(arguments: Self.refusals)
    func H21_oddLinesAreRefused(_ body: String, _ rule: ContentRefusal.Rule) {
        #expect(refused(.multiSearch, body)?.rule == rule)
    }

    @Test func itemsAndTheirOptions() throws {
        let body = Array(
            "{\"index\":\"a*\",\"expand_wildcards\":[\"open\",\"hidden\"],\"ignore_unavailable\":\"true\",\"allow_no_indices\":false}\n{}\n{}\n{\"pit\":{\"id\":\"x\"}}\n"
                .utf8)
        let found = try BodyReader.read(.multiSearch, body.span)
        #expect(found.items.count == 2)
        #expect(found.items.map(\.targets) == [0..<1, 1..<3])
        var options = ExpansionOptions()
        options.ignoreUnavailable = true
        options.allowNoIndices = false
        options.expandWildcards = Array("open,hidden".utf8)
        #expect(found.items.map(\.options) == [options, ExpansionOptions()])
        #expect(text(Array(body[found.items[1].range])) == "{}\n{\"pit\":{\"id\":\"x\"}}\n")
        #expect(found.targets.map(\.role) == [.index, .index, .cursor])
        #expect(found.targets[0].allowsWildcards && found.targets[0].list == .array)
    }

    @Test func H37_templatesAreRead() throws {
        #expect(
            try targets(
                .multiSearchTemplate,
                "{\"index\":\"a\"}\n{\"source\":{\"query\":{\"terms\":{\"f\":{\"index\":\"secret\",\"id\":\"1\"}}}}}\n"
            )
                == ["index a", "lookup secret"])
        #expect(
            try targets(.multiSearchTemplate, "{\"index\":\"a\"}\n{\"id\":\"t\"}\n")
                == ["index a", "storedTemplate t"])
        #expect(
            refused(.multiSearchTemplate, "{\"index\":\"a\"}\n{\"source\":\"{{x}}\"}\n")?.rule == .hiddenQuery
        )
    }

    @Test func headersAreBounded() {
        let header = "{\"preference\":\"\(String(repeating: "x", count: 70_000))\"}\n{}\n"
        #expect(refused(.multiSearch, header)?.rule == .lineTooLong)
    }
}
