import Bytes
import Testing

@testable import HTTP2

@Suite struct HeadAssemblerTests {
    private static let plain = [
        (":method", "GET"), (":scheme", "https"), (":path", "/logs/_search?q=a"), (":authority", "es:9243"),
    ]

    private static func assemble(
        _ fields: [(String, String)], ends: Bool = true, trailer: Bool = false,
        settings: SessionSettings = SessionSettings()
    ) -> Result<String, HeadRefusal> {
        let text = ByteBuffer(capacity: 64)
        var assembler = HeadAssembler(settings: settings)
        assembler.begin(trailer ? .trailer : .request)
        for (name, value) in fields {
            Array(name.utf8).withUnsafeBufferPointer { name in
                Array(value.utf8).withUnsafeBufferPointer { value in
                    _ = assembler.field(name, value, into: text)
                }
            }
        }
        do throws(HeadRefusal) {
            try assembler.end(trailer ? nil : text, endsStream: ends)
            return .success(String(decoding: text.readable, as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }

    @Test func writesTheHeadOfHTTP1() {
        let text = Self.assemble(Self.plain + [("accept", "*/*"), ("x-opaque-id", "a b")])
        #expect(
            text
                == .success(
                    "GET /logs/_search?q=a HTTP/1.1\r\nhost: es:9243\r\naccept: */*\r\nx-opaque-id: a b\r\n\r\n"
                ))
    }

    @Test func pseudoFieldsComeInAnyOrder() {
        #expect(Self.assemble(Self.plain.reversed()) == Self.assemble(Self.plain))
    }

    @Test func contentOfUnknownLengthIsChunked() {
        let open = Self.assemble(Self.plain, ends: false)
        #expect(
            open
                == .success(
                    "GET /logs/_search?q=a HTTP/1.1\r\nhost: es:9243\r\ntransfer-encoding: chunked\r\n\r\n"))
        let known = Self.assemble(Self.plain + [("content-length", "3")], ends: false)
        #expect(
            known == .success("GET /logs/_search?q=a HTTP/1.1\r\nhost: es:9243\r\ncontent-length: 3\r\n\r\n"))
    }

    @Test func crumbsBecomeOneCookie() {
        let text = Self.assemble(Self.plain + [("cookie", "a=1"), ("accept", "*/*"), ("cookie", "b=2")])
        #expect(
            text
                == .success(
                    "GET /logs/_search?q=a HTTP/1.1\r\nhost: es:9243\r\naccept: */*\r\ncookie: a=1; b=2\r\n\r\n"
                ))
    }

    @Test func hostMayStandForAuthorityOrRepeatIt() {
        let without = Self.plain.filter { $0.0 != ":authority" }
        #expect(Self.assemble(without + [("host", "es:9243")]) == Self.assemble(Self.plain))
        #expect(Self.assemble(Self.plain + [("host", "ES:9243")]) == Self.assemble(Self.plain))
    }

    @Test func teTrailersIsDropped() {
        #expect(Self.assemble(Self.plain + [("te", "trailers")]) == Self.assemble(Self.plain))
    }

    /// Fields that replace one of a good request or come behind it, and the rule they break.
    static let refusals: [(String, String, HeadRefusal)] = [
        (":method", "", .malformedMethod), (":method", "GE T", .malformedMethod),
        (":method", "GET\r\n", .malformedMethod), (":method", "CONNECT", .unsupportedMethod),
        (":scheme", "http", .malformedScheme), (":scheme", "ftp", .malformedScheme),
        (":path", "", .malformedPath), (":path", "*", .malformedPath), (":path", "logs", .malformedPath),
        (":path", "https://es/logs", .malformedPath), (":path", "/a b", .malformedPath),
        (":path", "/a HTTP/1.1\r\nx: y", .malformedPath), (":path", "/a\u{0}", .malformedPath),
        (":path", "/ä", .malformedPath), (":path", "/a\t", .malformedPath),
        (":authority", "", .malformedAuthority), (":authority", "user@es", .malformedAuthority),
        (":authority", "es\r\nx: y", .malformedAuthority), (":authority", "es/x", .malformedAuthority),
        (":status", "200", .unknownPseudo), (":protocol", "websocket", .unknownPseudo),
        (":Path", "/", .repeatedPseudo), (":", "x", .unknownPseudo),
        ("", "x", .malformedName), ("X-A", "x", .malformedName), ("x a", "x", .malformedName),
        ("x:a", "x", .malformedName), ("x\r\ny", "x", .malformedName), ("x\u{0}", "x", .malformedName),
        ("xä", "x", .malformedName), ("x-a", "a\r\nb: c", .malformedValue), ("x-a", "a\nb", .malformedValue),
        ("x-a", "a\rb", .malformedValue), ("x-a", "a\u{0}b", .malformedValue),
        ("x-a", "long enough for eight octets at a time \n", .malformedValue),
        ("x-a", "a\u{7f}", .malformedValue), ("x-a", " a", .malformedValue), ("x-a", "a ", .malformedValue),
        ("x-a", "\ta", .malformedValue), ("x-a", "a\t", .malformedValue), ("x-a", " ", .malformedValue),
        ("connection", "close", .connectionSpecificField), ("keep-alive", "1", .connectionSpecificField),
        ("proxy-connection", "x", .connectionSpecificField), ("upgrade", "h2c", .connectionSpecificField),
        ("transfer-encoding", "chunked", .connectionSpecificField), ("te", "gzip", .malformedTE),
        ("te", "trailers, gzip", .malformedTE), ("host", "other", .authorityMismatch),
        ("host", "es:9243\r\n", .malformedValue),
    ]

    @Test(arguments: refusals)
    func refuses(name: String, value: String, refusal: HeadRefusal) {
        let replaced = Self.plain.map { $0.0 == name ? (name, value) : $0 }
        let isNew = replaced.allSatisfy { $0.1 != value || $0.0 != name }
        #expect(Self.assemble(isNew ? Self.plain + [(name, value)] : replaced) == .failure(refusal))
    }

    @Test(arguments: [":method", ":scheme", ":path"])
    func missingPseudoFields(name: String) {
        #expect(Self.assemble(Self.plain.filter { $0.0 != name }) == .failure(.missingPseudo))
    }

    @Test(arguments: [":method", ":scheme", ":path", ":authority"])
    func repeatedPseudoFields(name: String) {
        let again = Self.plain.filter { $0.0 == name }
        #expect(Self.assemble(Self.plain + again) == .failure(.repeatedPseudo))
    }

    @Test func pseudoFieldsBehindOthers() {
        #expect(
            Self.assemble(Self.plain.dropLast() + [("accept", "*/*")] + [(":authority", "es")])
                == .failure(.pseudoAfterField))
    }

    @Test func tabsWithinValuesPass() {
        #expect(Self.assemble(Self.plain + [("x-a", "a\tb"), ("x-b", "")]) != .failure(.malformedValue))
    }

    @Test func withoutTLSBothSchemesPass() {
        var settings = SessionSettings()
        settings.isSecure = false
        let http = Self.plain.map { $0.0 == ":scheme" ? ($0.0, "http") : $0 }
        #expect(Self.assemble(http, settings: settings) == Self.assemble(Self.plain))
        #expect(Self.assemble(Self.plain, settings: settings) == Self.assemble(Self.plain))
    }

    @Test func asteriskWithOptions() {
        let options = [(":method", "OPTIONS"), (":scheme", "https"), (":path", "*"), (":authority", "es")]
        #expect(Self.assemble(options) == .success("OPTIONS * HTTP/1.1\r\nhost: es\r\n\r\n"))
    }

    @Test func trailers() {
        #expect(Self.assemble([("x-checksum", "1")], trailer: true) == .success(""))
        #expect(Self.assemble([(":path", "/")], trailer: true) == .failure(.pseudoInTrailer))
        #expect(Self.assemble([("authorization", "x")], trailer: true) == .failure(.forbiddenTrailer))
        #expect(Self.assemble([("X-A", "x")], trailer: true) == .failure(.malformedName))
    }

    // MARK: Limits

    @Test func fieldsAreCounted() {
        var settings = SessionSettings()
        settings.fieldCountMax = 10
        let six = (0..<6).map { ("x-\($0)", "v") }
        #expect(Self.assemble(Self.plain + six, settings: settings) != .failure(.tooManyFields))
        #expect(
            Self.assemble(Self.plain + six + [("x", "v")], settings: settings) == .failure(.tooManyFields))
        let crumbs = (0..<7).map { ("cookie", "c\($0)") }
        #expect(Self.assemble(Self.plain + crumbs, settings: settings) == .failure(.tooManyFields))
    }

    @Test func octetsAreCounted() {
        var settings = SessionSettings()
        settings.headBytesMax = 1000
        #expect(
            Self.assemble(Self.plain + [("x", String(repeating: "v", count: 800))], settings: settings)
                != .failure(.tooLarge))
        #expect(
            Self.assemble(Self.plain + [("x", String(repeating: "v", count: 950))], settings: settings)
                == .failure(.tooLarge))
        let crumbs = (0..<20).map { ("cookie", String(repeating: "c", count: 40 + $0)) }
        #expect(Self.assemble(Self.plain + crumbs, settings: settings) == .failure(.tooLarge))
    }

    @Test func theFirstRefusalCounts() {
        #expect(
            Self.assemble(Self.plain + [("X", "v"), ("connection", "close")]) == .failure(.malformedName))
    }
}
