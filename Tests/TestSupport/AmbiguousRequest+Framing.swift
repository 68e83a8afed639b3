extension AmbiguousRequest {
    /// `Content-Length` (RFC 9112 §6.2, §6.3).
    static let lengths: [AmbiguousRequest] = [
        .init(
            "length with chunked",
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "chunked with length",
            post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "chunked with length 0", post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", smuggled),
            [400]),
        .init("two lengths", post("Content-Length: 0\r\nContent-Length: 62\r\n", smuggled), [400]),
        .init("two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), [400]),
        .init(
            "two lengths in other case", post("Content-Length: 5\r\nCONTENT-LENGTH: 6\r\n", "hello!"), [400]),
        .init("list of lengths", post("Content-Length: 5, 5\r\n", "hello"), [400]),
        .init("list of different lengths", post("Content-Length: 0,62\r\n", smuggled), [400]),
        .init("length with a sign", post("Content-Length: +5\r\n", "hello"), [400]),
        .init("negative length", post("Content-Length: -5\r\n", "hello"), [400]),
        .init("minus zero", post("Content-Length: -0\r\n", smuggled), [400]),
        .init("hexadecimal length", post("Content-Length: 0x5\r\n", "hello"), [400]),
        .init("length with an exponent", post("Content-Length: 5e0\r\n", "hello"), [400]),
        .init("length with a fraction", post("Content-Length: 5.0\r\n", "hello"), [400]),
        .init("length with an underscore", post("Content-Length: 0_5\r\n", "hello"), [400]),
        .init("length in two words", post("Content-Length: 0 5\r\n", "hello"), [400]),
        .init("length with letters", post("Content-Length: 5a\r\n", "hello"), [400]),
        .init("length with a semicolon", post("Content-Length: 5;\r\n", "hello"), [400]),
        .init("quoted length", post("Content-Length: \"5\"\r\n", "hello"), [400]),
        .init("length without digits", post("Content-Length:\r\n", smuggled), [400]),
        .init("length of white space", post("Content-Length: \t \r\n", smuggled), [400]),
        .init("length beyond 64 bits", post("Content-Length: 18446744073709551621\r\n", "hello"), [400]),
        .init("length beyond 63 bits", post("Content-Length: 9223372036854775808\r\n", "hello"), [400]),
        .init("length beyond 2^62", post("Content-Length: 4611686018427387905\r\n", "hello"), [400]),
        .init("length of twenty digits", post("Content-Length: 00000000000000000005\r\n", "hello"), [400]),
        .init("length in Arabic digits", post("Content-Length: \u{0665}\r\n", "hello"), [400]),
        .init("length in fullwidth digits", post("Content-Length: \u{ff15}\r\n", "hello"), [400]),
        .init("length with NUL behind", post("Content-Length: 5\u{00}\r\n", "hello"), [400]),
        .init("length with a vertical tab", post("Content-Length: \u{0b}5\r\n", "hello"), [400]),
        .init("length that is folded", post("Content-Length: 0\r\n 62\r\n", smuggled), [400]),
        .init("length before a space", post("Content-Length : 5\r\n", "hello"), [400]),
        .init("length before a tab", post("Content-Length\t: 5\r\n", "hello"), [400]),
        .init("length with a CR", post("Content-Length: 5\r\r\n", "hello"), [400]),
        .init("length behind LF", post("X: y\nContent-Length: 62\r\n", smuggled), [400]),
        .init(
            "length with leading zeros", post("Content-Length: 005\r\n", "hello"), [200], ["POST /a hello"]),
        .init(
            "length among white space", post("Content-Length: \t5 \t\r\n", "hello"), [200], ["POST /a hello"]),
        .init("length without a space", post("Content-Length:5\r\n", "hello"), [200], ["POST /a hello"]),
        .init(
            "length 0", post("Content-Length: 0\r\n", smuggled), [200, 200], ["POST /a ", "GET /smuggled "]),
        .init(
            "length that spans a request", post("Content-Length: 5\r\n", "hello\(next)"), [200, 200],
            ["POST /a hello", "GET /next "]),
        .init(
            "length of GET", get("Content-Length: 5\r\n") + "hello" + next, [200, 200],
            ["GET /a hello", "GET /next "]),
        .init("no framing for POST", post("", next), [200, 200], ["POST /a ", "GET /next "]),
        .init(
            "Content_Length is another name", post("Content_Length: 5\r\n", next), [200, 200],
            ["POST /a ", "GET /next "]),
        .init(
            "length is less than what comes", post("Content-Length: 3\r\n", "hello\(next)"), [200, 501],
            ["POST /a hel"]),
        .init("length is more than what comes", post("Content-Length: 6\r\n", "hello"), []),
    ]

    /// `Transfer-Encoding` (RFC 9112 §6.1).
    static let codings: [AmbiguousRequest] = [
        .init(
            "chunked", chunked("5\r\nhello\r\n0\r\n\r\n\(next)"), [200, 200], ["POST /a hello", "GET /next "]),
        .init(
            "chunked in capitals", post("TRANSFER-ENCODING: CHUNKED\r\n", "0\r\n\r\n"), [200], ["POST /a "]),
        .init(
            "chunked without a space", post("Transfer-Encoding:chunked\r\n", "0\r\n\r\n"), [200], ["POST /a "]
        ),
        .init(
            "chunked among white space", post("Transfer-Encoding: \t chunked \t\r\n", "0\r\n\r\n"), [200],
            ["POST /a "]),
        .init(
            "coding before a space", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("coding before a tab", post("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "coding behind a space", post(" Transfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "coding behind LF", post("X: y\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "coding behind CR", post("X: y\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("LF before chunked", post("Transfer-Encoding:\nchunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("folded chunked", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "folded in the middle", post("Transfer-Encoding: chu\r\n\tnked\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "colon on the next line", post("Transfer-Encoding\r\n : chunked\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "NUL in the coding's name", post("Transfer-Encoding\u{00}: chunked\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "NUL before chunked", post("Transfer-Encoding: \u{00}chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "vertical tab before chunked",
            post("Transfer-Encoding: \u{0b}chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "form feed behind chunked", post("Transfer-Encoding: chunked\u{0c}\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "no-break space before chunked",
            post("Transfer-Encoding: \u{a0}chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("two codings", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("chunked first", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "two coding fields",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "chunked, then identity",
            post("Transfer-Encoding: chunked\r\nTransfer-encoding: identity\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "identity, then chunked",
            post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "nonsense, then chunked",
            post("Transfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "empty, then chunked",
            post("Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("empty coding", post("Transfer-Encoding:\r\n", smuggled), [400]),
        .init(
            "empty coding with a length", post("Transfer-Encoding:\r\nContent-Length: 5\r\n", "hello"), [400]),
        .init("leading comma", post("Transfer-Encoding: , chunked\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("trailing comma", post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n\(smuggled)"),
            [400]),
        .init(
            "chunked with a semicolon", post("Transfer-Encoding: chunked;\r\n", "0\r\n\r\n\(smuggled)"), [400]
        ),
        .init("quoted chunked", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init("bracketed chunked", post("Transfer-Encoding: [chunked]\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "chunked in apostrophes", post("Transfer-Encoding: 'chunked'\r\n", "0\r\n\r\n\(smuggled)"), [501]),
        .init("almost chunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n\(smuggled)"), [501]),
        .init("chunk", post("Transfer-Encoding: chunk\r\n", "0\r\n\r\n\(smuggled)"), [501]),
        .init("identity", post("Transfer-Encoding: identity\r\nContent-Length: 5\r\n", "hello"), [400]),
        .init("gzip alone", post("Transfer-Encoding: gzip\r\n", smuggled), [501]),
        .init("dotless i", post("Transfer-Encod\u{131}ng: chunked\r\nContent-Length: 0\r\n", next), [400]),
        .init("Kelvin sign", post("Transfer-Encoding: chun\u{212a}ed\r\n", "0\r\n\r\n\(smuggled)"), [400]),
        .init(
            "chunked in HTTP/1.0",
            "POST /a HTTP/1.0\r\nHost: h\r\n\(credential)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(smuggled)",
            [400]),
        .init(
            "both framings in HTTP/1.0",
            "POST /a HTTP/1.0\r\nHost: h\r\n\(credential)Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            [400]),
        .init(
            "Transfer_Encoding is another name",
            post("Transfer_Encoding: chunked\r\nContent-Length: 5\r\n", "hello"), [200], ["POST /a hello"]),
        .init(
            "TE is no coding", post("TE: chunked\r\nContent-Length: 5\r\n", "hello"), [200], ["POST /a hello"]
        ),
        .init(
            "Content-Encoding is no framing",
            post("Content-Encoding: chunked\r\nContent-Length: 5\r\n", "hello"), [200], ["POST /a hello"]),
    ]

    /// The chunked coding's own lines (RFC 9112 §7.1). A head may have left, a whole request must not have.
    static let chunks: [AmbiguousRequest] = [
        .init("two chunks", chunked("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"), [200], ["POST /a abc"]),
        .init(
            "sizes in either case", chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"), [200],
            ["POST /a 01234567890123456789"]),
        .init("leading zeros", chunked("0005\r\nhello\r\n000\r\n\r\n"), [200], ["POST /a hello"]),
        .init(
            "content that looks like chunks", chunked("5\r\n0\r\n\r\n\r\n0\r\n\r\n\(next)"), [200, 200],
            ["POST /a 0\r\n\r\n", "GET /next "]),
        .init("fifteen digits", chunked("000000000000005\r\nhello\r\n0\r\n\r\n"), [200], ["POST /a hello"]),
        .init("sixteen digits", chunked("0000000000000005\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("a size that wraps", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("a size that wraps in 32 bits", chunked("100000005\r\nhello\r\n0\r\n\r\n"), []),
        .init("the largest size", chunked("ffffffffffffffff\r\nhello"), [400]),
        .init("size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size with a plus", chunked("+5\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size with a minus", chunked("-5\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size with an underscore", chunked("0_5\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size behind a space", chunked(" 5\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size before a space", chunked("5 \r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size before a tab", chunked("5\t\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size before NUL", chunked("5\u{00}\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size in words", chunked("five\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size with a fraction", chunked("5.0\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("no size", chunked("\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("extension without a name", chunked("5;\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("extension with LF", chunked("5;\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("extension with CR", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("quoted extension with CRLF", chunked("5;a=\"\r\nhello\r\n0\r\n\r\n\"\(smuggled)"), [400]),
        .init("extension of the last chunk", chunked("0;a\r\n\r\n\(smuggled)"), [400]),
        .init("size with LF", chunked("5\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size with CR", chunked("5\rhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("size with CR CR LF", chunked("5\r\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("data without an end", chunked("5\r\nhello0\r\n\r\n\(smuggled)"), [400]),
        .init("data with LF", chunked("5\r\nhello\n0\r\n\r\n\(smuggled)"), [400]),
        .init("data with CR", chunked("5\r\nhello\r0\r\n\r\n\(smuggled)"), [400]),
        .init("data with two ends", chunked("5\r\nhello\r\n\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("data with a space behind", chunked("5\r\nhello \r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("data that is too long", chunked("4\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("data that is too short", chunked("6\r\nhello\r\n0\r\n\r\n\(smuggled)"), [400]),
        .init("last chunk with a sign", chunked("-0\r\n\r\n\(smuggled)"), [400]),
        .init("last chunk before a space", chunked("0 \r\n\r\n\(smuggled)"), [400]),
        .init("last chunk with LF", chunked("0\n\r\n\(smuggled)"), [400]),
        .init("last chunk without its end", chunked("0\r\n"), []),
    ]

    /// Trailer fields (RFC 9110 §6.5, RFC 9112 §7.1.2): read, checked and dropped.
    static let trailers: [AmbiguousRequest] = [
        .init(
            "trailer", chunked("0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n\(next)"), [200, 200],
            ["POST /a ", "GET /next "]),
        .init("trailer with a length", chunked("0\r\nContent-Length: 62\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with a coding", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with a credential", chunked("0\r\nAuthorization: ApiKey x\r\n\r\n\(smuggled)"), [400]),
        .init(
            "trailer with another user", chunked("0\r\nes-security-runas-user: root\r\n\r\n\(smuggled)"),
            [400]),
        .init("trailer with a host", chunked("0\r\nHost: x\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with Connection", chunked("0\r\nConnection: close\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with a content type", chunked("0\r\nContent-Type: a/b\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with Expect", chunked("0\r\nExpect: 100-continue\r\n\r\n\(smuggled)"), [400]),
        .init("trailer without a colon", chunked("0\r\nX\r\n\r\n\(smuggled)"), [400]),
        .init("trailer without a name", chunked("0\r\n: x\r\n\r\n\(smuggled)"), [400]),
        .init("trailer before a space", chunked("0\r\nX : y\r\n\r\n\(smuggled)"), [400]),
        .init("folded trailer", chunked("0\r\nX: y\r\n z\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with LF", chunked("0\r\nX: y\n\r\n\(smuggled)"), [400]),
        .init("trailer with CR", chunked("0\r\nX: y\rZ: z\r\n\r\n\(smuggled)"), [400]),
        .init("trailer with NUL", chunked("0\r\nX: \u{00}\r\n\r\n\(smuggled)"), [400]),
        .init("trailer that ends with LF", chunked("0\r\nX: y\r\n\n\(smuggled)"), [400]),
        .init("a request for a trailer", chunked("0\r\n\(smuggled)"), [400]),
        .init(
            "trailer that is too long",
            chunked("0\r\nX: \(String(repeating: "y", count: 9000))\r\n\r\n\(smuggled)"), [400]),
    ]
}
