extension AmbiguousRequest {
    /// The request line (RFC 9112 §3).
    static let lines: [AmbiguousRequest] = [
        .init("plain", get(), [200], ["GET /a "]),
        .init("one empty line before", "\r\n" + get(), [200], ["GET /a "]),
        .init("two empty lines before", "\r\n\r\n" + smuggled, [400]),
        .init("LF before", "\n" + smuggled, [400]),
        .init("CR before", "\r" + smuggled, [400]),
        .init("space before", " " + smuggled, [400]),
        .init("NUL before", "\u{00}" + smuggled, [400]),
        .init("byte order mark before", "\u{feff}" + smuggled, [400]),
        .init("HTTP/0.9", "GET /a\r\n\r\n\(smuggled)", [400]),
        .init("HTTP/0.9 in one line", "GET /a\r\n", []),
        .init("lower-case method", line("get /a HTTP/1.1"), [501]),
        .init("unknown method", line("BREW /a HTTP/1.1"), [501]),
        .init("long method", line(String(repeating: "G", count: 4000) + " /a HTTP/1.1"), [501]),
        .init("TRACE", line("TRACE /a HTTP/1.1"), [501]),
        .init("CONNECT", line("CONNECT h:443 HTTP/1.1"), [501]),
        .init("PRI", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [505]),
        .init("method with a colon", line("GET: /a HTTP/1.1"), [400]),
        .init("method in two words", line("GE T /a HTTP/1.1"), [400]),
        .init("method with NUL", line("GET\u{00} /a HTTP/1.1"), [400]),
        .init("tab for a space", line("GET\t/a\tHTTP/1.1"), [400]),
        .init("form feed for a space", line("GET\u{0c}/a HTTP/1.1"), [400]),
        .init("no-break space for a space", line("GET\u{a0}/a HTTP/1.1"), [400]),
        .init("two spaces before the target", line("GET  /a HTTP/1.1"), [400]),
        .init("two spaces before the version", line("GET /a  HTTP/1.1"), [400]),
        .init("space behind the version", line("GET /a HTTP/1.1 "), [400]),
        .init("words behind the version", line("GET /a HTTP/1.1 x"), [400]),
        .init("no version", line("GET /a"), [400]),
        .init("no target", line("GET HTTP/1.1"), [400]),
        .init("lower-case version", line("GET /a http/1.1"), [400]),
        .init("HTTP/1.2", line("GET /a HTTP/1.2"), [505]),
        .init("HTTP/1.9", line("GET /a HTTP/1.9"), [505]),
        .init("HTTP/2.0", line("GET /a HTTP/2.0"), [505]),
        .init("HTTP/0.9 in words", line("GET /a HTTP/0.9"), [505]),
        .init("HTTP/9.9", line("GET /a HTTP/9.9"), [505]),
        .init("HTTP/1", line("GET /a HTTP/1"), [400]),
        .init("HTTP/1.", line("GET /a HTTP/1."), [400]),
        .init("HTTP/1.10", line("GET /a HTTP/1.10"), [400]),
        .init("HTTP/01.1", line("GET /a HTTP/01.1"), [400]),
        .init("HTTP/1,1", line("GET /a HTTP/1,1"), [400]),
        .init("HTTP/+1.1", line("GET /a HTTP/+1.1"), [400]),
        .init("HTTP 1.1", line("GET /a HTTP 1.1"), [400]),
        .init("HTTPS/1.1", line("GET /a HTTPS/1.1"), [400]),
        .init("two lines", line("GET /a HTTP/1.1\r\nGET /b HTTP/1.1"), [400]),
        .init("line too long", line("GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1"), [414]),
        .init("HTTP/1.0", "GET /a HTTP/1.0\r\n\(credential)\r\n", [200], ["GET /a "]),
        .init(
            "TLS hello", octets: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03], [400]),
        .init("SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", [400]),
        .init("a PROXY header", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n\(smuggled)", [400]),
    ]

    /// Octets that end a line for some and not for others, or that no head may hold (RFC 9112 §2.2, RFC 9110 §5.5).
    static let octets: [AmbiguousRequest] = [
        .init("LF everywhere", "GET /a HTTP/1.1\nHost: h\n\(smuggled)\n", [400]),
        .init("LF behind the line", "GET /a HTTP/1.1\nHost: h\r\n\r\n\(smuggled)", [400]),
        .init("LF behind a field", get("X: y\nZ: z\r\n"), [400]),
        .init("LF for the empty line", "GET /a HTTP/1.1\r\nHost: h\r\n\n\(smuggled)", [400]),
        .init("CR for the empty line", "GET /a HTTP/1.1\r\nHost: h\r\n\r\(smuggled)", [400]),
        .init("CR everywhere", "GET /a HTTP/1.1\rHost: h\r\r", [400]),
        .init("CR CR LF", "GET /a HTTP/1.1\r\r\nHost: h\r\n\r\n", [400]),
        .init("LF CR", "GET /a HTTP/1.1\n\rHost: h\n\r\n\r", [400]),
        .init("CR in a value", get("X: a\rb\r\n"), [400]),
        .init("CR before the colon", get("X\r: b\r\n"), [400]),
        .init("NUL in a value", get("X: a\u{00}b\r\n"), [400]),
        .init("NUL in a name", get("X\u{00}Y: b\r\n"), [400]),
        .init("NUL behind the version", line("GET /a HTTP/1.1\u{00}"), [400]),
        .init("DEL in a value", get("X: a\u{7f}\r\n"), [400]),
        .init("escape in a value", get("X: \u{1b}[2J\r\n"), [400]),
        .init("end of text in a value", get("X: a\u{03}\r\n"), [400]),
        .init("unit separator in a value", get("X: a\u{1f}\r\n"), [400]),
        .init("tab in a value", get("X: a\tb\r\n"), [200], ["GET /a "]),
        .init("octets beyond ASCII in a value", get("X: \u{e4}\u{20ac}\r\n"), [200], ["GET /a "]),
        .init(
            "no UTF-8 in a value",
            octets: Array("GET /a HTTP/1.1\r\nHost: h\r\n\(credential)X: ".utf8) + [0xff, 0xfe]
                + Array("\r\n\r\n".utf8), [200], ["GET /a "]),
        .init(
            "next line in a value",
            octets: Array("GET /a HTTP/1.1\r\nHost: h\r\n\(credential)X: a".utf8) + [0x85]
                + Array("b\r\n\r\n".utf8), [200], ["GET /a "]),
        .init(
            "line separator in a value", get("X: a\u{2028}Transfer-Encoding: chunked\r\n"), [200], ["GET /a "]
        ),
    ]

    /// Names of fields (RFC 9112 §5).
    static let names: [AmbiguousRequest] = [
        .init("no name", get(": y\r\n"), [400]), .init("no colon", get("X\r\n"), [400]),
        .init("name before a space", get("X : y\r\n"), [400]),
        .init("name in two words", get("X Y: z\r\n"), [400]),
        .init("name behind a space", get(" X: y\r\n"), [400]),
        .init("name behind a tab", get("\tX: y\r\n"), [400]),
        .init("folded value", get("X: y\r\n z\r\n"), [400]),
        .init("folded with a tab", get("X: y\r\n\tz\r\n"), [400]),
        .init("folded to nothing", get("X: y\r\n \r\n"), [400]),
        .init("first field folded", "GET /a HTTP/1.1\r\n Host: h\r\n\r\n", [400]),
        .init("name with a bracket", get("X[: y\r\n"), [400]),
        .init("name with an at sign", get("X@Y: y\r\n"), [400]),
        .init("quoted name", get("\"X\": y\r\n"), [400]),
        .init("name with a slash", get("X/Y: y\r\n"), [400]),
        .init("name beyond ASCII", get("\u{c4}: y\r\n"), [400]),
        .init("name with a comma", get("X,Y: y\r\n"), [400]),
        .init("name of odd tokens", get("!#$%&'*+-.^_`|~09aZ: y\r\n"), [200], ["GET /a "]),
        .init("no value", get("X:\r\n"), [200], ["GET /a "]),
        .init("value with a colon", get("X: y: z\r\n"), [200], ["GET /a "]),
        .init("too many fields", get((0..<140).map { "X\($0): y\r\n" }.joined()), [431]),
        .init("head too large", get("X: " + String(repeating: "y", count: 33_000) + "\r\n"), [431]),
        .init("endless name", get(String(repeating: "x", count: 33_000)), [431]),
        .init(
            "two content types",
            post("Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 2\r\n", "{}"), [400]),
        .init(
            "two credentials",
            "GET /a HTTP/1.1\r\nHost: h\r\nAuthorization: ApiKey x\r\nauthorization: ApiKey y\r\n\r\n", [400]),
    ]

    /// `Host` and the target's authority (RFC 9110 §7.2, RFC 9112 §3.2).
    static let hosts: [AmbiguousRequest] =
        [
            ("no host", ""), ("two hosts", "Host: h\r\nHost: h\r\n"),
            ("two different hosts", "Host: h\r\nHOST: x\r\n"),
            ("empty host", "Host:\r\n"), ("blank host", "Host:  \r\n"), ("list of hosts", "Host: h, x\r\n"),
            ("host with a user", "Host: u@h\r\n"), ("host with a password", "Host: u:p@h\r\n"),
            ("host with a path", "Host: h/a\r\n"), ("host with a query", "Host: h?a\r\n"),
            ("host with a fragment", "Host: h#a\r\n"), ("host in two words", "Host: h x\r\n"),
            ("host with a backslash", "Host: h\\x\r\n"), ("host with an escape", "Host: h%00\r\n"),
            ("quoted host", "Host: \"h\"\r\n"), ("host with a semicolon", "Host: h;x\r\n"),
            ("host beyond ASCII", "Host: h\u{e4}\r\n"), ("folded host", "Host:\r\n h\r\n"),
            ("host before a space", "Host : h\r\n"), ("host with two ports", "Host: h:1:2\r\n"),
            ("host with a named port", "Host: h:http\r\n"), ("host with a signed port", "Host: h:-1\r\n"),
            ("port without a host", "Host: :80\r\n"), ("colons for a host", "Host: ::\r\n"),
            ("bracket that stays open", "Host: [::1\r\n"), ("bracket that was not opened", "Host: ::1]\r\n"),
            ("empty brackets", "Host: []\r\n"), ("letters behind a bracket", "Host: [::1]h\r\n"),
            ("names in brackets", "Host: [h]\r\n"), ("brackets within", "Host: h[::1]\r\n"),
        ].map { .init($0.0, "GET /a HTTP/1.1\r\n\($0.1)\(credential)\r\n", [400]) }
        + [
            "h", "h:9243", "h:", "H.Example.ORG", "1.2.3.4:80", "[::1]", "[::1]:9243",
            "[2001:DB8::1.2.3.4]:1", "a_b-c~d",
        ].map {
            .init("host [\($0)]", "GET /a HTTP/1.1\r\nHost: \($0)\r\n\(credential)\r\n", [200], ["GET /a "])
        }
        + [
            ("absolute-form", "https://h/a"), ("absolute-form in capitals", "HTTPS://H/a"),
            ("absolute-form with http", "http://h/a"),
        ].map { .init($0.0, line("GET \($0.1) HTTP/1.1"), [200], ["GET /a "]) }
        + [
            ("another authority", "https://x/a"), ("another port", "https://h:1/a"),
            ("a user", "https://u@h/a"),
            ("a user as host", "https://h@x/a"), ("no authority", "https:///a"), ("no path", "https://h"),
            ("a query for a path", "https://h?a"), ("a fragment", "https://h/a#b"),
            ("one slash", "https:/h/a"),
            ("another scheme", "ftp://h/a"), ("no slashes", "https:h/a"), ("file", "file:///etc/passwd"),
            ("authority-form", "h:80"), ("only a scheme", "https://"), ("a backslash", "https://h\\a"),
            ("a dot segment", "https://h/../a"), ("a double slash", "https://h//a"), ("a name", "a"),
            ("a question", "?a"),
        ].map { .init("absolute-form: \($0.0)", line("GET \($0.1) HTTP/1.1"), [400]) }
        + [
            .init(
                "absolute-form in HTTP/1.0", "GET https://h/a HTTP/1.0\r\n\(credential)\r\n", [200],
                ["GET /a "]),
            .init(
                "absolute-form with a user in HTTP/1.0", "GET https://u@h/a HTTP/1.0\r\n\(credential)\r\n",
                [400]),
            .init(
                "two hosts in HTTP/1.0", "GET /a HTTP/1.0\r\nHost: h\r\nHost: x\r\n\(credential)\r\n", [400]),
            .init("asterisk for GET", line("GET * HTTP/1.1"), [400]),
            .init("asterisk and more", line("OPTIONS *a HTTP/1.1"), [400]),
            .init("asterisk behind a slash", line("GET /* HTTP/1.1"), [200], ["GET /* "]),
        ]

    /// `Connection` and what else belongs to one connection (RFC 9110 §7.6.1, §7.8, §10.1.1).
    static let connections: [AmbiguousRequest] = [
        .init(
            "Connection names a length", post("Connection: content-length\r\nContent-Length: 5\r\n", "hello"),
            [400]),
        .init("Connection names the credential", get("Connection: close, Authorization\r\n"), [400]),
        .init("Connection names the host", get("Connection: host\r\n"), [400]),
        .init("Connection names a content type", get("Connection: Content-Type\r\n"), [400]),
        .init("Connection names another user", get("Connection: es-security-runas-user\r\n"), [400]),
        .init("Connection names forwarded fields", get("Connection: close, X-Forwarded-For\r\n"), [400]),
        .init(
            "Connection names a coding",
            post(
                "Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n",
                "5\r\nhello\r\n0\r\n\r\n\(next)"), [200, 200], ["POST /a hello", "GET /next "]),
        .init(
            "Connection names an unknown field", get("Connection: x-foo\r\nX-Foo: y\r\n"), [200], ["GET /a "]),
        .init("Connection of commas", get("Connection: ,,\r\n"), [200], ["GET /a "]),
        .init(
            "Connection in two fields", get("Connection: x\r\nConnection: keep-alive\r\n") + next,
            [200, 200], ["GET /a ", "GET /next "]),
        .init("Connection closes", get("Connection: close\r\n") + smuggled, [200], ["GET /a "]),
        .init(
            "Connection closes and keeps", get("Connection: keep-alive, CLOSE\r\n") + smuggled, [200],
            ["GET /a "]),
        .init("HTTP/1.0 closes", "GET /a HTTP/1.0\r\n\(credential)\r\n\(smuggled)", [200], ["GET /a "]),
        .init(
            "HTTP/1.0 keeps", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\(credential)\r\n\(next)",
            [200, 200], ["GET /a ", "GET /next "]),
        .init(
            "upgrade to h2c",
            get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n") + next,
            [200, 200], ["GET /a ", "GET /next "]),
        .init(
            "upgrade to websocket",
            get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n") + next, [200, 200],
            ["GET /a ", "GET /next "]),
        .init(
            "upgrade without Connection", get("Upgrade: h2c\r\n") + next, [200, 200],
            ["GET /a ", "GET /next "]),
        .init(
            "method override", post("X-HTTP-Method-Override: DELETE\r\nX-Method-Override: DELETE\r\n"), [200],
            ["POST /a "]),
        .init("rewritten URL", get("X-Original-URL: /b\r\nX-Rewrite-URL: /b\r\n"), [200], ["GET /a "]),
        .init("unknown expectation", post("Expect: 200-ok\r\nContent-Length: 5\r\n", "hello"), [417]),
        .init(
            "two expectations",
            post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n", "hello"), [417]),
        .init(
            "list of expectations", post("Expect: 100-continue, x\r\nContent-Length: 5\r\n", "hello"), [417]),
        .init("empty expectation", post("Expect:\r\nContent-Length: 5\r\n", "hello"), [417]),
        .init(
            "expectation without content", get("Expect: 100-continue\r\n") + next, [200, 200],
            ["GET /a ", "GET /next "]),
    ]
}
