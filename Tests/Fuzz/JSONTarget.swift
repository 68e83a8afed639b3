import JSON

extension FuzzTarget {
    /// JSON: the parser and the reader of tokens take the same texts and see the same, and what is written of it
    /// is read as the same.
    static let json = FuzzTarget(
        "json",
        texts: [
            "{\"a\":[1,-2.5e3,0,true,false,null],\"b\":{\"c\":\"d\\u00e9\\n\\ud83d\\ude00\"}}", "[]",
            " \"x\" ", "12", "{}",
            "{\"a\":1,\"a\":2}", "[1,]", "\"\\ud83d\"", "nul", "\u{feff}{}", "[[[[{\"\":\"\"}]]]]", "1e",
            "\"\u{1}\"", "01",
        ]
    ) { bytes in
        let parsed = try? JSONParser.parse(bytes)
        let read = try? Self.read(bytes)
        // A byte order mark is none of the text to the reader, and refused by the parser.
        let hasMark = bytes.starts(with: [0xef, 0xbb, 0xbf])
        try require(
            parsed == read || hasMark && parsed == nil, "parsed \(parsed != nil), read \(read != nil)")
        guard let value = parsed ?? read else { return }
        let compact = JSONWriter.text(value)
        try require((try? JSONParser.parse(Array(compact.utf8))) == value, "written: \(compact)")
        var writer = JSONWriter(pretty: true)
        writer.value(value)
        try require((try? JSONParser.parse(writer.bytes)) == value, "pretty: \(text(writer.bytes))")
        try require((try? Self.read(writer.bytes)) == value, "pretty, read: \(text(writer.bytes))")
    }

    private static func read(_ bytes: [UInt8]) throws -> JSONValue {
        var reader = JSONReader(bytes)
        guard try reader.next() != nil else { throw FuzzFailure(description: "nothing") }
        let value = try reader.value()
        guard try reader.next() == nil else { throw FuzzFailure(description: "more") }
        return value
    }
}
