import Bodies
import Bytes
import Elasticsearch
import JSON

extension FuzzTarget {
    /// A request's content of the kind that the first byte chooses: what it names does not depend on how names and
    /// texts are written or in which order members stand, and names that are put in are the ones that are read.
    static let bodies = FuzzTarget("bodies", texts: BodiesCheck.seeds) { bytes in
        var input = FuzzInput(bytes)
        let kind = BodiesCheck.kinds[Int(input.byte()) % BodiesCheck.kinds.count]
        let content = input.bytes
        guard let found = try? BodyReader.read(kind, content.span) else { return }
        try BodiesCheck.rewrites(kind, content, found)
        try BodiesCheck.drops(kind, content, found)
        if kind != .multiSearch, kind != .multiSearchTemplate, content.count < 4096 {
            try BodiesCheck.otherSpelling(kind, content, found, &input)
        }
    }
}

private enum BodiesCheck {
    static let kinds = BodyKind.allCases.filter {
        ![.opaque, .document, .bulk, .unreadable].contains($0)
    }

    static var seeds: [String] {
        let contents: [(BodyKind, String)] = [
            (
                .search,
                #"{"query":{"terms":{"a":{"index":"b","id":"1","path":"c"}}},"aggs":{"x":{"filter":{"match_all":{}}}}}"#
            ),
            (
                .search,
                #"{"pit":{"id":"x"},"indices_boost":[{"a":1}],"query":{"more_like_this":{"like":[{"_index":"b"}]}}}"#
            ),
            (.search, #"{"query":{"wrapper":{"query":"eyJ0ZXJtcyI6eyJhIjp7ImluZGV4IjoieCJ9fX0="}}}"#),
            (
                .search,
                #"{"runtime_mappings":{"x":{"type":"lookup","target_index":"s"}},"suggest":{"a":{"phrase":{"field":"f"}}}}"#
            ),
            (
                .search,
                #"{"query":{"bool":{"must":[{"geo_shape":{"a":{"indexed_shape":{"index":"i","id":"1"}}}}]}}}"#
            ),
            (.query, #"{"query":{"percolate":{"field":"f","index":"i","id":"1"}}}"#),
            (
                .multiSearch,
                "{\"index\":[\"a\",\"b\"]}\n{\"query\":{\"match_all\":{}}}\n{}\n{\"size\":1}\n\n{}\n"
            ),
            (.multiSearchTemplate, "{\"index\":\"a\"}\n{\"source\":\"{}\",\"params\":{}}\n"),
            (
                .searchTemplate,
                #"{"source":{"query":{"terms":{"{{f}}":{"index":"i","id":"{{x}}"}}}},"params":{"x":"{{y}}"}}"#
            ),
            (.searchTemplate, #"{"source":"{\"query\":{\"match\":{\"{{f}}\":\"\\\\{{x}}\"}}}"}"#),
            (
                .search,
                #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":{"match":{"{{f}}":"{{suggestion}}"}}}}}}}}"#
            ),
            (
                .graph,
                #"{"query":{"match_all":{}},"vertices":[{"field":"f","include":["a"]}],"connections":{}}"#
            ),
            (.multiGet, #"{"docs":[{"_index":"a","_id":"1"},{"_id":"2"}]}"#),
            (.multiGet, #"{"ids":["1",2]}"#),
            (.multiTermVectors, #"{"docs":[{"_index":"a","_id":"1","fields":["x"]}]}"#),
            (
                .reindex,
                #"{"source":{"index":["a","b"],"query":{"match_all":{}}},"dest":{"index":"c","op_type":"create"}}"#
            ),
            (.aliases, #"{"actions":[{"add":{"index":"a","alias":"b"}},{"remove_index":{"index":"c"}}]}"#),
            (
                .createIndex,
                #"{"aliases":{"a":{"filter":{"term":{"x":1}}}},"settings":{"index.number_of_shards":1},"mappings":{}}"#
            ),
            (.template, #"{"index_patterns":["a*"],"template":{"aliases":{"b":{}}}}"#),
            (.sql, #"{"query":"SELECT * FROM \"a-*\" WHERE x = 'FROM b'"}"#),
            (.esql, #"{"query":"FROM a, b METADATA _index | LOOKUP JOIN c ON d | ENRICH e"}"#),
            (.eql, #"{"query":"process where true","filter":{"match_all":{}}}"#),
            (.painlessExecute, #"{"script":{"source":"1"},"context_setup":{"index":"a","document":{}}}"#),
            (
                .rankEval,
                #"{"requests":[{"id":"a","request":{"query":{}},"ratings":[{"_index":"b","_id":"1"}]}],"metric":{}}"#
            ),
            (.closePointInTime, #"{"id":["a","b"]}"#), (.scroll, #"{"scroll":"1m","scroll_id":"x"}"#),
            (.pipeline, #"{"processors":[{"set":{"field":"_index","value":"x"}}]}"#),
            (.settings, #"{"index":{"default_pipeline":"x"}}"#),
            (.mapping, #"{"properties":{"a":{"type":"text"}}}"#),
        ]
        return contents.compactMap { kind, content in
            self.kinds.firstIndex(of: kind).map { String(UnicodeScalar(UInt8($0))) + content }
        }
    }

    /// A target without its places.
    private struct Named: Hashable, Comparable {
        var text: String
        static func < (left: Named, right: Named) -> Bool { left.text < right.text }

        init(_ target: BodyTarget, expression: [UInt8]?) {
            let name = expression.map { String(decoding: $0, as: UTF8.self) } ?? "-"
            self.text =
                "\(target.role) \(target.actions.map(\.name)) \(name) \(target.allowsWildcards) \(target.list)"
        }

        init(_ target: BodyTarget) { self.init(target, expression: target.expression) }
    }

    // MARK: Spelling

    static func otherSpelling(
        _ kind: BodyKind, _ content: [UInt8], _ found: BodyTargets, _ input: inout FuzzInput
    ) throws {
        // Where nothing can be named, two members of a name do no harm, and the parser takes none.
        guard let tree = try? JSONParser.parse(content) else { return }
        var respelled: [UInt8] = []
        self.write(tree, &respelled, &input)
        let again: BodyTargets
        do throws(ContentRefusal) {
            again = try BodyReader.read(kind, respelled.span)
        } catch {
            throw FuzzFailure(description: "\(error.reason): \(text(respelled))")
        }
        let before = found.targets.map { Named($0) }.sorted()
        let after = again.targets.map { Named($0) }.sorted()
        try require(before == after, "\(before)\n\(after)\n\(text(respelled))")
        try require(found.items.count == again.items.count, "other items: \(text(respelled))")
    }

    /// The same value: members in another order, some letters as escapes, other space.
    private static func write(_ value: JSONValue, _ output: inout [UInt8], _ input: inout FuzzInput) {
        switch value.kind {
        case .null: output += Array("null".utf8)
        case .bool(let bool): output += Array("\(bool)".utf8)
        case .number(let digits): output += Array(digits.utf8)
        case .string(let string): self.write(string, &output, &input)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output += Array(", ".utf8) }
                self.write(element, &output, &input)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output += Array("{\n".utf8)
            for (index, member) in members.shuffled(using: &input).enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                self.write(member.name, &output, &input)
                output += Array(" :\t".utf8)
                self.write(member.value, &output, &input)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ string: String, _ output: inout [UInt8], _ input: inout FuzzInput) {
        output.append(UInt8(ascii: "\""))
        for unit in string.utf16 {
            let isPlain = (0x20..<0x7f).contains(unit) && unit != 0x22 && unit != 0x5c
            if isPlain, input.next() & 3 != 0 {
                output.append(UInt8(truncatingIfNeeded: unit))
            } else {
                let digits = String(unit, radix: 16, uppercase: input.next() & 1 == 0)
                output += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    // MARK: Edits

    /// Puts a name into each place that takes one.
    static func rewrites(_ kind: BodyKind, _ content: [UInt8], _ found: BodyTargets) throws {
        var edits = BodyEdits(found)
        var expected: [Named] = []
        for (index, target) in found.targets.enumerated() {
            let name = Array("kw\(index)".utf8)
            if edits.canReplace(index, count: 1), target.role != .pattern, target.role != .cursor {
                edits.replace(index, with: [name])
                expected.append(Named(target, expression: name))
            } else {
                expected.append(Named(target))
            }
        }
        let output = ByteBuffer(capacity: 64)
        edits.write(content.span, to: output)
        let again: BodyTargets
        do throws(ContentRefusal) {
            again = try BodyReader.read(kind, output.array.span)
        } catch {
            throw FuzzFailure(description: "\(error.reason): \(text(output.array))")
        }
        let after = again.targets.map { Named($0) }
        // A form for several names may be written for one.
        try require(
            after.map(\.text).sorted() == expected.map(\.text).sorted(),
            "\(expected)\n\(after)\n\(text(output.array))")
    }

    /// Leaves every other item out.
    static func drops(_ kind: BodyKind, _ content: [UInt8], _ found: BodyTargets) throws {
        guard found.items.count > 1 else { return }
        var edits = BodyEdits(found)
        for index in found.items.indices where index % 2 == 0 { edits.drop(item: index) }
        let output = ByteBuffer(capacity: 64)
        edits.write(content.span, to: output)
        guard let again = try? BodyReader.read(kind, output.array.span) else {
            throw FuzzFailure(description: "not read: \(text(output.array))")
        }
        func names(_ targets: BodyTargets, _ item: BodyItem) -> [Named] {
            targets.targets[item.targets].map { Named($0) }
        }
        let kept = found.items.indices.filter { $0 % 2 == 1 }.map { names(found, found.items[$0]) }
        try require(again.items.map { names(again, $0) } == kept, "other items: \(text(output.array))")
    }
}
