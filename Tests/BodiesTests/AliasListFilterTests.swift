import Bytes
import Testing

@testable import Bodies

@Suite struct AliasListFilterTests {
    static func run(_ text: String, pieces: [Int] = []) -> String {
        var filter = AliasListFilter()
        let buffer = ByteBuffer(capacity: 64)
        let bytes = Array(text.utf8)
        var start = 0
        for end in pieces + [bytes.count] {
            filter.receive(Array(bytes[start..<end]).span, into: buffer) { $0.first == UInt8(ascii: "k") }
            start = end
        }
        return String(decoding: buffer.readable, as: UTF8.self)
    }

    @Test(arguments: [
        (
            #"{"i":{"aliases":{"k1":{},"x":{},"k2":{"filter":{"a":[1,{"x":2}]}}}}}"#,
            #"{"i":{"aliases":{"k1":{},"k2":{"filter":{"a":[1,{"x":2}]}}}}}"#
        ),
        (
            #"{"i":{"aliases":{"x":{},"k":{}}},"j":{"aliases":{"x":{"a":"},"}}},"l":{"aliases":{}}}"#,
            #"{"i":{"aliases":{"k":{}}},"j":{"aliases":{}},"l":{"aliases":{}}}"#
        ),
        (#"{"i":{"aliases":{"k":{},"x":{"y":"\"}"}}}}"#, #"{"i":{"aliases":{"k":{}}}}"#),
        (#"{"x":{"other":{"x":{}},"aliases":{"x":{}}}}"#, #"{"x":{"other":{"x":{}},"aliases":{}}}"#),
        (
            #"{"error":"alias [x] missing","status":404,"i":{"aliases":{"k":{}}}}"#,
            #"{"error":"alias [x] missing","status":404,"i":{"aliases":{"k":{}}}}"#
        ),
        (
            "{\n  \"i\" : {\n    \"aliases\" : {\n      \"x\" : { },\n      \"k\" : { }\n    }\n  }\n}",
            "{\n  \"i\" : {\n    \"aliases\" : {\n      \"k\" : { }\n    }\n  }\n}"
        ),
        (#"{"i":["x","aliases",{"x":1}]}"#, #"{"i":["x","aliases",{"x":1}]}"#),
        (#"{"i":{"aliases":{}},"j":[{"x":1}]}"#, #"{"i":{"aliases":{}},"j":[{"x":1}]}"#),
        ("{}", "{}"), ("[]", "[]"), ("", ""),
    ])
    func lists(_ text: String, _ expected: String) {
        #expect(Self.run(text) == expected)
        for split in 0...text.utf8.count { #expect(Self.run(text, pieces: [split]) == expected) }
    }

    @Test func anyOctetsPass() {
        let letters = Array(#"{}[]":,\kx aliases"#.unicodeScalars)
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40) { text.unicodeScalars.append(letters.randomElement() ?? "x") }
            let split = Int.random(in: 0...text.utf8.count)
            #expect(Self.run(text, pieces: [split]) == Self.run(text))
        }
    }
}
