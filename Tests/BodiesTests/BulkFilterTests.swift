import Bytes
import JSON
import Testing

@testable import Bodies

@Suite struct BulkFilterTests {
    struct Outcome: Equatable {
        var output: String
        var denied: [String]
        /// The same without ids.
        var named: [String] = []
        var counts: BulkCounts
    }

    static func run(
        _ chunks: [[UInt8]], defaults: BulkDefaults = BulkDefaults(), limits: BulkLimits = BulkLimits()
    ) throws -> Outcome {
        var filter = BulkFilter(defaults: defaults, limits: limits)
        var judge = PrefixJudge()
        let output = ByteBuffer(capacity: 64)
        for chunk in chunks { try filter.filter(chunk.span, into: output, judge: &judge) }
        try filter.finish()
        let denials = filter.denials
        return Outcome(
            output: text(output.array),
            denied: denials.denials.map {
                let id = $0.id.map { text(Array(denials.bytes[$0])) } ?? "-"
                return "\($0.position) \($0.operation) \(text(Array(denials.bytes[$0.index]))) \(id)"
            },
            named: denials.denials.map {
                "\($0.position) \($0.operation) \(text(Array(denials.bytes[$0.index])))"
            }, counts: filter.counts)
    }

    /// At every split point and octet by octet: the outcome is the same.
    static func runEverywhere(
        _ body: String, defaults: BulkDefaults = BulkDefaults(), limits: BulkLimits = BulkLimits()
    ) throws -> Outcome {
        let bytes = Array(body.utf8)
        let whole = try self.run([bytes], defaults: defaults, limits: limits)
        for split in 0...bytes.count {
            let parts = [Array(bytes[..<split]), Array(bytes[split...])]
            #expect(try self.run(parts, defaults: defaults, limits: limits) == whole, "split \(split)")
        }
        #expect(try self.run(bytes.map { [$0] }, defaults: defaults, limits: limits) == whole)
        return whole
    }

    @Test func H19_deniedItemsAreTakenOut() throws {
        let outcome = try Self.runEverywhere(
            """
            {"index":{"_index":"logs-a","_id":"1"}}
            {"x":1}
            {"index":{"_index":"secret","_id":"2"}}
            {"index":{"_index":"logs-a"}}
            {"delete":{"_index":"secret","_id":"3"}}
            {"delete":{"_index":"logs-b","_id":"4"}}
            {"update":{"_index":"secret","_id":"5"}}
            {"doc":{"x":1}}
            {"create":{"_index":"logs-a","_id":"6"}}
            {"x":2}

            """)
        #expect(
            outcome.output == """
                {"index":{"_index":"logs-a","_id":"1"}}
                {"x":1}
                {"delete":{"_index":"logs-b","_id":"4"}}
                {"create":{"_index":"logs-a","_id":"6"}}
                {"x":2}

                """)
        #expect(outcome.denied == ["1 index secret 2", "2 delete secret 3", "4 update secret 5"])
        var counts = BulkCounts()
        (counts.index, counts.create, counts.update, counts.delete) = (2, 1, 1, 2)
        counts.denied = 3
        #expect(outcome.counts == counts)
        #expect(counts.all == 6 && counts.forwarded == 3)
    }

    @Test func spaceAndLineEndsAreKept() throws {
        let outcome = try Self.runEverywhere(
            "\r\n  \n {\"index\" : { \"_index\" : \"logs-a\" } } \t\r\n  {\"x\":1}  \r\n\n"
                + "{\"delete\":{\"_index\":\"secret\",\"_id\":\"1\"}}\r\n{\"delete\":{\"_index\":\"logs-a\",\"_id\":7}}\n\n"
        )
        #expect(
            outcome.output == " {\"index\" : { \"_index\" : \"logs-a\" } } \t\r\n  {\"x\":1}  \r\n"
                + "{\"delete\":{\"_index\":\"logs-a\",\"_id\":7}}\n")
        #expect(outcome.denied == ["1 delete secret 1"])
    }

    @Test func blankSourceIsASource() throws {
        let outcome = try Self.runEverywhere(
            "{\"index\":{\"_index\":\"secret\"}}\n\n{\"index\":{\"_index\":\"logs-a\"}}\n\n{\"delete\":{\"_index\":\"logs-a\"}}\n"
        )
        #expect(
            outcome.output == "{\"index\":{\"_index\":\"logs-a\"}}\n\n{\"delete\":{\"_index\":\"logs-a\"}}\n")
    }

    @Test func H19_escapedNamesAreDecoded() throws {
        let outcome = try Self.runEverywhere(
            #"{"in\u0064ex":{"_ind\u0065x":"\u0073ecret","_id":"\"\u00e9\ud83d\ude00"}}"# + "\n{}\n"
                + #"{"index":{"_index":"l\u006fgs-a","_\u0069d":"1"}}"# + "\n{}\n")
        #expect(outcome.denied == ["0 index secret \"é😀"])
        #expect(outcome.output == #"{"index":{"_index":"l\u006fgs-a","_\u0069d":"1"}}"# + "\n{}\n")
    }

    @Test func pathAndParametersFillIn() throws {
        var defaults = BulkDefaults()
        defaults.index = Array("logs-d".utf8)
        let body =
            "{\"index\":{}}\n{}\n{\"index\":{\"_index\":null,\"_id\":null}}\n{}\n{\"create\":{\"_index\":\"secret\"}}\n{}\n"
        let outcome = try Self.runEverywhere(body, defaults: defaults)
        #expect(outcome.denied == ["2 create secret -"])
        #expect(outcome.output == "{\"index\":{}}\n{}\n{\"index\":{\"_index\":null,\"_id\":null}}\n{}\n")
        defaults.index = Array("secret".utf8)
        #expect(try Self.runEverywhere(body, defaults: defaults).output == "")
        defaults.index = Array("logs-d".utf8)
        defaults.pipeline = Array("p".utf8)
        #expect(try Self.runEverywhere(body, defaults: defaults).denied.count == 3)
        #expect(throws: ContentRefusal(.missingIndex)) { try Self.runEverywhere(body) }
    }

    @Test func H25_pipelinesAreJudged() throws {
        let outcome = try Self.runEverywhere(
            "{\"index\":{\"_index\":\"logs-a\",\"pipeline\":\"p\"}}\n{}\n{\"index\":{\"_index\":\"logs-a\",\"pipeline\":\"_none\"}}\n{}\n"
        )
        #expect(outcome.denied == ["0 index logs-a -"])
    }

    @Test func operationTypeDecides() throws {
        let outcome = try Self.runEverywhere(
            "{\"index\":{\"_index\":\"a\",\"op_type\":\"create\"}}\n{}\n{\"create\":{\"_index\":\"a\",\"op_type\":\"index\"}}\n{}\n"
                + "{\"index\":{\"op_type\":\"index\",\"_index\":\"a\"}}\n{}\n")
        #expect(outcome.denied == ["0 create a -", "1 create a -", "2 index a -"])
    }

    @Test func namesAreRewritten() throws {
        var defaults = BulkDefaults()
        defaults.index = Array("<logs-{now}>".utf8)
        let outcome = try Self.runEverywhere(
            "{\"index\":{}}\n{\"x\":1}\n{\"index\":{ \"_id\":\"1\"}}\r\n{}\n"
                + "{\"index\":{\"_id\":\"2\",\"_index\" : \"<logs-{now}>\" }}\n{}\n{\"delete\":{\"_index\":\"secret\"}}\n",
            defaults: defaults)
        #expect(
            outcome.output == "{\"index\":{\"_index\":\"logs-today\"}}\n{\"x\":1}\n"
                + "{\"index\":{ \"_index\":\"logs-today\",\"_id\":\"1\"}}\r\n{}\n"
                + "{\"index\":{\"_id\":\"2\",\"_index\" : \"logs-today\" }}\n{}\n")
        #expect(outcome.denied == ["3 delete secret -"])
    }

    /// A line that is the same as the one before is not read again: what became of that one becomes of it.
    @Test func equalLinesAreJudgedAlike() throws {
        let body = """
            {"index":{"_index":"logs-a"}}
            {"x":1}
            {"index":{"_index":"logs-a"}}
            {"x":2}

            {"index":{"_index":"logs-a"}}
            {"x":3}
            {"index":{"_index":"secret"}}
            {"x":4}
            {"index":{"_index":"secret"}}
            {"x":5}
            {"delete":{"_index":"secret","_id":"6"}}
            {"delete":{"_index":"secret","_id":"6"}}
            {"delete":{"_index":"logs-a","_id":"7"}}
            {"delete":{"_index":"logs-a","_id":"7"}}
            {"index":{"_index":"logs-a"}}
            {"x":8}

            """
        let outcome = try Self.runEverywhere(body)
        let passes = #"{"delete":{"_index":"logs-a","_id":"7"}}"#
        let item = #"{"index":{"_index":"logs-a"}}"#
        #expect(
            outcome.output == """
                \(item)
                {"x":1}
                \(item)
                {"x":2}
                \(item)
                {"x":3}
                \(passes)
                \(passes)
                \(item)
                {"x":8}

                """)
        #expect(outcome.named == ["3 index secret", "4 index secret", "5 delete secret", "6 delete secret"])
        #expect(outcome.counts.all == 10 && outcome.counts.denied == 4)
    }

    @Test func judgeIsAskedOnceForARun() throws {
        let line = "{\"index\":{\"_index\":\"logs-a\",\"_id\":\"%\"}}\n{}\n"
        let other =
            "{\"create\":{\"_index\":\"logs-a\"}}\n{}\n{\"create\":{\"_index\":\"logs-a\",\"require_alias\":true}}\n{}\n"
        var filter = BulkFilter()
        var judge = PrefixJudge()
        let output = ByteBuffer(capacity: 64)
        try filter.filter(Array((line + line + line + other + line).utf8).span, into: output, judge: &judge)
        #expect(judge.asked == 4)
    }

    @Test func whatTheJudgeRefusesGoesNoFurther() {
        #expect(throws: ContentRefusal(.unreadableKind)) {
            try Self.runEverywhere("{\"index\":{\"_index\":\"stop\"}}\n{}\n")
        }
    }

    @Test func everythingDeniedIsKnown() throws {
        var filter = BulkFilter()
        var judge = PrefixJudge()
        let output = ByteBuffer(capacity: 64)
        #expect(!filter.isEverythingDenied)
        try filter.filter(
            Array("{\"delete\":{\"_index\":\"secret\"}}\n".utf8).span, into: output, judge: &judge)
        try filter.finish()
        #expect(filter.isEverythingDenied && output.isEmpty)
    }

    // MARK: Refusals

    static let malformed: [(String, ContentRefusal.Rule)] = [
        ("{\"index\":{\"_index\":\"a\"}}\n{}", .noNewlineAtEnd),
        ("{\"delete\":{\"_index\":\"a\"}}", .noNewlineAtEnd), ("  ", .noNewlineAtEnd),
        ("{\"index\":{\"_index\":\"a\"}}\n", .missingSource),
        ("{\"index\":{\"_index\":\"a\"}} {\"delete\":{\"_index\":\"b\"}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\"}}\r{\"x\":1}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\"}}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\"}}x\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\"},\"delete\":{\"_index\":\"b\"}}\n{}\n", .syntax),
        ("{\"index\":{\"_index\":\"a\"}\n{}\n", .syntax), ("{\"index\":{\"_index\":\"a\"\n{}\n", .syntax),
        ("{\"index\":{\"_index\":\"a\",}}\n{}\n", .syntax), ("{}\n{}\n", .syntax), ("[]\n{}\n", .syntax),
        ("\"index\"\n{}\n", .syntax), ("{\"index\":null}\n{}\n", .syntax),
        ("{\"index\":\"a\"}\n{}\n", .syntax),
        ("{\"index\":[{\"_index\":\"a\"}]}\n{}\n", .syntax), ("{index:{_index:\"a\"}}\n{}\n", .syntax),
        ("{'index':{'_index':'a'}}\n{}\n", .syntax), ("/* c */\n{}\n", .syntax), ("// c\n", .syntax),
        ("{\"index\":{/* c */\"_index\":\"a\"}}\n{}\n", .syntax),
        ("\u{feff}{\"index\":{\"_index\":\"a\"}}\n{}\n", .syntax),
        ("\0\n", .syntax), ("{\"index\":{\"_index\":\"a\\ud800\"}}\n{}\n", .syntax),
        ("{\"index\":{\"_index\":\"a\\udc00\\ud800\"}}\n{}\n", .syntax),
        ("{\"index\":{\"_index\":\"a\\x\"}}\n{}\n", .syntax),
        ("{\"index\":{\"_index\":\"a\tb\"}}\n{}\n", .syntax),
        ("{\"frob\":{\"_index\":\"a\"}}\n{}\n", .malformedLine),
        ("{\"INDEX\":{\"_index\":\"a\"}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"foo\":1}}\n{}\n", .malformedLine),
        ("{\"index\":{\"index\":\"a\"}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":5}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":[\"a\"]}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":{\"x\":\"a\"}}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"\"}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":true}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"_id\":{}}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"op_type\":\"CREATE\"}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"require_alias\":\"yes\"}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"routing\":[1]}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"pipeline\":1}}\n{}\n", .malformedLine),
        ("{\"index\":{\"_index\":\"a\",\"_index\":\"b\"}}\n{}\n", .duplicateName),
        ("{\"index\":{\"_index\":\"a\",\"_ind\\u0065x\":\"b\"}}\n{}\n", .duplicateName),
        ("{\"index\":{\"_index\":null,\"_index\":\"b\"}}\n{}\n", .duplicateName),
        ("{\"index\":{\"_index\":\"a\",\"routing\":\"1\",\"_routing\":\"2\"}}\n{}\n", .duplicateName),
        ("{\"index\":{\"_index\":\"a\",\"version\":01}}\n{}\n", .syntax),
        (
            "{\"index\":{\"_index\":\"a\",\"dynamic_templates\":\(String(repeating: "[", count: 9))1]}}\n{}\n",
            .tooDeep
        ),
    ]

    @Test(arguments: Self.malformed)
    func H19_oddLinesAreRefused(_ body: String, _ rule: ContentRefusal.Rule) {
        let bytes = Array(body.utf8)
        for split in 0...bytes.count {
            let refusal = #expect(throws: ContentRefusal.self) {
                try Self.run([Array(bytes[..<split]), Array(bytes[split...])])
            }
            #expect(refusal?.rule == rule, "split \(split)")
        }
    }

    @Test(
        arguments: [
            Array("{\"index\":{\"_index\":\"logs-".utf8) + [0xc1, 0xa1] + Array("\"}}\n{}\n".utf8),
            Array("{\"index\":{\"_index\":\"logs-".utf8) + [0xed, 0xa0, 0x80] + Array("\"}}\n{}\n".utf8),
            Array("{\"index\":{\"_index\":\"logs-".utf8) + [0xff] + Array("\"}}\n{}\n".utf8),
            Array("{\"index\":{\"_index\":\"logs-".utf8) + [0xe2, 0x82] + Array("\"}}\n{}\n".utf8),
            "{\"index\":{\"_index\":\"logs-a\"}}\n{}\n".utf8.flatMap { [$0, 0] },
            "{\"index\":{\"_index\":\"logs-a\"}}\n{}\n".utf8.flatMap { [0, $0] },
            [0x3a, 0x29, 0x0a, 0x01], [0xbf, 0x65, 0x0a], [0x2d, 0x2d, 0x2d, 0x0a],
        ] as [[UInt8]])
    func H44_otherEncodingsAreRefused(_ bytes: [UInt8]) {
        #expect(throws: ContentRefusal.self) { try Self.run([bytes]) }
    }

    @Test func limitsHold() throws {
        var limits = BulkLimits()
        limits.lineBytesMax = 100
        let long =
            "{\"index\":{\"_index\":\"logs-a\",\"_id\":\"\(String(repeating: "x", count: 100))\"}}\n{}\n"
        #expect(throws: ContentRefusal(.lineTooLong)) { try Self.runEverywhere(long, limits: limits) }
        let source =
            "{\"index\":{\"_index\":\"logs-a\"}}\n{\"x\":\"\(String(repeating: "x", count: 200))\"}\n"
        #expect(try Self.runEverywhere(source, limits: limits).output == source)
        limits.deniedMax = 2
        let denied = "{\"delete\":{\"_index\":\"secret\"}}\n"
        #expect(try Self.runEverywhere(denied + denied, limits: limits).denied.count == 2)
        #expect(throws: ContentRefusal(.tooManyDenied)) {
            try Self.runEverywhere(denied + denied + denied, limits: limits)
        }
        limits.deniedMax = 100
        limits.deniedBytesMax = 40
        #expect(throws: ContentRefusal(.tooManyDenied)) {
            try Self.runEverywhere(String(repeating: denied, count: 7), limits: limits)
        }
    }

    @Test func refusalLasts() {
        var filter = BulkFilter()
        var judge = PrefixJudge()
        let output = ByteBuffer(capacity: 64)
        #expect(throws: ContentRefusal.self) {
            try filter.filter(Array("nonsense\n".utf8).span, into: output, judge: &judge)
        }
        #expect(throws: ContentRefusal.self) {
            try filter.filter(
                Array("{\"delete\":{\"_index\":\"logs-a\"}}\n".utf8).span, into: output, judge: &judge)
        }
        #expect(throws: ContentRefusal.self) { try filter.finish() }
        #expect(output.isEmpty)
    }
}
