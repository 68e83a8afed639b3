import Bytes
import Cursors
import JSON

extension FuzzTarget {
    /// A response with ids: cut anywhere the same comes out, and it is the response with the outermost ids replaced.
    static let cursorRewriter = FuzzTarget(
        "cursor-rewriter",
        texts: [
            "{\"_scroll_id\":\"DXF1ZXJ5\",\"took\":1,\"hits\":{\"hits\":[{\"_scroll_id\":\"x\"}]}}",
            "{\"id\":\"\"}",
            "{\"pit_id\" : \"a\" , \"id\":{\"id\":\"x\"},\"task\":null}", "{\"id\":\"a\\nb\"}",
            "[{\"id\":\"x\"}]",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let whole = Self.rewrite([bytes])
        try require(Self.rewrite(input.pieces(bytes)) == whole, "cut")
        try require(Self.rewrite(bytes.map { [$0] }) == whole, "octet by octet")
        guard !bytes.contains(UInt8(ascii: "\\")), let tree = try? JSONParser.parse(bytes) else { return }
        guard let result = try? JSONParser.parse(whole) else {
            throw FuzzFailure(description: "no JSON: \(text(whole))")
        }
        try require(result == Self.rewritten(tree), "another: \(text(whole))")
    }

    private static func rewrite(_ pieces: [[UInt8]]) -> [UInt8] {
        var rewriter = CursorRewriter(names: ["_scroll_id", "id"])
        let output = ByteBuffer(capacity: 64)
        for piece in pieces {
            let result: Void? = piece.withUnsafeBufferPointer {
                try? rewriter.receive($0, into: output) { Array("kw".utf8) + $0 }
            }
            guard result != nil else { return [] }
        }
        return output.array
    }

    private static func rewritten(_ tree: JSONValue) -> JSONValue {
        guard var members = tree.members else { return tree }
        for index in members.indices where ["_scroll_id", "id"].contains(members[index].name) {
            if let id = members[index].value.string { members[index].value = JSONValue(.string("kw" + id)) }
        }
        return JSONValue(.object(members))
    }
}
