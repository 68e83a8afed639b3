import Bodies
import Bytes
import JSON

extension FuzzTarget {
    /// Elements that are put into the array of an upstream's response: cut anywhere the same comes out, and it is
    /// the response with the elements in their places.
    static let splicer = FuzzTarget(
        "splicer",
        texts: [
            "\u{2}\u{0}\u{1}{\"took\":3,\"errors\":false,\"items\":[{\"index\":{\"a\":1}},{\"create\":{}}]}",
            "\u{1}\u{5}{\"items\":[]}", "\u{1}\u{0}{}",
            "\u{3}\u{1}\u{1}\u{2} {\"items\" : [ 1 , \"]\" , [2] ] , \"x\" : {\"y\":[]}}",
            "\u{1}\u{0}[1]", "\u{1}\u{1}{\"error\":{\"items\":[1]},\"status\":400}",
            "\u{81}\u{1}{\n  \"errors\" : true,\n  \"items\" : [ ]\n}\n",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let choice = input.byte()
        var position = 0
        let positions = (0..<Int(choice % 8)).map { number in
            position += Int(input.byte() % 4) + (number == 0 ? 0 : 1)
            return position
        }
        let response = input.bytes
        let isPretty = choice & 0x80 != 0
        let whole = Self.splice([response], positions, isPretty)
        try require(Self.splice(input.pieces(response), positions, isPretty) == whole, "cut")
        try require(Self.splice(response.map { [$0] }, positions, isPretty) == whole, "octet by octet")
        // A name with escapes is not seen as ours; Elasticsearch writes none.
        guard !response.contains(UInt8(ascii: "\\")), let tree = try? JSONParser.parse(response) else {
            return
        }
        // What is no array is no answer of Elasticsearch's.
        if let items = tree["items"], items.elements == nil { return }
        guard let result = try? JSONParser.parse(whole) else {
            throw FuzzFailure(description: "no JSON: \(text(whole))")
        }
        try require(result == Self.spliced(tree, positions), "another: \(text(whole))")
    }

    private struct Elements: SplicedItems {
        let positions: [Int]
        var count: Int { self.positions.count }
        func position(_ number: Int) -> Int { self.positions[number] }
        func append(_ number: Int, to output: ByteBuffer) {
            output.append("{\"kw\":")
            output.append(decimal: number)
            output.append("}")
        }
    }

    private static func splice(_ pieces: [[UInt8]], _ positions: [Int], _ isPretty: Bool) -> [UInt8] {
        var form = ResponseSplicer<Elements>.Form(member: "items", flag: "errors")
        form.makesMember = true
        form.isPretty = isPretty
        var splicer = ResponseSplicer(items: Elements(positions: positions), form: form)
        let output = ByteBuffer(capacity: 64)
        for piece in pieces { splicer.splice(piece.span, into: output) }
        return output.array
    }

    private static func spliced(_ tree: JSONValue, _ positions: [Int]) -> JSONValue {
        guard var members = tree.members else { return tree }
        if !positions.isEmpty, !members.contains(where: { $0.name == "items" }) {
            members.append(JSONValue.Member(name: "items", value: JSONValue(.array([]))))
        }
        var hasPlaced = false
        for index in members.indices {
            if members[index].name == "errors" { members[index].value = JSONValue(.bool(true)) }
            if members[index].name == "items", !hasPlaced, var elements = members[index].value.elements {
                hasPlaced = true
                for (number, position) in positions.enumerated() {
                    let own = JSONValue.Member(name: "kw", value: JSONValue(.number("\(number)")))
                    elements.insert(JSONValue(.object([own])), at: min(position, elements.count))
                }
                members[index].value = JSONValue(.array(elements))
            }
        }
        return JSONValue(.object(members))
    }
}
