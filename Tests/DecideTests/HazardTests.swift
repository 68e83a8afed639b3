import Classify
import Testing

@testable import Decide

/// Every hazard of the list, judged as a whole: path, query and content. What only the wire shows is told in
/// `Tests/EndToEnd/test_hazards.py`.
@Suite struct HazardTests {
    struct Row: Sendable {
        var hazard: Int
        var release = Release(.elasticsearch, 7, 17)
        var line: String
        var content: String?
        /// What must begin the outcome; `403` alone stands for any reason.
        var outcome: String
        var cluster: [String] = []

        init(_ hazard: Int, _ line: String, _ content: String? = nil, _ outcome: String) {
            self.hazard = hazard
            self.line = line
            self.content = content
            self.outcome = outcome
        }

        func on(_ major: Int, _ minor: Int) -> Row {
            var row = self
            row.release = Release(.elasticsearch, major, minor)
            return row
        }

        func holding(_ cluster: String...) -> Row {
            var row = self
            row.cluster = cluster
            return row
        }
    }

    /// The rest is about sockets and headers.
    static let onTheWire: Set = [50, 51, 53, 54, 56]

    @Test func everyHazardIsThere() {
        let judged = Set(Self.all.map(\.hazard))
        #expect(judged.isDisjoint(with: Self.onTheWire))
        #expect(judged.union(Self.onTheWire) == Set(1...59))
    }

    @Test(arguments: Self.all)
    func hazardsAreMet(_ row: Row) throws {
        let outcome = try HazardScene(row.release, cluster: row.cluster).run(row.line, row.content)
        #expect(
            outcome.hasPrefix(row.outcome), "H\(row.hazard): \(row.line) \(row.content ?? ""): \(outcome)")
        // Whatever comes of it, the secret's name goes on only where a name is not meant.
        if outcome.contains("->"), ![11, 38, 40].contains(row.hazard) {
            #expect(!outcome.contains("secret"), "H\(row.hazard): \(row.line): \(outcome)")
        }
    }

    static let all =
        Self.paths + Self.queries + Self.bodies + Self.administration + Self.lookups + Self.handles

    private static let every = "logs-2026.01.02,logs-a,logs-alias,logs-b"

    static let paths: [Row] = [
        Row(1, "GET /_search", nil, "-> /\(every)/_search"),
        Row(1, "GET /_mapping", nil, "-> /\(every)/_mapping"),
        Row(1, "POST /_refresh", nil, "403"),
        Row(1, "POST /_forcemerge", nil, "403"),
        Row(2, "DELETE /", nil, "400"),
        Row(2, "POST /_close", nil, "400"),
        Row(2, "PUT /_settings", "{}", "403"),
        Row(3, "GET /_all/_search", nil, "-> /\(every)/_search"),
        Row(3, "GET /*/_search", nil, "-> /\(every)/_search"),
        Row(3, "GET /s*,l*/_search", nil, "-> /\(every)/_search"),
        Row(3, "GET /secr*/_search", nil, "-> /*,-*/_search"),
        Row(4, "GET /logs-a%2Csecret/_search", nil, "403 action [indices:data/read/search]"),
        Row(4, "GET /logs-a%252Csecre/_search", nil, "-> /logs-a%252Csecre/_search"),
        Row(5, "GET /*,-logs-a/_search", nil, "-> /logs-2026.01.02,logs-alias,logs-b/_search"),
        Row(5, "GET /-logs-a/_search", nil, "-> /logs-2026.01.02,logs-alias,logs-b/_search").on(5, 6),
        Row(5, "GET /%2Bsecret/_search", nil, "403").on(5, 6),
        Row(6, "GET /+secret/_search", nil, "403"),
        Row(6, "GET /+secret/_search", nil, "403").on(8, 18),
        Row(7, "GET /%3Clogs-%7Bnow%2Fd%7D%3E/_search", nil, "-> /logs-2026.01.02/_search"),
        Row(7, "GET /%3Csecret-%7Bnow%2Fd%7D%3E/_search", nil, "404"),
        Row(7, "GET /%3Csecr%7Bnow%7Byyyy'et'%7D%7D%3E/_search", nil, "40"),
        Row(8, "GET /mixed/_search", nil, "403"),
        Row(8, "GET /.ds-secret-000001/_search", nil, "403"),
        Row(8, "GET /m*/_search", nil, "-> /*,-*/_search"),
        Row(12, "GET //_search", nil, "400 emptySegment"),
        Row(12, "DELETE ///", nil, "400 emptySegment"),
        Row(12, "GET /logs-a/../secret/_search", nil, "400 dotSegment"),
        Row(12, "GET /logs-a/%2e%2e/secret/_search", nil, "400 dotSegment"),
        Row(12, "GET /secret/_search/", nil, "403"),
        Row(13, "GET /_cache/clear", nil, "403").on(6, 8),
        Row(13, "GET /_refresh", nil, "403"),
        Row(13, "HEAD /secret", nil, "403"),
        Row(13, "PATCH /secret", nil, "405"),
        Row(14, "POST /logs-a/_query/x", "{}", "40"),
        Row(14, "GET /secret/_all/1", nil, "403").on(6, 8),
        Row(14, "GET /secret,logs-a/a,b/_search", nil, "403").on(5, 6),
        Row(15, "GET /remote:logs-a/_search", nil, "403 [remote:logs-a] names an index of another cluster"),
        Row(15, "GET /*:*/_search", nil, "403"),
        Row(15, "GET /_resolve/index/re*:logs-a", nil, "403"),
        Row(16, "GET /logs-a::failures/_search", nil, "403 [logs-a::failures] selects").on(9, 0),
        Row(16, "GET /secret::data/_search", nil, "403").on(9, 0),
        Row(17, "GET /*/_search?expand_wildcards=all", nil, "-> /\(every),logs-closed,logs-hidden"),
        Row(17, "GET /secret/_search?ignore_unavailable=true", nil, "-> /*,-*/_search"),
        Row(17, "GET /sec*/_search?allow_no_indices=false", nil, "404"),
        Row(18, "GET /.security-7/_search", nil, "403"),
        Row(18, "GET /.*/_search", nil, "-> /*,-*/_search"),
        Row(57, "POST /logs-a/_optimize", nil, "403 no endpoint"),
        Row(57, "POST /secret/_optimize", nil, "403 action").on(1, 7),
        Row(57, "DELETE /secret/_query?q=*", nil, "403 action").on(1, 7),
        Row(58, "GET /_sites/secret", nil, "40"),
        Row(58, "POST /_opendistro/_sql", "{}", "403 no endpoint"),
        Row(59, "GET /logs-*/_search", nil, "-> /logs-*/_search"),
        Row(59, "GET /l*/_search", nil, "-> /\(every)/_search"),
    ]

    static let queries: [Row] = [
        Row(9, "GET /_search?index=secret", nil, "400 parameter [index]"),
        Row(9, "GET /logs-a/_search?index=logs-a;index=secret", nil, "400"),
        Row(9, "POST /_bulk?index=secret", "{}", "400"),
        Row(9, "GET /_mget?index=secret", "{}", "400"),
        Row(9, "GET /_cat/indices?index=secret", nil, "400"),
        Row(
            10, "GET /logs-a/_search?source=%7B%7D&source_content_type=application/json", nil,
            "400 parameter [source]"),
        Row(10, "GET /_mget?source=%7B%7D", nil, "400"),
        Row(
            11, "GET /logs-a/_search?q=_index:secret&routing=secret&preference=secret", nil,
            "-> /logs-a/_search"),
        Row(11, "GET /logs-a/t/1/_mlt?search_indices=secret", nil, "400 parameter [search_indices]").on(1, 7),
        Row(11, "GET /logs-a/t/1/_percolate?percolate_index=secret", nil, "400").on(2, 4),
        Row(55, "GET /logs-a/_search?callback=steal", nil, "400 parameter [callback]").on(1, 7),
        Row(55, "POST /_shutdown", nil, "403").on(1, 7),
        Row(55, "GET /_plugin/head/index.html", nil, "403").on(1, 7),
        Row(55, "PUT /_river/x/_meta", "{}", "403").on(1, 7),
    ]

    private static let twoActions =
        #"{"index":{"_index":"secret"}}"# + "\n{}\n" + #"{"index":{"_index":"ingest-1"}}"# + "\n{}\n"

    static let bodies: [Row] = [
        Row(
            19, "POST /_bulk", twoActions, "denied [0] -> /_bulk {\"index\":{\"_index\":\"ingest-1\"}}\n{}\n"),
        Row(19, "POST /ingest-1/_bulk", #"{"delete":{"_index":"secret","_id":"1"}}"# + "\r\n", "denied [0]"),
        Row(19, "POST /_bulk", #"{"index":{"_index":"ingest-1","_index":"secret"}}"# + "\n{}\n", "400"),
        Row(19, "POST /_bulk", #"{"index":{"_index":"ingest-1"}}"# + "\n{}", "400"),
        Row(
            20, "POST /logs-a/_mget", #"{"docs":[{"_index":"secret","_id":"1"},{"_id":"2"}]}"#,
            "denied [0] -> /logs-a/_mget {\"docs\":[{\"_id\":\"2\"}]}"),
        Row(20, "POST /_mtermvectors", #"{"docs":[{"_index":"secret","_id":"1"}]}"#, "denied [0]"),
        Row(
            21, "POST /_msearch", "{\"index\":\"secret\"}\n{}\n\n{}\n", "denied [0] -> /_msearch {\"index\":["
        ),
        Row(
            21, "POST /_msearch/template", "{\"index\":[\"logs-a\",\"secret\"]}\n{\"source\":{}}\n",
            "denied [0]"),
        Row(22, "POST /_reindex", #"{"source":{"index":"secret"},"dest":{"index":"ingest-1"}}"#, "403"),
        Row(22, "POST /_reindex", #"{"source":{"index":"logs-a"},"dest":{"index":"secret"}}"#, "403"),
        Row(
            22, "POST /_reindex",
            #"{"source":{"index":"logs-a","remote":{"host":"http://h"}},"dest":{"index":"ingest-1"}}"#, "403"),
        Row(
            22, "POST /_reindex",
            #"{"source":{"index":"logs-a"},"dest":{"index":"ingest-1"},"script":{"source":"ctx._index='secret'"}}"#,
            "403"),
        Row(23, "POST /_aliases", #"{"actions":[{"add":{"index":"secret","alias":"logs-9"}}]}"#, "403"),
        Row(23, "POST /_aliases", #"{"actions":[{"remove_index":{"index":"secret"}}]}"#, "403"),
        Row(23, "PUT /ingest-2", #"{"aliases":{"logs-9":{}}}"#, "403"),
        Row(24, "PUT /logs-a/_clone/secret2", nil, "403"),
        Row(24, "POST /logs-alias/_rollover/secret2", nil, "403"),
        Row(25, "PUT /ingest-1/_doc/1?pipeline=p", "{}", "403 pipeline [p]"),
        Row(25, "POST /_bulk?pipeline=p", twoActions, "403"),
        Row(25, "POST /ingest-1/_bulk", "{\"index\":{\"pipeline\":\"p\"}}\n{}\n", "denied [0]"),
        Row(25, "PUT /ingest-2", #"{"settings":{"index":{"default_pipeline":"p"}}}"#, "403"),
        Row(
            25, "PUT /_ingest/pipeline/p", #"{"processors":[{"set":{"field":"_index","value":"secret"}}]}"#,
            "403"
        ).holding("manage_pipeline"),
        // Nothing is written, and only who may is told what comes out.
        Row(25, "POST /_ingest/pipeline/_simulate", #"{"pipeline":{"processors":[]},"docs":[]}"#, "403"),
        Row(
            25, "POST /_ingest/pipeline/_simulate",
            #"{"pipeline":{"processors":[{"set":{"field":"_index","value":"other"}}]},"docs":[]}"#,
            "-> /_ingest/pipeline/_simulate"
        ).holding("manage_pipeline"),
        Row(
            44, "POST /logs-a/_search", #"{"query":{"match_all":{}},"query":{"match_all":{}}}"#,
            "400 Duplicate field"),
        Row(44, "POST /logs-a/_search", "{'query':{}}", "400"),
        Row(44, "POST /logs-a/_search", "{\"min_score\":NaN}", "400"),
        Row(44, "POST /logs-a/_search", "\u{feff}{}", "400"),
        Row(44, "POST /logs-a/_search", "---\nquery: {}\n", "400"),
        Row(52, "POST /logs-a/_search", #"{"query":{"template":{"id":"t"}}}"#, "403"),
    ]
}
