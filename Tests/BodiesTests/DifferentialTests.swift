import Bytes
import Elasticsearch
import JSON
import Testing

@testable import Bodies

/// Random contents, sound and damaged, against slow and obvious readers. The seed of a failure is told.
@Suite struct DifferentialTests {
    // MARK: Bulk

    private static func line(_ random: inout SeededGenerator) -> String {
        let index =
            ["logs-a", "logs-b", "secret", "l\\u006fgs-a", "\\u0073ecret", "é"].randomElement(using: &random)
            ?? ""
        var fields = [
            "\"_id\":\"\(UInt8.random(in: 0...99, using: &random))\"", "\"routing\":1", "\"_id\":null",
        ].shuffled(using: &random)
        fields.removeLast(2)
        if Bool.random(using: &random) { fields.append("\"_index\":\"\(index)\"") }
        if UInt8.random(in: 0..<8, using: &random) == 0 { fields.append("\"op_type\":\"create\"") }
        if UInt8.random(in: 0..<8, using: &random) == 0 { fields.append("\"require_alias\":true") }
        let space = ["", " ", "\t", "\r"].randomElement(using: &random) ?? ""
        let operation = ["index", "create", "update", "delete"].randomElement(using: &random) ?? ""
        let action =
            "{\(space)\"\(operation)\":{\(fields.shuffled(using: &random).joined(separator: ",\(space)"))}}\(space)\n"
        let blank = UInt8.random(in: 0..<8, using: &random) == 0 ? " \r\n" : ""
        return blank + action
            + (operation == "delete"
                ? ""
                : ["{\"x\":1}\n", "\n", "{\"delete\":{\"_index\":\"secret\"}}\r\n"].randomElement(
                    using: &random) ?? "")
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let pieces: [String] = [
            "\n", "\"", "{", "}", ",", ":", "\\", "\\u0061", " ", "\u{0}", "null", "1", "[", "]", "é",
            "\"_index\":\"secret\",",
        ]
        switch UInt8.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: at)
        case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0..<12, using: &random)))
        }
    }

    private static func parts(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
            parts.append(Array(bytes[at..<end]))
            at = end
        }
        return parts
    }

    @Test func bulkIsWhatItSeems() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var accepted = 0
        for round in 0..<4000 {
            var body = (0..<Int.random(in: 1...6, using: &random)).flatMap { _ in
                Array(Self.line(&random).utf8)
            }
            let isSound = round % 2 == 0
            if !isSound { for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&body, &random) } }
            var defaults = BulkDefaults()
            defaults.index = Array("logs-d".utf8)
            let parts = Self.parts(body, &random)
            let outcome = try? BulkFilterTests.run(parts, defaults: defaults)
            let expected = BulkReference.run(body, default: "logs-d")
            if isSound { #expect(outcome != nil && expected != nil, "seed \(seed): \(text(body))") }
            guard let outcome else { continue }
            accepted += 1
            #expect(outcome.output == expected.map { text($0.output) }, "seed \(seed): \(text(body))")
            #expect(outcome.named == expected?.denied, "seed \(seed): \(text(body))")
        }
        #expect(accepted > 2000)
    }

    // MARK: Queries

    /// A random query, with the names of the indices that it looks into.
    private static func query(
        _ depth: Int, _ random: inout SeededGenerator, _ names: inout [String]
    ) -> String {
        func field(_ random: inout SeededGenerator) -> String {
            ["f", "terms", "index", "query", "bool", "t\\u0065rms", "wrapper", "_index"].randomElement(
                using: &random) ?? ""
        }
        func inner(_ random: inout SeededGenerator, _ names: inout [String]) -> String {
            self.query(depth - 1, &random, &names)
        }
        func lookup(_ random: inout SeededGenerator, _ names: inout [String]) -> String {
            let name = "i\(UInt16.random(in: 0...999, using: &random))"
            names.append(name)
            let members = ["\"index\":\"\(name)\"", "\"id\":\"1\"", "\"path\":\"index\""].shuffled(
                using: &random)
            return "{\(members.joined(separator: ", "))}"
        }
        switch Int.random(in: 0..<(depth > 0 ? 14 : 6), using: &random) {
        case 0: return "{\"term\":{\"\(field(&random))\":\"secret\"}}"
        case 1: return "{\"match\":{\"\(field(&random))\":{\"query\":\"a\",\"index\":\"x\"}}}"
        case 2: return "{\"terms\":{\"\(field(&random))\":[\"index\",7,\"x\"]}}"
        case 3: return "{\"t\\u0065rms\":{\"\(field(&random))\":\(lookup(&random, &names))}}"
        case 4:
            return "{\"geo_shape\":{\"\(field(&random))\":{\"indexed_shape\":\(lookup(&random, &names))}}}"
        case 5: return "{ \"range\" : {\"\(field(&random))\":{\"gte\":1e5, \"lte\":-0.5}} }"
        case 6, 7:
            let clauses = (0..<Int.random(in: 0..<4, using: &random)).map { _ in inner(&random, &names) }
            return
                "{\"bool\":{\"must\":[\(clauses.joined(separator: ","))],\"filter\":\(inner(&random, &names))}}"
        case 8: return "{\"constant_score\":{\"filter\":\(inner(&random, &names)),\"boost\":2}}"
        case 9: return "{\"nested\":{\"path\":\"index\",\"query\":\(inner(&random, &names))}}"
        case 10:
            return
                "{\"function_score\":{\"functions\":[{\"filter\":\(inner(&random, &names)),\"weight\":1}]}}"
        case 11: return "{\"wrapper\":{\"query\":\"\(Base64Text.encode(inner(&random, &names)))\"}}"
        case 12: return "{\"dis_max\":{\"queries\":[\(inner(&random, &names))]}}"
        default: return "{\"not\":\(inner(&random, &names))}"
        }
    }

    @Test func queriesNameWhatTheyWereMadeOf() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            var names: [String] = []
            let query = Self.query(5, &random, &names)
            let aggregation = Self.query(3, &random, &names)
            let body = "{\"size\":0,\"query\":\(query),\"aggs\":{\"terms\":{\"filter\":\(aggregation)}}}"
            let found = try BodyReader.read(.search, Array(body.utf8).span).targets.map {
                text($0.expression ?? [])
            }
            #expect(found == names, "seed \(seed): \(body)")
        }
    }

    @Test func damagedContentsAreNeverMoreThanJSON() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let kinds = BodyKind.allCases.filter {
            ![.bulk, .opaque, .document, .scroll, .clearScroll, .multiSearch, .multiSearchTemplate].contains(
                $0)
        }
        var accepted = 0
        for round in 0..<20_000 {
            var names: [String] = []
            let sound =
                round % 3 == 0
                ? "{\"query\":\(Self.query(3, &random, &names))}"
                : ContentsTests.cases[Int.random(in: 0..<ContentsTests.cases.count, using: &random)].1
            var bytes = Array(sound.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&bytes, &random) }
            guard let kind = kinds.randomElement(using: &random),
                (try? BodyReader.read(kind, bytes.span)) != nil
            else { continue }
            accepted += 1
            if bytes.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) { continue }
            do {
                _ = try JSONParser.parse(bytes)
            } catch {
                // What matters is refused; where nothing can be named, two members or half a pair do no harm.
                let isHarmless = ["Duplicate field", "half of a surrogate", "nested deeper"].contains {
                    error.message.hasPrefix($0)
                }
                #expect(isHarmless, "seed \(seed): \(text(bytes))")
            }
        }
        #expect(accepted > 100)
    }

    @Test func scannerAgreesWithTheParser() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-2.5e3", "0", "01", "null", "true", "fals",
            " ", "\n", "\"\\u00e9\"",
            "\"\\x\"", "\"é😀\"", "\"\\ud83d\\ude00\"", "\"12345678\\n9\"", "\"\t\"",
        ]
        for _ in 0..<60_000 {
            let body = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let bytes = Array(body.utf8)
            var index = 0
            JSONScanner.skipSpace(bytes.span, &index)
            let isSkipped = (try? JSONScanner.skipValue(bytes.span, &index, depth: 100)) != nil
            JSONScanner.skipSpace(bytes.span, &index)
            let isValue = isSkipped && index == bytes.count
            var isParsed = true
            do { _ = try JSONParser.parse(bytes) } catch {
                isParsed = error.message.hasPrefix("Duplicate field")
            }
            // The parser stops at a name that is there twice, whatever follows.
            if isParsed != isValue, !(isParsed && body.contains("\"a\"")),
                !(isParsed && body.contains("\"b\""))
            {
                Issue.record("seed \(seed): \(body)")
            }
        }
    }

    // MARK: Size

    @Test func aGigabyteIsHeldInNoMemory() throws {
        let action = "{\"index\":{\"_index\":\"logs-a\"}}\n"
        let denied = "{\"index\":{\"_index\":\"secret\"}}\n"
        let source = "{\"message\":\"\(String(repeating: "x", count: 100_000))\"}\n"
        let chunk = Array((action + source + denied + source + action + source).utf8)
        var limits = BulkLimits()
        limits.deniedMax = 10_000
        var filter = BulkFilter(limits: limits)
        var judge = PrefixJudge()
        let output = ByteBuffer(capacity: 64)
        var total = 0
        var written = 0
        while total < 1 << 30 {
            try filter.filter(chunk.span, into: output, judge: &judge)
            total += chunk.count
            written += output.count
            output.removeAll()
        }
        try filter.finish()
        #expect(output.capacity < 2 * chunk.count)
        #expect(written == filter.counts.forwarded * (action.utf8.count + source.utf8.count))
        #expect(filter.counts.denied == filter.denials.count)
    }

    @Test func aLineWithoutEndIsHeldInNoMemory() throws {
        var filter = BulkFilter()
        var judge = PrefixJudge()
        let output = ByteBuffer(capacity: 64)
        try filter.filter(
            Array("{\"index\":{\"_index\":\"logs-a\"}}\n".utf8).span, into: output, judge: &judge)
        let chunk = [UInt8](repeating: 0x78, count: 1 << 16)
        for _ in 0..<2000 {
            try filter.filter(chunk.span, into: output, judge: &judge)
            output.removeAll()
        }
        #expect(output.capacity < 1 << 18)
        try filter.filter([0x0a].span, into: output, judge: &judge)
        #expect(throws: ContentRefusal(.lineTooLong)) {
            for _ in 0..<2 { try filter.filter(chunk.span, into: output, judge: &judge) }
        }
    }
}
