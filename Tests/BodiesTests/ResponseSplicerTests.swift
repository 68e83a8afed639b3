import Bytes
import JSON
import Testing

@testable import Bodies

@Suite struct ResponseSplicerTests {
    /// Denials at `positions`, the first with an id, the second without, the third typed, and so on.
    static func denials(_ positions: [Int], operation: BulkItem.Operation = .index) -> BulkDenials {
        var denials = BulkDenials()
        for (number, position) in positions.enumerated() {
            let item = BulkItem()
            item.operation = operation
            item.bytes = Array("secret7t".utf8)
            item.index = 0..<6
            if number % 3 != 1 { item.id = 6..<7 }
            if number % 3 == 2 { item.type = 7..<8 }
            denials.append(item, position: position, reason: "no \"way\"")
        }
        return denials
    }

    static func splice(
        _ response: String, _ positions: [Int], _ style: ResponseStyle = ResponseStyle(major: 8),
        operation: BulkItem.Operation = .index
    ) -> String {
        let items = DeniedBulkItems(self.denials(positions, operation: operation), style: style)
        func run(_ chunks: [[UInt8]]) -> String {
            var splicer = ResponseSplicer(items: items, form: items.form)
            let output = ByteBuffer(capacity: 64)
            for chunk in chunks { splicer.splice(chunk.span, into: output) }
            return text(output.array)
        }
        let bytes = Array(response.utf8)
        let whole = run([bytes])
        for split in 0...bytes.count {
            let parted = run([Array(bytes[..<split]), Array(bytes[split...])])
            if parted != whole { Issue.record("split \(split): \(parted)") }
        }
        #expect(run(bytes.map { [$0] }) == whole)
        return whole
    }

    static let one =
        #"{"index":{"_index":"secret","_id":"7","status":403,"error":{"type":"security_exception","reason":"no \"way\""}}}"#
    static let two =
        #"{"index":{"_index":"secret","_id":null,"status":403,"error":{"type":"security_exception","reason":"no \"way\""}}}"#
    static let three =
        #"{"index":{"_index":"secret","_id":"7","status":403,"error":{"type":"security_exception","reason":"no \"way\""}}}"#

    @Test func itemsFindTheirPlaces() {
        let a = #"{"index":{"_index":"logs-a","_id":"],{\"","status":201}}"#
        let b = #"{"delete":{"_id":"\\","_shards":{"x":[1,{}]}}}"#
        func response(_ items: [String], _ errors: Bool = true) -> String {
            "{\"took\":30,\"errors\":\(errors),\"items\":[\(items.joined(separator: ","))]}"
        }
        #expect(Self.splice(response([a, b], false), [0]) == response([Self.one, a, b]))
        #expect(Self.splice(response([a, b], false), [1]) == response([a, Self.one, b]))
        #expect(Self.splice(response([a, b], false), [2]) == response([a, b, Self.one]))
        #expect(
            Self.splice(response([a, b], false), [0, 1, 3])
                == response([Self.one, Self.two, a, Self.three, b]))
        #expect(Self.splice(response([a, b], true), [2, 3]) == response([a, b, Self.one, Self.two]))
        #expect(Self.splice(response([]), [0, 1]) == response([Self.one, Self.two]))
    }

    @Test func otherMembersStay() {
        let start = #"{"errors":false,"took":1,"ingest_took":2,"x":{"items":[1,2],"errors":false},"items":["#
        #expect(
            Self.splice(start + #"],"y":[],"z":"a\"items"}"# + "\n", [0])
                == start.replacing("{\"errors\":false,", with: "{\"errors\":true,") + Self.one
                + #"],"y":[],"z":"a\"items"}"# + "\n")
    }

    @Test func prettyIsElasticsearchs() throws {
        var style = ResponseStyle(major: 7)
        style.isPretty = true
        let upstream = """
            {
              "took" : 3,
              "errors" : false,
              "items" : [
                {
                  "index" : {
                    "_index" : "logs-a",
                    "a" : [ ],
                    "status" : 200
                  }
                }
              ]
            }

            """
        let expected = """
            {
              "took" : 3,
              "errors" : true,
              "items" : [
                {
                  "index" : {
                    "_index" : "secret",
                    "_type" : "_doc",
                    "_id" : "7",
                    "status" : 403,
                    "error" : {
                      "type" : "security_exception",
                      "reason" : "no \\"way\\""
                    }
                  }
                },
                {
                  "index" : {
                    "_index" : "logs-a",
                    "a" : [ ],
                    "status" : 200
                  }
                }
              ]
            }

            """
        #expect(Self.splice(upstream, [0], style) == expected)
        // The writer of all our own answers agrees.
        var writer = JSONWriter(pretty: true)
        writer.value(try JSONParser.parse(Array(expected.utf8)))
        #expect(text(writer.bytes) == expected)
    }

    @Test func shapesFollowTheRelease() {
        let empty = "{\"items\":[]}"
        #expect(
            Self.splice(empty, [0, 1, 2], ResponseStyle(major: 7)).contains(
                #"{"index":{"_index":"secret","_type":"t","_id":"7","status":403"#))
        #expect(
            Self.splice(empty, [0, 1], ResponseStyle(major: 7)).contains(
                #"{"index":{"_index":"secret","_type":"_doc","_id":null"#))
        #expect(
            Self.splice(empty, [0, 1], ResponseStyle(major: 2)).contains(#"{"create":{"_index":"secret","#))
        #expect(
            Self.splice(empty, [0], ResponseStyle(major: 1)).contains(
                #""status":403,"error":"SecurityException[no \"way\"]"}}"#))
        for operation in [BulkItem.Operation.create, .update, .delete] {
            #expect(Self.splice(empty, [0], operation: operation).contains("[{\"\(operation)\":{"))
        }
    }

    // MARK: filter_path

    private static func style(_ filter: String, pretty: Bool = false) -> ResponseStyle {
        ResponseStyle(major: 8, isPretty: pretty, filter: FilterPath(Array(filter.utf8)))
    }

    @Test func filterPathKeepsWhatIsAskedFor() {
        // As Logstash and Beats ask.
        #expect(
            Self.splice(
                #"{"errors":false,"items":[{"index":{"status":200}}]}"#, [1],
                Self.style("errors,items.*.error,items.*.status"))
                == #"{"errors":true,"items":[{"index":{"status":200}},{"index":{"status":403,"error":"#
                + #"{"type":"security_exception","reason":"no \"way\""}}}]}"#)
        #expect(
            Self.splice("{\"took\":3}", [1], Self.style("took")) == "{\"took\":3}")
        #expect(
            Self.splice("{}", [1], Self.style("items.*.error.type"))
                == #"{"items":[{"index":{"error":{"type":"security_exception"}}}]}"#)
        #expect(
            Self.splice("{\"errors\":false}", [1], Self.style("errors,**.type"))
                == #"{"errors":true,"items":[{"index":{"error":{"type":"security_exception"}}}]}"#)
        #expect(
            Self.splice(
                #"{"errors":true,"items":[{"index":{"error":1}}]}"#, [0], Self.style("errors,items.*.error"))
                == #"{"errors":true,"items":[{"index":{"error":1}},{"index":{"error":{"type":"security_exception","reason":"no \"way\""}}}]}"#
        )
        #expect(
            Self.splice(
                #"{"items":[{"index":{"_index":"a"}}]}"#, [0],
                Self.style("-**.reason,-items.*.status,-took,-errors"))
                == #"{"items":[{"index":{"_index":"secret","_id":"7","error":{"type":"security_exception"}}},{"index":{"_index":"a"}}]}"#
        )
        #expect(
            Self.splice("{ }", [0], Self.style("items.delete", pretty: true)) == "{ }")
        #expect(
            Self.splice("{ }\n", [0], Self.style("items.*.status", pretty: true))
                == "{\n  \"items\" : [\n    {\n      \"index\" : {\n        \"status\" : 403\n      }\n    }\n  ]\n}\n"
        )
    }

    @Test(arguments: [
        ("", "items.index._id", true), ("items", "items.index._id", true),
        ("items.*", "items.index._id", true),
        ("items.*._id", "items.index._id", true), ("items.index.*d", "items.index._id", true),
        ("*", "items.index._id", true), ("**", "items.index._id", true), ("**._id", "items.index._id", true),
        ("items.**._id", "items.index._id", true), ("i*s.*.*i*", "items.index._id", true),
        ("took", "items.index._id", false), ("items.delete", "items.index._id", false),
        ("items.*.error", "items.index._id", false), ("_id", "items.index._id", false),
        ("items.index._id.x", "items.index._id", false), ("-items", "items.index._id", false),
        ("-took", "items.index._id", true), ("items,-items.*._id", "items.index._id", false),
        ("it\\.ems", "items.index._id", false), (" took , items ", "items.index._id", true),
        ("**.reason", "items.index.error.reason", true), ("**.error", "items.index.error.reason", true),
    ])
    func filterPathIsElasticsearchs(_ filter: String, _ path: String, _ isIncluded: Bool) {
        #expect(
            FilterPath(Array(filter.utf8)).includes(path.split(separator: ".").map(String.init)) == isIncluded
        )
    }

    // MARK: Answers of our own and odd ones

    @Test func everythingDeniedIsAnswered() throws {
        let items = DeniedBulkItems(Self.denials([0, 1]), style: ResponseStyle(major: 7))
        let answer = text(items.response(took: 3))
        #expect(answer.hasPrefix("{\"took\":3,\"errors\":true,\"items\":[{\"index\":{"))
        #expect(try JSONParser.parse(Array(answer.utf8))["items"]?.elements?.count == 2)
        let newer = DeniedBulkItems(Self.denials([0]), style: ResponseStyle(major: 8))
        #expect(text(newer.response(took: 0)) == "{\"errors\":true,\"took\":0,\"items\":[\(Self.one)]}")
        let filtered = DeniedBulkItems(Self.denials([0]), style: Self.style("errors"))
        #expect(text(filtered.response(took: 0)) == "{\"errors\":true}")
        let pretty = DeniedBulkItems(
            Self.denials([0]), style: Self.style("took,items.*.status", pretty: true))
        var writer = JSONWriter(pretty: true)
        writer.value(try JSONParser.parse(pretty.response(took: 9)))
        #expect(writer.bytes == pretty.response(took: 9))
    }

    @Test func whatIsNoObjectPasses() {
        for response in ["", "[1,2]", "---\nitems: []\n", "null", "  \"a\""] {
            #expect(Self.splice(response, [0]) == response)
        }
    }

    @Test func nothingBreaksTheEngine() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "items", "\"items\":[", "\"errors\":", "1", " ", "{}",
        ]
        for _ in 0..<3000 {
            let response = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            _ = Self.splice("{" + response, [0, 2])
        }
    }

    @Test func aResponseOfAnySizeIsHeldInNoMemory() {
        let items = DeniedBulkItems(Self.denials([1]), style: ResponseStyle(major: 8))
        var splicer = ResponseSplicer(items: items, form: items.form)
        let output = ByteBuffer(capacity: 64)
        splicer.splice(Array("{\"took\":1,\"errors\":false,\"items\":[".utf8).span, into: output)
        let item = Array("{\"index\":{\"_index\":\"logs-a\",\"status\":201}},".utf8)
        let chunk = Array(repeatElement(item, count: 1000).joined())
        var total = 0
        for _ in 0..<500 {
            splicer.splice(chunk.span, into: output)
            total += output.count
            output.removeAll()
        }
        #expect(output.capacity < 2 * chunk.count + 1000)
        splicer.splice(Array("{}]}".utf8).span, into: output)
        #expect(splicer.isComplete)
        #expect(total > 500 * chunk.count)
    }
}
