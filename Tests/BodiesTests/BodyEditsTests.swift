import Bytes
import Elasticsearch
import JSON
import Testing

@testable import Bodies

@Suite struct BodyEditsTests {
    static func edit(
        _ kind: BodyKind, _ body: String, _ change: (inout BodyEdits, BodyTargets) -> Void
    ) throws -> String {
        let bytes = Array(body.utf8)
        let found = try BodyReader.read(kind, bytes.span)
        var edits = BodyEdits(found)
        change(&edits, found)
        let output = ByteBuffer(capacity: 64)
        edits.write(bytes.span, to: output)
        return text(output.array)
    }

    static func replace(_ kind: BodyKind, _ body: String, _ names: [Int: [String]]) throws -> String {
        try self.edit(kind, body) { edits, _ in
            for (target, names) in names { edits.replace(target, with: names.map { Array($0.utf8) }) }
        }
    }

    @Test func nothingChangesWithoutEdits() throws {
        let body = #" {"docs" : [ {"_index":"a"} , {"_id":"1"} ] } "#
        let changed = try Self.edit(.multiGet, body) { edits, _ in #expect(edits.isEmpty) }
        #expect(changed == body)
    }

    @Test func namesAreReplaced() throws {
        #expect(
            try Self.replace(
                .reindex, #"{"source":{"index":"l*"},"dest":{"index":"b"}}"#, [0: ["a", "b\"c"], 1: ["d"]])
                == #"{"source":{"index":["a","b\"c"]},"dest":{"index":"d"}}"#)
        #expect(
            try Self.replace(.multiGet, #"{"docs":[{"_id":"1","_index":"<a-{now}>"}]}"#, [0: ["a-2026"]])
                == #"{"docs":[{"_id":"1","_index":"a-2026"}]}"#)
        // Several names need another member.
        #expect(
            try Self.replace(
                .aliases, #"{"actions":[{"remove":{"index" : "a*","alias":"x*"}}]}"#,
                [0: ["a", "b"], 1: ["x", "y"]])
                == #"{"actions":[{"remove":{"indices" : ["a","b"],"aliases":["x","y"]}}]}"#)
        #expect(
            try Self.replace(.aliases, #"{"actions":[{"add":{"indices":["a*"],"alias":"x"}}]}"#, [0: ["a"]])
                == #"{"actions":[{"add":{"indices":"a","alias":"x"}}]}"#)
    }

    @Test func headersGetNames() throws {
        let body = "{}\n{}\n\n{}\n{\"preference\":\"x\"}\n{}\n{ \"index\" : \"*\" }\n{}\n"
        #expect(
            try Self.replace(.multiSearch, body, [0: ["a"], 1: ["a", "b"], 2: ["a"], 3: ["a", "b"]])
                == "{\"index\":\"a\"}\n{}\n{\"index\":[\"a\",\"b\"]}\n{}\n{\"index\":\"a\",\"preference\":\"x\"}\n{}\n{ \"index\" : [\"a\",\"b\"] }\n{}\n"
        )
    }

    @Test func statementsAreWrittenAnew() throws {
        #expect(
            try Self.replace(
                .sql, #"{"query":"SELECT * FROM \"l*\" WHERE a IN (SELECT b FROM m)"}"#,
                [0: ["a", "b"], 1: ["n"]])
                == #"{"query":"SELECT * FROM \"a,b\" WHERE a IN (SELECT b FROM \"n\")"}"#)
        #expect(
            try Self.replace(
                .esql, #"{"query":"FROM l*, \u006d METADATA _index | LIMIT 1"}"#, [0: ["a", "b"], 1: ["m"]])
                == #"{"query":"FROM \"a\",\"b\", \"m\" METADATA _index | LIMIT 1"}"#)
    }

    @Test func whatCannotBeReplacedIsKnown() throws {
        let wrapped = Base64Text.encode(#"{"terms":{"f":{"index":"secret","id":"1"}}}"#)
        let body =
            #"{"query":{"bool":{"must":[{"wrapper":{"query":"\#(wrapped)"}},{"terms":{"f":{"index":"a","id":"1"}}},{"terms":{"f":{"id":"1"}}}]}}}"#
        _ = try Self.edit(.search, body) { edits, _ in
            #expect(!edits.canReplace(0, count: 1))
            #expect(
                edits.canReplace(1, count: 1) && !edits.canReplace(1, count: 2)
                    && !edits.canReplace(1, count: 0))
            #expect(
                !edits.canReplace(2, count: 1) && !edits.canReplace(3, count: 1)
                    && !edits.canReplace(-1, count: 1))
        }
    }

    @Test func itemsAreDroppedInEveryCombination() throws {
        let body = #"{"docs":[ {"_id":"0"} , {"_id":"1","_index":"b"},{"_id":"2"} ],"ids":["3" , 4,"5"]}"#
        for mask in 0..<64 {
            let changed = try Self.edit(.multiGet, body) { edits, found in
                for item in 0..<6 where mask & 1 << item != 0 { edits.drop(item: item) }
                if mask & 2 != 0 { edits.replace(1, with: [Array("never".utf8)]) }
                #expect(edits.dropsEverything == (mask == 63))
                #expect(edits.isEmpty == (mask == 0))
                #expect(found.items.count == 6)
            }
            let value = try JSONParser.parse(Array(changed.utf8))
            let docs = value["docs"]?.elements?.map { $0["_id"]?.string }
            let ids = value["ids"]?.elements?.map { $0.string ?? "\($0.integer ?? -1)" }
            let kept = (0..<6).filter { mask & 1 << $0 == 0 }
            #expect(docs == kept.filter { $0 < 3 }.map { "\($0)" }, "\(changed)")
            #expect(ids == kept.filter { $0 > 2 }.map { "\($0)" }, "\(changed)")
        }
    }

    @Test func searchesAreDropped() throws {
        let body = "{\"index\":\"a\"}\n{}\n{\"index\":\"secret\"}\r\n{\"size\":1}\n\n{}\n"
        #expect(
            try Self.edit(.multiSearch, body) { edits, _ in edits.drop(item: 1) }
                == "{\"index\":\"a\"}\n{}\n\n{}\n")
        #expect(
            try Self.edit(.multiSearch, body) { edits, _ in
                edits.drop(item: 0)
                edits.drop(item: 99)
                edits.replace(2, with: [Array("b".utf8)])
            } == "{\"index\":\"secret\"}\r\n{\"size\":1}\n{\"index\":\"b\"}\n{}\n")
    }

    /// Up to release 7 an empty first line is skipped: a header that comes to stand there is written out.
    @Test func anEmptyHeaderNeverComesFirst() throws {
        let body = "{\"index\":\"secret\"}\n{}\n\n{\"size\":1}\n\n{}\n"
        func drop(_ items: [Int], _ names: [Int: String] = [:]) throws -> String {
            try Self.edit(.multiSearch, body) { edits, _ in
                for item in items { edits.drop(item: item) }
                for (target, name) in names { edits.replace(target, with: [Array(name.utf8)]) }
            }
        }
        #expect(try drop([0]) == "{}\n{\"size\":1}\n\n{}\n")
        #expect(try drop([0, 1]) == "{}\n{}\n")
        #expect(try drop([0], [1: "b"]) == "{\"index\":\"b\"}\n{\"size\":1}\n\n{}\n")
    }

    @Test func manyItemsAreDroppedInOnePass() throws {
        let ids = (0..<10_000).map { "\"\($0)\"" }.joined(separator: ",")
        let changed = try Self.edit(.multiGet, "{\"ids\":[\(ids)]}") { edits, found in
            for item in found.items.indices where item % 3 != 0 { edits.drop(item: item) }
        }
        #expect(try JSONParser.parse(Array(changed.utf8))["ids"]?.elements?.count == 3334)
    }
}

@Suite struct DeniedItemsTests {
    static func splice(
        _ api: DeniedItems.API, _ response: String, _ positions: [Int], _ style: ResponseStyle
    ) -> String {
        var items = DeniedItems(api, style: style)
        for position in positions {
            let item = BodyItem(range: 0..<0, array: 0, targets: 0..<0, id: [0x31], type: nil)
            items.append(position: position, item: item, index: Array("secret".utf8), error: .denied("no"))
        }
        var splicer = ResponseSplicer(items: items, form: items.form)
        let output = ByteBuffer(capacity: 64)
        for byte in response.utf8 { splicer.splice([byte].span, into: output) }
        return text(output.array)
    }

    static let error =
        #""error":{"root_cause":[{"type":"security_exception","reason":"no"}],"type":"security_exception","reason":"no"}"#

    @Test func documentsAreElasticsearchs() {
        func doc(_ type: String) -> String { #"{"_index":"secret",\#(type)"_id":"1",\#(Self.error)}"# }
        let found = #"{"_index":"a","_id":"1","found":true}"#
        let response = "{\"docs\":[\(found)]}"
        #expect(
            Self.splice(.multiGet, response, [0, 2], ResponseStyle(major: 8))
                == "{\"docs\":[\(doc("")),\(found),\(doc(""))]}")
        #expect(
            Self.splice(.multiGet, response, [1], ResponseStyle(major: 7))
                == "{\"docs\":[\(found),\(doc("\"_type\":null,"))]}")
        #expect(
            Self.splice(.multiTermVectors, response, [1], ResponseStyle(major: 7))
                == "{\"docs\":[\(found),\(doc("\"_type\":\"_doc\","))]}")
    }

    @Test func searchesAreElasticsearchs() {
        #expect(
            Self.splice(
                .multiSearch, #"{"took":5,"responses":[{"took":1,"status":200}]}"#, [0],
                ResponseStyle(major: 8))
                == "{\"took\":5,\"responses\":[{\(Self.error),\"status\":403},{\"took\":1,\"status\":200}]}")
        #expect(
            Self.splice(.multiSearch, "{\"responses\":[]}", [0], ResponseStyle(major: 1))
                == #"{"responses":[{"error":"SecurityException[no]"}]}"#)
    }

    @Test func prettyIsElasticsearchs() throws {
        let style = ResponseStyle(major: 8, isPretty: true)
        let spliced = Self.splice(
            .multiSearch, "{\n  \"took\" : 5,\n  \"responses\" : [ ]\n}\n", [0, 1], style)
        var writer = JSONWriter(pretty: true)
        writer.value(try JSONParser.parse(Array(spliced.utf8)))
        #expect(text(writer.bytes) == spliced)
    }

    @Test func filterPathIsFollowed() {
        func style(_ filter: String) -> ResponseStyle {
            ResponseStyle(major: 8, filter: FilterPath(Array(filter.utf8)))
        }
        #expect(Self.splice(.multiSearch, "{\"took\":5}", [0], style("took")) == "{\"took\":5}")
        #expect(
            Self.splice(
                .multiSearch, #"{"responses":[{"hits":{}}]}"#, [0],
                style("responses.hits,responses.error.type"))
                == #"{"responses":[{"hits":{}},{"error":{"type":"security_exception"}}]}"#)
        #expect(
            Self.splice(.multiSearch, #"{"responses":[{"status":200}]}"#, [0], style("**.status"))
                == #"{"responses":[{"status":403},{"status":200}]}"#)
        #expect(
            Self.splice(.multiGet, #"{"docs":[{"_id":"5"}]}"#, [0], style("docs._id"))
                == #"{"docs":[{"_id":"1"},{"_id":"5"}]}"#)
        #expect(Self.splice(.multiGet, "{}", [0], style("docs._source")) == "{}")
    }

    @Test func everythingDeniedIsAnswered() {
        var items = DeniedItems(.multiSearch, style: ResponseStyle(major: 8))
        let item = BodyItem(range: 0..<0, array: -1, targets: 0..<0)
        items.append(position: 0, item: item, index: [], error: .denied("no"))
        #expect(
            text(items.response(took: 7)) == "{\"took\":7,\"responses\":[{\(Self.error),\"status\":403}]}")
        var documents = DeniedItems(.multiGet, style: ResponseStyle(major: 8))
        documents.append(position: 0, item: item, index: [0x61], error: .denied("no"))
        #expect(
            text(documents.response(took: 7)) == "{\"docs\":[{\"_index\":\"a\",\"_id\":null,\(Self.error)}]}")
    }
}
