extension AmbiguousRequest {
    private static func accepted(_ target: String, _ written: String) -> AmbiguousRequest {
        .init("target [\(target)]", line("GET \(target) HTTP/1.1"), [200], ["GET \(written) "])
    }
    private static func refused(_ target: String, _ status: Int = 400) -> AmbiguousRequest {
        .init("target [\(target.prefix(60))]", line("GET \(target) HTTP/1.1"), [status])
    }

    /// Paths (RFC 3986 §3.3), decoded exactly once and written anew.
    static let targets: [AmbiguousRequest] =
        [
            "//a", "/a//b", "/a//", "//", "///", "/./a", "/a/./b", "/a/.", "/../a", "/a/../b", "/a/..",
            "/%2e/a",
            "/%2E%2e/a", "/.%2e/a", "/a/%2e%2e/%2e%2e/b", "/a%00b", "/%00", "/a%0ab", "/a%0d%0aX:%20y",
            "/a%1f",
            "/a%7fb", "/%c0%ae%c0%ae/a", "/%c0%af", "/%e0%80%af", "/%f0%80%80%af", "/%ed%a0%80",
            "/%f4%90%80%80",
            "/%ff", "/%fe%ff", "/%c3", "/%80", "/%", "/%a", "/%zz", "/%2", "/%u0041", "/%-1", "/% 41", "/a#b",
            "/#",
            "/a\\b", "/\\..\\a", "/a%5c%00", "/" + String(repeating: "a/", count: 40) + "b", "/\u{e4}",
            "/a\u{2215}b",
        ].map { refused($0) }
        + [
            ("/", "/"), ("/a/", "/a"), ("/a/b/", "/a/b"), ("/%61", "/a"), ("/%41", "/A"),
            ("/a%2fb", "/a%2Fb"),
            ("/a%2Fb%2F..%2Fc", "/a%2Fb%2F..%2Fc"), ("/..a", "/..a"), ("/a..", "/a.."), ("/...", "/..."),
            ("/%252e%252e/a", "/%252e%252e/a"), ("/a%25", "/a%25"), ("/a%255c", "/a%255c"),
            ("/a%5cb", "/a%5Cb"),
            ("/a;b=c", "/a%3Bb=c"), ("/a;/b", "/a%3B/b"),
            ("/a%3Bb", "/a%3Bb"),
            ("/a%3Fb", "/a%3Fb"), ("/a%23b", "/a%23b"), ("/a%26b", "/a%26b"), ("/a%20b", "/a%20b"),
            ("/a+b", "/a%2Bb"),
            ("/a%2bb", "/a%2Bb"), ("/a,b,*", "/a,b,*"), ("/a%2Cb", "/a,b"), ("/-a*", "/-a*"),
            ("/%3Ca-%7Bnow%2Fd%7D%3E", "/%3Ca-%7Bnow%2Fd%7D%3E"), ("/<a-{now}>", "/%3Ca-%7Bnow%7D%3E"),
            ("/%C3%A4", "/%C3%A4"), ("/%e2%80%8b", "/%E2%80%8B"), ("/a:b", "/a:b"), ("/a@b", "/a@b"),
            ("/a|b", "/a%7Cb"),
            ("/a\"b", "/a%22b"), ("/a^b`", "/a%5Eb%60"), ("/_search", "/_search"), ("/%5fsearch", "/_search"),
            ("/a/_doc/%2e%2e%2fb", "/a/_doc/..%2Fb"),
        ].map { accepted($0.0, $0.1) }

    /// Queries, taken apart as Elasticsearch does: `&` and `;` part, `+` is a space, the last of a name counts.
    static let queries: [AmbiguousRequest] =
        [
            "/a?=b", "/a?x=1&=2", "/a?x=%", "/a?x=%1", "/a?x=%zz", "/a?x=%00", "/a?%00=1", "/a?x=%ff",
            "/a?x=%c0%af",
            "/a?x#y", "/a?#", "/a?x=\u{e4}", "/a?" + (0..<200).map { "a\($0)" }.joined(separator: "&"),
        ].map { refused($0) }
        + [
            ("/?", "/"), ("/a?", "/a"), ("/a?&", "/a"), ("/a?;;&", "/a"), ("/a?x", "/a?x"),
            ("/a?x=", "/a?x="),
            ("/a?x=1&x=2", "/a?x=1&x=2"), ("/a?x=1;y=2", "/a?x=1&y=2"), ("/a?x=1&amp;y=2", "/a?x=1&amp&y=2"),
            ("/a?x=1?y=2", "/a?x=1%3Fy%3D2"), ("/a??x", "/a?%3Fx"), ("/a?x=a=b", "/a?x=a%3Db"),
            ("/a?x=%26y=1", "/a?x=%26y%3D1"),
            ("/a?x=%3By", "/a?x=%3By"), ("/a?x%3D1=2", "/a?x%3D1=2"), ("/a?x=a+b", "/a?x=a%20b"),
            ("/a?x=a%2Bb", "/a?x=a%2Bb"),
            ("/a?x=%0d%0ay", "/a?x=%0D%0Ay"), ("/a?x=../..", "/a?x=../.."), ("/a?x=\\y", "/a?x=%5Cy"),
            ("/a?x=%23", "/a?x=%23"),
            (
                "/a?source=%7B%7D&source_content_type=application%2Fjson",
                "/a?source=%7B%7D&source_content_type=application/json"
            ),
            ("/a?x=%2561", "/a?x=%2561"), ("/a?x=[1]", "/a?x=%5B1%5D"), ("/a/?x=1", "/a?x=1"),
        ].map { accepted($0.0, $0.1) }

    /// Several requests on one connection.
    static let sequences: [AmbiguousRequest] = [
        .init("good, then bad", get() + "GET /b HTTP/1.1\nHost: h\n\n\(smuggled)", [200, 400], ["GET /a "]),
        .init("good, then garbage", get() + "\u{00}\u{01}\u{02}", [200, 400], ["GET /a "]),
        .init("good, then an empty line", get() + "\r\n" + next, [200, 200], ["GET /a ", "GET /next "]),
        .init("good, then half a request", get() + "GET /b HT", [200], ["GET /a "]),
        .init("bad, then good", get("Host: x\r\n") + smuggled, [400]),
        .init(
            "a request as content", post("Content-Length: \(request.utf8.count)\r\n", request), [200],
            ["POST /a \(request)"]),
        .init(
            "a request as a chunk",
            chunked("\(String(request.utf8.count, radix: 16))\r\n\(request)\r\n0\r\n\r\n"), [200],
            ["POST /a \(request)"]),
        .init(
            "five in a row", String(repeating: next, count: 5), [200, 200, 200, 200, 200],
            Array(repeating: "GET /next ", count: 5)),
        .init("bad chunks, then good", chunked("zz\r\n\r\n0\r\n\r\n") + smuggled, [400]),
        .init(
            "content, then half a chunk size", post("Content-Length: 1\r\n", "x") + chunked("5"), [200],
            ["POST /a x"]),
        .init(
            "HEAD with content",
            "HEAD /a HTTP/1.1\r\nHost: h\r\n\(credential)Content-Length: 5\r\n\r\nhello\(next)", [200, 200],
            ["HEAD /a hello", "GET /next "]),
        .init(
            "DELETE with chunks",
            "DELETE /a HTTP/1.1\r\nHost: h\r\n\(credential)Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n\(next)",
            [200, 200], ["DELETE /a {}", "GET /next "]),
    ]
    private static let request = "GET /inner HTTP/1.1\r\nHost: h\r\n\r\n"
}
