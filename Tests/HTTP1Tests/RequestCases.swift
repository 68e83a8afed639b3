import Testing

/// A request as a client may send it and what may become of it: one well-formed request upstream, or nothing.
struct RequestCase: Sendable, CustomTestStringConvertible {
    enum Verdict: Equatable, Sendable {
        /// Refused with that status; nothing reaches the upstream.
        case refused(Int)
        /// Forwarded with that request line.
        case forwarded(String)
    }

    let name: String
    let bytes: [UInt8]
    let verdict: Verdict
    var testDescription: String { self.name }

    init(_ name: String, _ text: String, _ verdict: Verdict) {
        self.name = name
        self.bytes = Array(text.utf8)
        self.verdict = verdict
    }

    init(_ name: String, bytes: [UInt8], _ verdict: Verdict) {
        self.name = name
        self.bytes = bytes
        self.verdict = verdict
    }

    private static func get(_ fields: String) -> String { "GET /a HTTP/1.1\r\nHost: h\r\n\(fields)\r\n" }
    private static func post(_ fields: String) -> String { "POST /a HTTP/1.1\r\nHost: h\r\n\(fields)\r\n" }
    private static func line(_ line: String) -> String { "\(line)\r\nHost: h\r\n\r\n" }

    static let all: [RequestCase] = lines + hosts + fields + framing + octets

    static let lines: [RequestCase] = [
        .init("plain", get(""), .forwarded("GET /a HTTP/1.1")),
        .init("one empty line before", "\r\n" + get(""), .forwarded("GET /a HTTP/1.1")),
        .init("two empty lines before", "\r\n\r\n" + get(""), .refused(400)),
        .init("space before the method", " " + get(""), .refused(400)),
        .init("lower-case method", line("get /a HTTP/1.1"), .refused(501)),
        .init("unknown method", line("BREW /a HTTP/1.1"), .refused(501)),
        .init("long method", line(String(repeating: "A", count: 40) + " /a HTTP/1.1"), .refused(501)),
        .init("TRACE", line("TRACE /a HTTP/1.1"), .refused(501)),
        .init("CONNECT", line("CONNECT h:443 HTTP/1.1"), .refused(501)),
        .init("method with a colon", line("GE:T /a HTTP/1.1"), .refused(400)),
        .init("no target", line("GET  HTTP/1.1"), .refused(400)),
        .init("no version", line("GET /a"), .refused(400)),
        .init("HTTP/0.9", "GET /a\r\n\r\n", .refused(400)),
        .init("two spaces before the target", line("GET  /a HTTP/1.1"), .refused(400)),
        .init("two spaces before the version", line("GET /a  HTTP/1.1"), .refused(400)),
        .init("tab in the line", line("GET\t/a HTTP/1.1"), .refused(400)),
        .init("space in the target", line("GET /a b HTTP/1.1"), .refused(400)),
        .init("space behind the version", line("GET /a HTTP/1.1 "), .refused(400)),
        .init("lower-case version", line("GET /a http/1.1"), .refused(400)),
        .init("HTTP/1.2", line("GET /a HTTP/1.2"), .refused(505)),
        .init("HTTP/2.0", line("GET /a HTTP/2.0"), .refused(505)),
        .init("HTTP/3.1", line("GET /a HTTP/3.1"), .refused(505)),
        .init("HTTP/1.10", line("GET /a HTTP/1.10"), .refused(400)),
        .init("HTTP/11", line("GET /a HTTP/11"), .refused(400)),
        .init("HTTP/1.", line("GET /a HTTP/1."), .refused(400)),
        .init("HTTP/+1.1", line("GET /a HTTP/+1.1"), .refused(400)),
        .init("two request lines", line("GET /a HTTP/1.1\r\nGET /b HTTP/1.1"), .refused(400)),
        .init("fragment", line("GET /a#b HTTP/1.1"), .refused(400)),
        .init("double slash", line("GET //a HTTP/1.1"), .refused(400)),
        .init("dot segments", line("GET /a/../b HTTP/1.1"), .refused(400)),
        .init("escaped dot segments", line("GET /a/%2e%2e/b HTTP/1.1"), .refused(400)),
        .init("backslash", line("GET /a\\b HTTP/1.1"), .refused(400)),
        .init("escaped NUL", line("GET /a%00b HTTP/1.1"), .refused(400)),
        .init("escaped CRLF", line("GET /a%0d%0aX:%20y HTTP/1.1"), .refused(400)),
        .init("bad escape", line("GET /a%zz HTTP/1.1"), .refused(400)),
        .init("overlong UTF-8", line("GET /%c0%ae%c0%ae/b HTTP/1.1"), .refused(400)),
        .init(
            "escaped slash stays one segment", line("GET /a%2fb HTTP/1.1"), .forwarded("GET /a%2Fb HTTP/1.1")),
        .init("twice escaped", line("GET /a%252fb HTTP/1.1"), .forwarded("GET /a%252fb HTTP/1.1")),
        .init("semicolon parameters", line("GET /a?x=1;y=2 HTTP/1.1"), .forwarded("GET /a?x=1&y=2 HTTP/1.1")),
        .init("asterisk for GET", line("GET * HTTP/1.1"), .refused(400)),
        .init("asterisk for OPTIONS", line("OPTIONS * HTTP/1.1"), .forwarded("OPTIONS * HTTP/1.1")),
        .init("authority-form", line("GET h:80 HTTP/1.1"), .refused(400)),
        .init("other scheme", line("GET ftp://h/a HTTP/1.1"), .refused(400)),
        .init("absolute-form that agrees", line("GET https://h/a HTTP/1.1"), .forwarded("GET /a HTTP/1.1")),
        .init("absolute-form in other case", line("GET HTTPS://H/a HTTP/1.1"), .forwarded("GET /a HTTP/1.1")),
        .init("absolute-form that disagrees", line("GET https://x/a HTTP/1.1"), .refused(400)),
        .init("absolute-form with a user", line("GET https://u@h/a HTTP/1.1"), .refused(400)),
        .init("absolute-form without a path", line("GET https://h HTTP/1.1"), .refused(400)),
        .init("absolute-form, query for a path", line("GET https://h?x HTTP/1.1"), .refused(400)),
        .init(
            "request line too long", line("GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1"),
            .refused(414)),
    ]

    static let hosts: [RequestCase] = [
        .init("no Host", "GET /a HTTP/1.1\r\n\r\n", .refused(400)),
        .init("no Host in HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n", .forwarded("GET /a HTTP/1.1")),
        .init("two Hosts", get("Host: h\r\n"), .refused(400)),
        .init("two Hosts, other case", get("hOsT: x\r\n"), .refused(400)),
        .init("empty Host", "GET /a HTTP/1.1\r\nHost:\r\n\r\n", .refused(400)),
        .init("Host with a path", "GET /a HTTP/1.1\r\nHost: h/x\r\n\r\n", .refused(400)),
        .init("Host with a user", "GET /a HTTP/1.1\r\nHost: u@h\r\n\r\n", .refused(400)),
        .init("Host with a space", "GET /a HTTP/1.1\r\nHost: h x\r\n\r\n", .refused(400)),
        .init("Host list", "GET /a HTTP/1.1\r\nHost: h, x\r\n\r\n", .refused(400)),
        .init("IPv6 Host", "GET /a HTTP/1.1\r\nHost: [::1]:9243\r\n\r\n", .forwarded("GET /a HTTP/1.1")),
    ]

    static let fields: [RequestCase] = [
        .init("space before the colon", get("X : y\r\n"), .refused(400)),
        .init("tab before the colon", get("X\t: y\r\n"), .refused(400)),
        .init("no colon", get("X\r\n"), .refused(400)),
        .init("empty name", get(": y\r\n"), .refused(400)),
        .init("folded line", get("X: y\r\n z\r\n"), .refused(400)),
        .init("folded with a tab", get("X: y\r\n\tz\r\n"), .refused(400)),
        .init("space before the first field", "GET /a HTTP/1.1\r\n Host: h\r\n\r\n", .refused(400)),
        .init("name with a space", get("X Y: z\r\n"), .refused(400)),
        .init("name with a bracket", get("X[: z\r\n"), .refused(400)),
        .init("name beyond ASCII", get("Ä: z\r\n"), .refused(400)),
        .init("empty value", get("X:\r\n"), .forwarded("GET /a HTTP/1.1")),
        .init("value beyond ASCII", get("X: ä\r\n"), .forwarded("GET /a HTTP/1.1")),
        .init(
            "two Authorizations", get("Authorization: ApiKey a\r\nAuthorization: ApiKey b\r\n"), .refused(400)
        ),
        .init(
            "two Content-Types", post("Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n"),
            .refused(400)),
        .init("too many fields", get((0..<200).map { "X\($0): y\r\n" }.joined()), .refused(431)),
        .init("head too large", get("X: " + String(repeating: "y", count: 40_000) + "\r\n"), .refused(431)),
        .init("Connection names Content-Type", get("Connection: content-type\r\n"), .refused(400)),
        .init("Connection names Host", get("Connection: close, host\r\n"), .refused(400)),
        .init("Connection names Authorization", get("Connection: Authorization\r\n"), .refused(400)),
        .init(
            "Connection names an unknown field", get("Connection: x-foo\r\nX-Foo: a\r\n"),
            .forwarded("GET /a HTTP/1.1")),
        .init(
            "Upgrade is dropped", get("Connection: upgrade\r\nUpgrade: websocket\r\n"),
            .forwarded("GET /a HTTP/1.1")),
        .init("Expect something else", post("Expect: x\r\nContent-Length: 0\r\n"), .refused(417)),
        .init(
            "two Expects", post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 1\r\n"),
            .refused(417)),
    ]

    static let framing: [RequestCase] = [
        .init(
            "length and chunked", post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), .refused(400)),
        .init(
            "chunked and length", post("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"), .refused(400)),
        .init("two equal lengths", post("Content-Length: 1\r\nContent-Length: 1\r\n"), .refused(400)),
        .init("two different lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n"), .refused(400)),
        .init("length list", post("Content-Length: 1, 1\r\n"), .refused(400)),
        .init("signed length", post("Content-Length: +1\r\n"), .refused(400)),
        .init("negative length", post("Content-Length: -1\r\n"), .refused(400)),
        .init("hexadecimal length", post("Content-Length: 0x1\r\n"), .refused(400)),
        .init("length with an underscore", post("Content-Length: 1_0\r\n"), .refused(400)),
        .init("length with a space inside", post("Content-Length: 1 0\r\n"), .refused(400)),
        .init("empty length", post("Content-Length:\r\n"), .refused(400)),
        .init("length with a fraction", post("Content-Length: 1.0\r\n"), .refused(400)),
        .init("huge length", post("Content-Length: 99999999999999999999\r\n"), .refused(400)),
        .init("length beyond 2^62", post("Content-Length: 4611686018427387905\r\n"), .refused(400)),
        .init("length in other digits", post("Content-Length: \u{0661}\r\n"), .refused(400)),
        .init("chunked", post("Transfer-Encoding: chunked\r\n"), .forwarded("POST /a HTTP/1.1")),
        .init(
            "chunked in other case", post("Transfer-Encoding: CHUNKED\r\n"), .forwarded("POST /a HTTP/1.1")),
        .init("two codings", post("Transfer-Encoding: gzip, chunked\r\n"), .refused(400)),
        .init("chunked twice", post("Transfer-Encoding: chunked, chunked\r\n"), .refused(400)),
        .init(
            "two Transfer-Encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
            .refused(400)),
        .init(
            "identity and chunked", post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"),
            .refused(400)),
        .init("unknown coding", post("Transfer-Encoding: gzip\r\n"), .refused(501)),
        .init("identity", post("Transfer-Encoding: identity\r\n"), .refused(501)),
        .init("almost chunked", post("Transfer-Encoding: xchunked\r\n"), .refused(501)),
        .init("chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n"), .refused(400)),
        .init("quoted chunked", post("Transfer-Encoding: \"chunked\"\r\n"), .refused(400)),
        .init("empty Transfer-Encoding", post("Transfer-Encoding:\r\n"), .refused(400)),
        .init("chunked with a leading comma", post("Transfer-Encoding: ,chunked\r\n"), .refused(400)),
        .init("vertical tab before chunked", post("Transfer-Encoding: \u{0b}chunked\r\n"), .refused(400)),
        .init(
            "Transfer-Encoding in HTTP/1.0",
            "POST /a HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", .refused(400)),
        .init(
            "Transfer_Encoding is another name", post("Transfer_Encoding: chunked\r\nContent-Length: 0\r\n"),
            .forwarded("POST /a HTTP/1.1")),
        .init("GET with a length", get("Content-Length: 3\r\n"), .forwarded("GET /a HTTP/1.1")),
    ]

    static let octets: [RequestCase] = [
        .init("LF for CRLF", "GET /a HTTP/1.1\nHost: h\n\n", .refused(400)),
        .init("LF behind a field", "GET /a HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", .refused(400)),
        .init("CR alone", "GET /a HTTP/1.1\r\nHost: h\rX: y\r\n\r\n", .refused(400)),
        .init("CR CR LF", "GET /a HTTP/1.1\r\r\nHost: h\r\n\r\n", .refused(400)),
        .init("CR before the colon", "GET /a HTTP/1.1\r\nHost\r: h\r\n\r\n", .refused(400)),
        .init("NUL in a value", get("X: a\u{00}b\r\n"), .refused(400)),
        .init("NUL in a name", get("X\u{00}: b\r\n"), .refused(400)),
        .init("NUL in the line", line("GET /a\u{00} HTTP/1.1"), .refused(400)),
        .init("DEL in a value", get("X: a\u{7f}b\r\n"), .refused(400)),
        .init("escape in a value", get("X: a\u{1b}[0m\r\n"), .refused(400)),
        .init("backspace in a name", get("X\u{08}: b\r\n"), .refused(400)),
        .init("form feed in the line", line("GET\u{0c}/a HTTP/1.1"), .refused(400)),
        .init("octets beyond ASCII in the target", line("GET /ä HTTP/1.1"), .refused(400)),
        .init(
            "TLS on the clear-text port", bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00], .refused(400)),
        .init("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .refused(505)),
    ]
}
