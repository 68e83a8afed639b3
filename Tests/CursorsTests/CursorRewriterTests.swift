import Bytes
import Testing

@testable import Cursors

@Suite struct CursorRewriterTests {
    static func run(_ text: String, pieces: [Int], level: Int = 1) throws -> String {
        var rewriter = CursorRewriter(names: ["_scroll_id", "pit_id"], level: level)
        let buffer = ByteBuffer(capacity: 64)
        let bytes = Array(text.utf8)
        var start = 0
        for end in pieces + [bytes.count] {
            try bytes[start..<end].withUnsafeBufferPointer {
                try rewriter.receive($0, into: buffer) { Array("<".utf8) + $0 + Array(">".utf8) }
            }
            start = end
        }
        return String(decoding: buffer.readable, as: UTF8.self)
    }

    /// Members of the objects in a list.
    @Test(arguments: [
        (
            #"{"took":1,"pit_id":"no","responses":[{"pit_id":"a","hits":{"pit_id":"no"}},{"took":1,"pit_id":"b"}]}"#,
            #"{"took":1,"pit_id":"no","responses":[{"pit_id":"<a>","hits":{"pit_id":"no"}},{"took":1,"pit_id":"<b>"}]}"#
        ),
        (
            #"{"responses":[{"error":{"pit_id":"no"},"status":404},[{"pit_id":"no"}]]}"#,
            #"{"responses":[{"error":{"pit_id":"no"},"status":404},[{"pit_id":"no"}]]}"#
        ),
    ])
    func membersOfAList(_ text: String, _ expected: String) throws {
        for split in 0...text.utf8.count {
            #expect(try Self.run(text, pieces: [split], level: 3) == expected)
        }
    }

    @Test(arguments: [
        (#"{"_scroll_id":"abc==","took":1}"#, #"{"_scroll_id":"<abc==>","took":1}"#),
        (#"{ "took" : 1 , "pit_id" : "x" }"#, #"{ "took" : 1 , "pit_id" : "<x>" }"#),
        (
            #"{"hits":{"_scroll_id":"no"},"_scroll_id":"yes"}"#,
            #"{"hits":{"_scroll_id":"no"},"_scroll_id":"<yes>"}"#
        ),
        (#"{"a":"_scroll_id","b":"no"}"#, #"{"a":"_scroll_id","b":"no"}"#),
        (#"{"a":["_scroll_id","no"],"pit_id":["no"]}"#, #"{"a":["_scroll_id","no"],"pit_id":["no"]}"#),
        (#"{"a\"":"\\","_scroll_id":"","z":"}"}"#, #"{"a\"":"\\","_scroll_id":"<>","z":"}"}"#),
        (#"{"_scroll_id":null,"b":"no"}"#, #"{"_scroll_id":null,"b":"no"}"#),
        (#"{"_scroll_id":{"pit_id":"no"},"b":"no"}"#, #"{"_scroll_id":{"pit_id":"no"},"b":"no"}"#),
        (#"{"_scroll_id":"a\u0062"}"#, #"{"_scroll_id":"a\u0062"}"#),
        (#"["_scroll_id","no"]"#, #"["_scroll_id","no"]"#),
        (#"{"x":1}{"pit_id":"no closing"#, #"{"x":1}{"pit_id":""#),
    ])
    func members(_ text: String, _ expected: String) throws {
        #expect(try Self.run(text, pieces: []) == expected)
        for split in 0...text.utf8.count { #expect(try Self.run(text, pieces: [split]) == expected) }
        #expect(try Self.run(text, pieces: Array(1..<max(1, text.utf8.count))) == expected)
    }

    @Test func anEndlessIDIsRefused() throws {
        let text = #"{"_scroll_id":""# + String(repeating: "a", count: CursorRewriter.idLengthMax + 1)
        #expect(throws: CursorRewriter.Fault.tooLong) { try Self.run(text, pieces: []) }
    }

    @Test func anyOctetsPass() throws {
        var generator = SystemRandomNumberGenerator()
        let letters = Array(#"{}[]":,\ab_scroll_id0"#.unicodeScalars)
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                if let letter = letters.randomElement(using: &generator) {
                    text.unicodeScalars.append(letter)
                }
            }
            let whole = try Self.run(text, pieces: [])
            let split = Int.random(in: 0...text.utf8.count, using: &generator)
            #expect(try Self.run(text, pieces: [split]) == whole)
        }
    }
}
