import JSON
import Testing

@testable import AuditIndex

/// What is sent, to which index, and what the answer makes of each line.
@Suite struct BulkTests {
    private static let seven = IndexRelease(major: 7, minor: 17)

    private func content(_ lines: [UInt8], _ name: String, _ release: IndexRelease = seven) throws -> [String]
    {
        let piece = Spool.Piece(
            segment: SpoolSegment(number: 3, id: 0xab, size: 1 << 20), offset: 100, bytes: lines)
        let batch = BulkBatch(piece)
        let content = batch.content(batch.lines.count, try IndexName(name), release)
        return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func linesGoToTheIndexOfTheirDate() throws {
        let first = line(1, time: "2026-01-31T23:59:59.999Z")
        let content = try self.content(
            first + line(2, time: "2026-02-01T00:00:00.000Z"), "audit-{yyyy.MM}")
        #expect(content[0] == #"{"create":{"_index":"audit-2026.01","_id":"00000000000000ab-100"}}"#)
        #expect(
            content[2]
                == #"{"create":{"_index":"audit-2026.02","_id":"00000000000000ab-\#(100 + first.count)"}}"#)
        #expect(
            content[3] + "\n" == String(decoding: line(2, time: "2026-02-01T00:00:00.000Z"), as: UTF8.self))
    }

    @Test func typesAreNamedUpToSix() throws {
        let release = IndexRelease(major: 6, minor: 8)
        #expect(
            try self.content(line(1), "a", release)[0]
                == #"{"create":{"_index":"a","_type":"_doc","_id":"00000000000000ab-100"}}"#)
    }

    @Test func elasticsearchsFormatGetsATimestamp() throws {
        let text = #"{"type":"audit", "timestamp":"2026-01-02T03:04:05,678+0000", "event.type":"rest"}"#
        let content = try self.content(Array((text + "\n").utf8), "audit-{yyyy.MM.dd}")
        #expect(content[0].contains(#""_index":"audit-2026.01.02""#))
        #expect(content[1] == #"{"@timestamp":"2026-01-02T03:04:05.678Z", "# + text.dropFirst())
    }

    /// A client's text is never taken for the time, and what has none goes on as it is.
    @Test(arguments: [#"{"a":1}"#, #"{"timestamp":"2026-1-2"}"#, #"{"timestamp":""#])
    func linesWithoutATime(_ text: String) throws {
        let content = try self.content(Array((text + "\n").utf8), "audit-{yyyy}")
        #expect(content[0].contains(#""_index":"audit-1970""#))
        #expect(content[1] == text)
    }

    @Test(arguments: [
        ("audit", false), ("audit-{yyyy.MM.dd}", true), (".audit_{yyyy-MM}.x", true), ("a{yyyyMMdd}", true),
    ])
    func goodNames(_ pattern: String, _ isDated: Bool) throws {
        #expect(try IndexName(pattern).isDated == isDated)
    }

    @Test(arguments: [
        "", "Audit", "-a", "_a", "+a", ".", "..", "a b", "a*", "a/b", "a,b", "a#b", "a:b", "{yyyy}",
        "a-{yyyy", "a}",
        "a-{}", "a-{MM}", "a-{yyyy:MM}", "a-{hh}", "a{yyyy}{MM}", "ä", String(repeating: "a", count: 201),
    ])
    func badNames(_ pattern: String) {
        #expect(throws: IndexName.Fault.self) { try IndexName(pattern) }
    }

    @Test func templatesMatchAllNames() throws {
        let name = try IndexName("audit-{yyyy.MM}")
        #expect((name.pattern, name.templateName) == ("audit-*", "audit"))
        for (release, path) in [
            (IndexRelease(major: 6, minor: 8), "_template"), (IndexRelease(major: 7, minor: 7), "_template"),
            (Self.seven, "_index_template"),
            (IndexRelease(major: 2, minor: 0, isOpenSearch: true), "_index_template"),
        ] {
            #expect(IndexTemplate.path(name, release) == [path, "audit"])
            let content = try JSONParser.parse(
                Array(IndexTemplate.content(name, isDataStream: false, release).utf8))
            #expect(content["index_patterns"]?.elements?.first?.string == "audit-*")
            let mappings = (content["template"] ?? content)["mappings"]
            let properties = (release.namesTypes ? mappings?["_doc"] : mappings)?["properties"]
            #expect(properties?["@timestamp"]?["type"]?.string == "date")
        }
        let stream = IndexTemplate.content(try IndexName("audit"), isDataStream: true, Self.seven)
        #expect(stream.contains(#""index_patterns":["audit"],"data_stream":{}"#))
    }

    @Test func releases() throws {
        func release(_ text: String) throws -> IndexRelease? {
            IndexRelease(try JSONParser.parse(Array(text.utf8)))
        }
        #expect(try release(#"{"version":{"number":"6.8.23"}}"#) == IndexRelease(major: 6, minor: 8))
        #expect(try release(#"{"version":{"number":"5.6.16"}}"#)?.isSupported == false)
        let search = try #require(
            try release(#"{"version":{"number":"2.19.1","distribution":"opensearch"}}"#))
        #expect(search.isSupported && !search.namesTypes && search.hasComposableTemplates)
        #expect(try release(#"{"version":{"number":"x"}}"#) == nil)
        #expect(try release(#"{"error":1}"#) == nil)
    }

    @Test func outcomesOfEachLine() throws {
        let error = { (status: Int, type: String) in
            #"{"create":{"status":\#(status),"error":{"type":"\#(type)","reason":"why"}}}"#
        }
        let answer = try JSONParser.parse(
            Array(
                """
                {"errors":true,"items":[{"create":{"status":201}},\(error(409, "version_conflict_engine_exception")),
                \(error(400, "mapper_parsing_exception")),\(error(429, "es_rejected_execution_exception")),
                \(error(503, "unavailable_shards_exception")),\(error(403, "cluster_block_exception")),
                \(error(400, "validation_exception"))]}
                """.utf8))
        let outcomes = try #require(BulkAnswer.outcomes(answer, count: 7))
        #expect(outcomes[..<3] == [.created, .present, .refused("status 400 mapper_parsing_exception: why")])
        for outcome in outcomes[3...] {
            if case .later = outcome { continue }
            Issue.record("\(outcome)")
        }
        #expect(BulkAnswer.outcomes(answer, count: 6) == nil)
        #expect(BulkAnswer.outcomes(try JSONParser.parse(Array("{}".utf8)), count: 1) == nil)
        #expect(
            BulkAnswer.outcomes(
                try JSONParser.parse(Array(#"{"items":[{"index":{"status":201}}]}"#.utf8)), count: 1) == nil)
    }
}
