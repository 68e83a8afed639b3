import Bodies
import Bytes
import JSON

extension FuzzTarget {
    /// A list of aliases: cut anywhere the same comes out, and it is the list without the aliases that may not be
    /// told.
    static let aliasList = FuzzTarget(
        "alias-list",
        texts: [
            "{\"i\":{\"aliases\":{\"a1\":{},\"b1\":{\"filter\":{\"term\":{\"x\":1}}},\"a2\":{}}},\"j\":{\"aliases\":{}}}",
            "{\n  \"i\" : {\n    \"aliases\" : {\n      \"b\" : { },\n      \"a\" : { }\n    }\n  }\n}\n",
            "{\"i\":{\"warmers\":{\"b\":{}},\"aliases\":{\"b\":{}}}}", "{\"error\":\"x\",\"status\":404}",
            "{\"error\":\"x\",\"status\":404,\"i\":{\"aliases\":{\"a\":{}}}}", "{}", "[]",
            "{\"i\":{\"aliases\":[\"b\",\"c\"],\"x\":[\"b\",{\"aliases\":{\"b\":1}}]}}",
            "{\"i\":[\"b\",\"aliases\",{\"b\":1}],\"j\":{\"aliases\":{\"b\":1}},\"k\":[{\"b\":1}]}",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let whole = Self.filter([bytes])
        try require(Self.filter(input.pieces(bytes)) == whole, "cut")
        try require(Self.filter(bytes.map { [$0] }) == whole, "octet by octet")
        guard !bytes.contains(UInt8(ascii: "\\")), let tree = try? JSONParser.parse(bytes) else { return }
        guard let result = try? JSONParser.parse(whole) else {
            throw FuzzFailure(description: "no JSON: \(text(whole))")
        }
        try require(result == Self.filtered(tree), "another: \(text(whole))")
    }

    private static func filter(_ pieces: [[UInt8]]) -> [UInt8] {
        var filter = AliasListFilter()
        let output = ByteBuffer(capacity: 64)
        for piece in pieces {
            filter.receive(piece.span, into: output) { $0.first == UInt8(ascii: "a") }
        }
        return output.array
    }

    private static func filtered(_ tree: JSONValue) -> JSONValue {
        guard var indices = tree.members else { return tree }
        for index in indices.indices {
            guard var members = indices[index].value.members else { continue }
            for place in members.indices where members[place].name == "aliases" {
                guard let aliases = members[place].value.members else { continue }
                members[place].value = JSONValue(
                    .object(aliases.filter { $0.name.utf8.first == UInt8(ascii: "a") }))
            }
            indices[index].value = JSONValue(.object(members))
        }
        return JSONValue(.object(indices))
    }
}
