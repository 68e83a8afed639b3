import Bytes
import Testing

@testable import HTTP

/// Parses `text` and returns its canonical form, or the rule that it broke.
private func canonical(_ text: String, plusIsSpace: Bool = false) -> Result<String, TargetError> {
    let target = RequestTarget()
    let bytes = Array(text.utf8)
    do throws(TargetError) {
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: plusIsSpace, limits: .default)
    } catch {
        return .failure(error)
    }
    let buffer = ByteBuffer(capacity: 64)
    target.write(into: buffer)
    return .success(String(decoding: buffer.array, as: UTF8.self))
}

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/", "/"), ("/a", "/a"), ("/a/", "/a"), ("/a/b", "/a/b"), ("/%61", "/a"), ("/a%2Fb", "/a%2Fb"),
        ("/a%2fb/c", "/a%2Fb/c"), ("/a%2Cb", "/a,b"), ("/logs-*,-x/_search", "/logs-*,-x/_search"),
        ("/%3Clogs-%7Bnow%2Fd%7D%3E/_search", "/%3Clogs-%7Bnow%2Fd%7D%3E/_search"), ("/a%252Cb", "/a%252Cb"),
        ("/a+b", "/a%2Bb"), ("/a%20b", "/a%20b"), ("/%C3%A4", "/%C3%A4"), ("/a;b", "/a%3Bb"),
        ("/a&b", "/a%26b"),
        ("/?a=b", "/?a=b"), ("/a/?x", "/a?x"), ("/a?x=", "/a?x="), ("/a?x=1&y=2", "/a?x=1&y=2"),
        ("/a?x=1;y=2", "/a?x=1&y=2"), ("/a?&&x&", "/a?x"), ("/a?x=a+b", "/a?x=a%20b"),
        ("/a?x=a%2Bb", "/a?x=a%2Bb"),
        ("/a?x=b=c", "/a?x=b%3Dc"), ("/a?x=%26%3B", "/a?x=%26%3B"), ("/a?x=y?z", "/a?x=y%3Fz"),
        ("/a?source=%7B%0A%7D", "/a?source=%7B%0A%7D"), ("/...", "/..."), ("/.kibana", "/.kibana"),
        ("/a/_doc/..x", "/a/_doc/..x"), ("/a?x=%C3%A4", "/a?x=%C3%A4"), ("/a:b", "/a:b"), ("/a@b", "/a@b"),
        ("/a\"b", "/a%22b"), ("/a?x={}", "/a?x=%7B%7D"),
    ])
    func isWrittenAnew(_ text: String, _ expected: String) {
        #expect(canonical(text) == .success(expected))
        // What was written means the same when read again.
        #expect(canonical(expected) == .success(expected))
    }

    @Test(arguments: [
        ("", TargetError.notAPath), ("a", .notAPath), ("//", .emptySegment), ("//_search", .emptySegment),
        ("/a//b", .emptySegment), ("///", .emptySegment), ("/a//", .emptySegment), ("/.", .dotSegment),
        ("/..", .dotSegment), ("/a/../b", .dotSegment), ("/a/./b", .dotSegment), ("/%2e%2E/b", .dotSegment),
        ("/a/%2e", .dotSegment), ("/%", .badEscape), ("/%4", .badEscape), ("/%4g", .badEscape),
        ("/%%41", .badEscape),
        ("/a?x=%", .badEscape), ("/a?x=%1", .badEscape), ("/%00", .controlCharacter),
        ("/%0a", .controlCharacter),
        ("/%0D%0Ax", .controlCharacter), ("/%7f", .controlCharacter), ("/a?x=%00", .controlCharacter),
        ("/%ff", .badEncoding), ("/%c0%af", .badEncoding), ("/%ed%a0%80", .badEncoding),
        ("/%f8%88%80%80", .badEncoding),
        ("/%c3", .badEncoding), ("/a?x=%ff", .badEncoding), ("/a#b", .fragment), ("/a?x#y", .fragment),
        ("/a\\b", .backslash), ("/a?=b", .emptyName),
    ])
    func isRefused(_ text: String, _ rule: TargetError) {
        #expect(canonical(text) == .failure(rule))
    }

    /// What stands for itself in what is forwarded, octet by octet.
    @Test func eachOctetIsWrittenAsItMayBe() {
        let everywhere = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*,:@"
        for octet in UInt8(0x21)..<0x7f {
            let text = String(UnicodeScalar(octet))
            let digits = (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
            let inPath = (everywhere + "=").contains(text) ? text : "%\(digits)"
            let inQuery = (everywhere + "/").contains(text) ? text : "%\(digits)"
            #expect(
                canonical("/x%\(digits)x?x%\(digits)x=%\(digits)")
                    == .success("/x\(inPath)x?x\(inQuery)x=\(inQuery)"))
        }
    }

    @Test func plusMeansWhatTheUpstreamTakesItFor() {
        #expect(canonical("/a+b", plusIsSpace: true) == .success("/a%20b"))
        #expect(canonical("/a%2Bb", plusIsSpace: true) == .success("/a%2Bb"))
    }

    @Test func countsAreBounded() {
        #expect(canonical(String(repeating: "/a", count: 33)) == .failure(.tooManySegments))
        let query = (0..<129).map { "a\($0)=1" }.joined(separator: "&")
        #expect(canonical("/?" + query) == .failure(.tooManyParameters))
    }

    @Test func partsAreFound() throws {
        let target = RequestTarget()
        let bytes = Array("/logs%2D1/_search?size=1&q=a&size=2&v".utf8)
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: false, limits: .default)
        #expect(target.segmentCount == 2)
        #expect(target.segmentText(0) == "logs-1")
        #expect(target.segment(1, equals: "_search"))
        #expect(!target.segment(2, equals: "_search"))
        let size = try #require(target.parameter("size"))
        #expect(target.text(size.value) == "2")
        #expect(target.parameter("v")?.hasValue == false)
        #expect(target.parameter("x") == nil)
    }
}

@Suite struct FieldNameTests {
    @Test func everyNameIsFoundInAnyCase() {
        for name in FieldName.allCases where name != .other {
            for text in ["\(name.text)", "\(name.text)".uppercased()] {
                let bytes = Array(text.utf8)
                #expect(FieldNameTable.shared.find(bytes.span, start: 0, count: bytes.count) == name)
            }
        }
    }

    @Test(arguments: [
        "", "x", "hos", "hostt", "content_length", "authorizatiom", String(repeating: "a", count: 300),
    ])
    func othersAreNot(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(FieldNameTable.shared.find(bytes.span, start: 0, count: bytes.count) == .other)
    }

    @Test func namesFitIntoASet() { #expect(FieldName.allCases.allSatisfy { $0.rawValue < 64 }) }

    @Test func utf8AgreesWithTheStandardLibrary() {
        var seed: UInt64 = 7
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(seed >> 61) + 1 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let interesting: [UInt8] = [
                    0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xa0, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xff, 0xc1,
                ]
                bytes.append(interesting[Int(seed >> 40) % interesting.count])
            }
            #expect(
                UTF8Check.isValid(bytes, 0..<bytes.count)
                    == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }
}

@Suite struct RequestTargetRewritingTests {
    @Test func partsAreReplaced() throws {
        let target = RequestTarget()
        let bytes = Array("/*/_search?scroll=1m&x".utf8)
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: false, limits: .default)
        target.replaceSegment(0, with: Array("logs-a,b/c".utf8))
        target.replaceParameter(0, value: Array("2 m&".utf8))
        target.replaceParameter(1, value: [])
        target.appendParameter(Array("index".utf8), value: Array("a,b".utf8))
        target.insertSegment(Array("x".utf8), at: 2)
        // What is not there stays so.
        target.replaceSegment(9, with: [])
        target.insertSegment([], at: 9)
        target.replaceParameter(9, value: [])
        let buffer = ByteBuffer(capacity: 64)
        target.write(into: buffer)
        #expect(
            String(decoding: buffer.array, as: UTF8.self)
                == "/logs-a,b%2Fc/_search/x?scroll=2%20m%26&x=&index=a,b")
    }
}
