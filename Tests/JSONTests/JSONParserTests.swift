import Testing

@testable import JSON

@Suite struct JSONParserTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1.5e+10", "12345678901234567890", "\"\"",
        "\"a\\n\\u00e9\\\"\\\\\"", "[]", "[1,[2],{}]",
        "{}", "{\"a\":{\"b\":[null]}}", "\"\\ud83d\\ude00\"", "\"é\"",
    ])
    func roundTrips(_ text: String) throws {
        let value = try JSONParser.parse(Array(text.utf8))
        let written = JSONWriter.text(value)
        #expect(try JSONParser.parse(Array(written.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "01", "1.", ".5", "+1", "-", "1e", "0x1", "NaN", "Infinity", "\"", "\"a",
        "\"\\x\"", "\"\\u12\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\t\"", "'a'", "[", "[1", "[1,]", "[,1]",
        "[1 2]", "{", "{\"a\"", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "1 2",
        "{}x", "// c\n1", "\u{feff}1",
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            [0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0x00, 0x22],
        ] as [[UInt8]])
    func refusesOctets(_ bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
    }

    @Test func nestingIsBounded() {
        #expect(throws: JSONError.self) {
            try JSONParser.parse(Array(String(repeating: "[", count: 100_000).utf8))
        }
        #expect(throws: Never.self) {
            try JSONParser.parse(
                Array((String(repeating: "[", count: 100) + String(repeating: "]", count: 100)).utf8))
        }
    }

    @Test func placesAreKnown() throws {
        let text = Array("{\n  \"a\": [1, 2]\n}".utf8)
        let value = try JSONParser.parse(text)
        let member = try #require(value.members?.first)
        #expect(JSONParser.position(member.start, in: text) == (2, 3))
        #expect(JSONParser.position(member.value.start, in: text) == (2, 8))
        #expect(JSONParser.position(member.value.end, in: text) == (2, 13))
        #expect(JSONParser.position(value.end, in: text) == (3, 1))
    }

    @Test func prettyIsElasticsearchs() throws {
        let value = try JSONParser.parse(Array("{\"a\":[{\"b\":1}],\"c\":[],\"d\":{}}".utf8))
        var writer = JSONWriter(pretty: true)
        writer.value(value)
        let expected =
            "{\n  \"a\" : [\n    {\n      \"b\" : 1\n    }\n  ],\n  \"c\" : [ ],\n  \"d\" : { }\n}\n"
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func whateverIsParsedIsWrittenBack() {
        var seed = UInt64.random(in: 0...UInt64.max)
        let first = seed
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "1", "null", " ", "\"\\u00e9\"", "-2.5e3", "\"b\"",
        ]
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int(seed >> 60) + 1 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            guard let value = try? JSONParser.parse(Array(text.utf8)) else { continue }
            #expect((try? JSONParser.parse(Array(JSONWriter.text(value).utf8))) == value, "seed \(first)")
        }
    }
}
