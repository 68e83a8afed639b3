import Bytes
import HTTP
import Testing

@testable import HTTP1

/// Parses `bytes`; gives what is forwarded, the refusal, or nil when the head is not whole.
private func outcome(
    _ bytes: [UInt8], parser: inout RequestHeadParser, head: RequestHead
) -> Result<[UInt8], RequestRefusal>? {
    do throws(RequestRefusal) {
        guard try parser.parse(bytes.span, into: head) else { return nil }
    } catch {
        return .failure(error)
    }
    let buffer = ByteBuffer(capacity: 256)
    RequestWriter.writeHead(
        head, bytes.span, policy: .elasticsearch(), framing: head.framing,
        ownFields: Array("host: up\r\n".utf8), into: buffer)
    return .success(buffer.array)
}

private func outcome(_ text: String) -> Result<[UInt8], RequestRefusal>? {
    var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
    return outcome(Array(text.utf8), parser: &parser, head: RequestHead())
}

private func forwarded(_ text: String) -> String? {
    guard case .success(let bytes)? = outcome(text) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
}

@Suite struct RequestHeadTests {
    @Test(arguments: RequestCase.all)
    func theTable(_ item: RequestCase) {
        var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        let result = outcome(item.bytes, parser: &parser, head: RequestHead())
        switch item.verdict {
        case .refused(let status):
            guard case .failure(let refusal)? = result else {
                Issue.record("not refused: \(item.name)")
                return
            }
            #expect(refusal.status == status, "\(refusal)")
            #expect(refusal.reason.utf8CodeUnitCount > 0)
        case .forwarded(let line):
            guard case .success(let bytes)? = result else {
                Issue.record("not forwarded: \(item.name) \(String(describing: result))")
                return
            }
            #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(line + "\r\n"))
        }
    }

    @Test func theTableIsLarge() { #expect(RequestCase.all.count >= 120) }

    @Test(arguments: RequestCase.all.filter { $0.bytes.count < 2000 })
    func arrivesInTwoPieces(_ item: RequestCase) {
        var whole = RequestHeadParser(limits: .default, plusIsSpace: false)
        let head = RequestHead()
        let expected = outcome(item.bytes, parser: &whole, head: head)
        for split in 0..<item.bytes.count {
            var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
            let first = outcome(Array(item.bytes[..<split]), parser: &parser, head: head)
            if let first {
                // Known early: the same refusal, and never an acceptance of a part.
                #expect(first == expected, "\(item.name) split at \(split)")
            } else {
                #expect(
                    outcome(item.bytes, parser: &parser, head: head) == expected,
                    "\(item.name) split at \(split)")
            }
        }
    }

    @Test func arrivesByteByByte() {
        let text =
            "POST /a/_search?size=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        let head = RequestHead()
        for count in 0..<bytes.count {
            #expect(outcome(Array(bytes[..<count]), parser: &parser, head: head) == nil)
        }
        guard case .success? = outcome(bytes, parser: &parser, head: head) else {
            Issue.record("not accepted")
            return
        }
        #expect(head.length == bytes.count)
        #expect(head.framing == .length(2))
    }

    @Test func badOctetsAreNoticedAtOnce() {
        for text in [
            "GET /a HTTP/1.1\r\nHost: h\n", "GET /a HTTP/1.1\r\nX: \u{00}", "\n", "GET\r ", "\u{16}\u{03}",
        ] {
            guard case .failure? = outcome(text) else {
                Issue.record("waits for more after \(text.debugDescription)")
                continue
            }
        }
    }

    @Test func onlyListedFieldsPass() {
        let text = """
            GET /a HTTP/1.1\r
            Host: h\r
            Authorization: ApiKey secret\r
            es-security-runas-user: root\r
            es-secondary-authorization: Basic x\r
            X-elastic-product-origin: kibana\r
            X-elastic-internal-origin: x\r
            X-Forwarded-For: 1.2.3.4\r
            Forwarded: for=1.2.3.4\r
            Proxy-Authorization: Basic x\r
            Cookie: a=b\r
            TE: trailers\r
            Keep-Alive: timeout=5\r
            X-Http-Method-Override: DELETE\r
            X-Whatever: 1\r
            User-Agent: test/1\r
            X-Opaque-Id: 42\r
            Accept: application/json\r
            traceparent: 00-1-2-01\r
            \r

            """
        #expect(
            forwarded(text) == """
                GET /a HTTP/1.1\r
                host: up\r
                User-Agent: test/1\r
                X-Opaque-Id: 42\r
                Accept: application/json\r
                traceparent: 00-1-2-01\r
                \r

                """)
    }

    @Test func kibanaGetsItsOwn() {
        var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        let head = RequestHead()
        let bytes = Array(
            "GET /a HTTP/1.1\r\nHost: h\r\nkbn-xsrf: 1\r\nCookie: sid=1\r\nSec-Fetch-Mode: cors\r\nX: y\r\nAuthorization: ApiKey x\r\n\r\n"
                .utf8)
        let isWhole = try? parser.parse(bytes.span, into: head)
        #expect(isWhole == true)
        let buffer = ByteBuffer(capacity: 256)
        RequestWriter.writeHead(
            head, bytes.span, policy: .kibana(extra: ["X", "Authorization"]), framing: .none, ownFields: [],
            into: buffer)
        let text = String(decoding: buffer.array, as: UTF8.self)
        #expect(
            text == "GET /a HTTP/1.1\r\nkbn-xsrf: 1\r\nCookie: sid=1\r\nSec-Fetch-Mode: cors\r\nX: y\r\n\r\n")
    }

    @Test func nominatedUnknownFieldsStayBehind() {
        var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        let head = RequestHead()
        let bytes = Array("GET /a HTTP/1.1\r\nHost: h\r\nConnection: X\r\nX: y\r\n\r\n".utf8)
        let isWhole = try? parser.parse(bytes.span, into: head)
        #expect(isWhole == true)
        let buffer = ByteBuffer(capacity: 256)
        RequestWriter.writeHead(
            head, bytes.span, policy: .elasticsearch(extra: ["X"]), framing: .none, ownFields: [],
            into: buffer)
        #expect(String(decoding: buffer.array, as: UTF8.self) == "GET /a HTTP/1.1\r\n\r\n")
    }

    @Test(arguments: [
        "authorization", "Host", "X-Forwarded-For", "x-forwarded-anything", "connection", "content-length",
        "es-security-runas-user", "X-elastic-product-origin", "",
    ])
    func someFieldsCanNeverBeListed(_ name: String) { #expect(!FieldPolicy.mayPass(name)) }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: Close, x\r\n", false),
        ("HTTP/1.0", "", false), ("HTTP/1.0", "Connection: keep-alive\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
    ])
    func persistence(_ version: String, _ field: String, _ expected: Bool) throws {
        var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        let head = RequestHead()
        let bytes = Array("GET / \(version)\r\nHost: h\r\n\(field)\r\n".utf8)
        let isWhole = try parser.parse(bytes.span, into: head)
        #expect(isWhole)
        #expect(head.keepAlive == expected)
    }

    @Test func expectationNeedsContent() throws {
        for (field, expected) in [
            ("Content-Length: 1\r\n", true), ("Content-Length: 0\r\n", false), ("", false),
        ] {
            var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
            let head = RequestHead()
            let bytes = Array("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\n\(field)\r\n".utf8)
            let isWhole = try parser.parse(bytes.span, into: head)
            #expect(isWhole)
            #expect(head.expectsContinue == expected)
        }
    }

    /// Whatever is accepted is written in a form that is accepted again and means the same.
    @Test func writtenHeadsMeanTheSame() {
        var seed = UInt64.random(in: 0...UInt64.max)
        let first = seed
        func pick<Value>(_ values: [Value]) -> Value {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return values[Int(seed >> 33) % values.count]
        }
        for _ in 0..<3000 {
            let segments = (0..<pick([0, 1, 2, 3])).map { _ in
                pick(["a", "%41", "x%2Fy", "é".addingEscapes, "_search", "*", "a,b", "%25", "a+b"])
            }
            let query = (0..<pick([0, 1, 2])).map { _ in
                pick(["q", "q=", "q=a+b", "q=%26", "q=a=b", "x=%7B%7D"])
            }
            let target =
                "/" + segments.joined(separator: "/")
                + (query.isEmpty ? "" : "?" + query.joined(separator: pick(["&", ";"])))
            let fields = pick([
                "", "Accept: a/b\r\n", "X-Opaque-Id:  spaced \r\n", "Content-Length: 12\r\n",
                "Transfer-Encoding: chunked\r\n",
            ])
            guard
                let once = forwarded(
                    "\(pick(["GET", "POST", "DELETE"])) \(target) HTTP/1.1\r\nHost: h\r\n\(fields)\r\n")
            else {
                Issue.record("refused \(target) with seed \(first)")
                continue
            }
            #expect(forwarded(once) == once, "seed \(first)")
        }
    }
}

extension String {
    fileprivate var addingEscapes: String {
        self.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    }
}
