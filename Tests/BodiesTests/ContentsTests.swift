import Elasticsearch
import Testing

@testable import Bodies

@Suite struct ContentsTests {
    static let cases: [(BodyKind, String, [String])] = [
        // H20
        (
            .multiGet, #"{"docs":[{"_index":"secret","_id":"1"},{"_id":"2"}],"ids":["3",4]}"#,
            ["index secret", "index -", "index -", "index -"]
        ),
        (
            .multiGet,
            #"{"docs":[{"_index":null,"_id":"1","_type":"t","routing":"r","_source":{"includes":["a"]}}]}"#,
            ["index -"]
        ),
        (
            .multiTermVectors,
            #"{"docs":[{"_index":"secret","_id":"1","fields":["f"]}],"ids":["2"],"parameters":{"fields":["f"]}}"#,
            ["index secret", "index -"]
        ),
        (.termVectors, #"{"_index":"secret","fields":["f"]}"#, ["index secret"]),
        (.termVectors, #"{"doc":{"_index":"x"},"offsets":true}"#, []),
        // H22
        (
            .reindex, #"{"source":{"index":"secret"},"dest":{"index":"logs-a"}}"#,
            ["source secret", "destination logs-a"]
        ),
        (
            .reindex,
            #"{"source":{"index":["a","secret*"],"query":{"terms":{"f":{"index":"x","id":"1"}}}},"dest":{"index":"b","op_type":"create"}}"#,
            ["source a,secret*", "lookup x", "destination b"]
        ),
        (
            .reindex,
            #"{"source":{"index":"a"},"dest":{"index":"b","pipeline":"p"},"script":{"source":"ctx._index='secret'"}}"#,
            ["source a", "destination b", "pipeline p", "anywhere *"]
        ),
        (.reindex, #"{"source":{},"dest":{}}"#, ["source -", "destination -"]),
        (.reindex, #"{"source":{"index":null},"dest":{"index":"b"}}"#, ["source -", "destination b"]),
        (
            .updateByQuery, #"{"query":{"match_all":{}},"script":{"source":"ctx.op='delete'"},"max_docs":5}"#,
            []
        ),
        (.query, #"{"query":{"match_all":{}},"slice":{"id":0,"max":2}}"#, []),
        // H23
        (
            .aliases, #"{"actions":[{"add":{"index":"secret","alias":"logs-a2"}}]}"#,
            ["index secret", "alias logs-a2"]
        ),
        (
            .aliases,
            #"{"actions":[{"remove":{"indices":["a","b"],"aliases":["x","y*"]}},{"remove_index":{"index":"secret"}}]}"#,
            ["index a,b", "alias x,y*", "removed secret"]
        ),
        (
            .aliases,
            #"{"actions":[{"add":{"alias":"x","filter":{"terms":{"f":{"index":"secret","id":"1"}}}}}]}"#,
            ["alias x", "lookup secret", "index -"]
        ),
        (.putAlias, #"{"index":"secret","alias":"logs-b","routing":"1"}"#, ["index secret", "alias logs-b"]),
        (
            .createIndex,
            #"{"aliases":{"l\u006fgs-x":{"filter":{"terms":{"f":{"index":"secret","id":"1"}}}},"y":{}},"mappings":{"properties":{"target_index":{"type":"keyword"}}},"settings":{"index":{"number_of_shards":1}}}"#,
            ["alias logs-x", "lookup secret", "alias y"]
        ),
        // H24
        (
            .newIndex,
            #"{"aliases":{"logs-x":{}},"conditions":{"max_docs":5},"settings":{"index.number_of_replicas":0}}"#,
            ["alias logs-x"]
        ),
        // H25
        (.settings, #"{"index":{"default_pipeline":"p","final_pipeline":"_none"}}"#, ["pipeline p"]),
        (.settings, #"{"index.default_pipeline":"p"}"#, ["pipeline p"]),
        (.settings, #"{"default_pipeline":"p"}"#, ["pipeline p"]),
        (.settings, #"{"settings":{"index":{"final_pipeline":"p"}}}"#, ["pipeline p"]),
        (.settings, #"{"index":{"search":{"default_pipeline":"p"}}}"#, ["searchPipeline p"]),
        (.settings, #"{"settings":{"index.search.default_pipeline":"p"}}"#, ["searchPipeline p"]),
        (.settings, #"{"index":{"search.default_pipeline":"_none"}}"#, []),
        (.settings, #"{"x.search.default_pipeline":"p"}"#, ["pipeline p"]),
        (.settings, #"{"index":{"d\u0065fault_pipeline":"p"}}"#, ["pipeline p"]),
        (
            .settings,
            #"{"index":{"default_pipeline":null,"refresh_interval":"5s","analysis":{"analyzer":{"a":{"type":"custom","tokenizer":"x"}}}}}"#,
            []
        ),
        (
            .settings,
            #"{"index":{"replication":{"type":"SEGMENT"},"append_only.enabled":true,"composite_index":true,"composite_index.star_tree.field.max_dimensions":5,"plugins.index_state_management.rollover_alias":"x"}}"#,
            []
        ),
        (.pipeline, #"{"processors":[{"set":{"field":"_index","value":"secret"}}]}"#, ["anywhere *"]),
        // H29
        (
            .template,
            #"{"index_patterns":["secret*","a"],"template":{"aliases":{"x":{}},"settings":{"default_pipeline":"p"},"mappings":{}},"priority":5,"composed_of":["c"]}"#,
            ["pattern secret*,a", "alias x", "pipeline p"]
        ),
        (
            .template, #"{"template":"secret*","order":1,"aliases":{"x":{}},"settings":{}}"#,
            ["pattern secret*", "alias x"]
        ),
        // H30
        (
            .painlessExecute,
            #"{"script":{"source":"1"},"context":"filter","context_setup":{"index":"secret","document":{"index":"x"},"query":{"terms":{"f":{"index":"b","id":"1"}}}}}"#,
            ["index secret", "lookup b"]
        ),
        (.analyze, #"{"analyzer":"standard","text":["secret"]}"#, []),
        (
            .vectorTile,
            #"{"exact_bounds":true,"extent":4096,"fields":["f"],"aggs":{"a":{"filter":{"terms":{"f":{"index":"secret","id":"1"}}}}},"query":{"terms":{"f":{"index":"b","id":"1"}}}}"#,
            ["lookup secret", "lookup b"]
        ),
        (
            .graph,
            #"{"query":{"terms":{"f":{"index":"secret","id":"1"}}},"controls":{"sample_diversity":{"field":"f","max_docs_per_value":5}},"vertices":[{"field":"f","include":["a",{"term":"b","boost":2}]}],"connections":{"connections":{"query":{"terms":{"f":{"index":"b","id":"1"}}},"vertices":[{"field":"f"}]}}}"#,
            ["lookup secret", "lookup b"]
        ),
        (
            .suggest,
            #"{"text":"x","s":{"phrase":{"field":"f","collate":{"query":{"inline":{"terms":{"f":{"index":"secret","id":"1"}}}}}}}}"#,
            ["lookup secret"]
        ),
        (.fieldStatistics, #"{"fields":["f"],"index_constraints":{"f":{"min_value":{"gte":1}}}}"#, []),
        (.searchTemplate, #"{"id":"t","params":{"index":"secret"}}"#, ["storedTemplate t"]),
        // H37: a template can be read where its tags stand in texts.
        (
            .searchTemplate,
            #"{"source":"{\"query\":{\"terms\":{\"f\":{\"index\":\"secret\",\"id\":\"1\"}}}}","params":{"a":"{{x}}"}}"#,
            ["lookup secret"]
        ),
        (
            .searchTemplate, #"{"source":{"query":{"terms":{"f":{"index":"secret","id":"1"}}}}}"#,
            ["lookup secret"]
        ),
        (
            .rankEval,
            #"{"requests":[{"id":"1","request":{"query":{"terms":{"f":{"index":"secret","id":"1"}}}},"ratings":[{"_index":"x","_id":"1","rating":1}]}],"metric":{"precision":{}}}"#,
            ["lookup secret"]
        ),
        // H40: a mapping may join.
        (
            .mapping,
            #"{"runtime":{"x":{"type":"lookup","target_index":"secret","input_field":"a","target_field":"b","fetch_fields":["c"]}}}"#,
            ["join secret"]
        ),
        (
            .mapping,
            #"{"properties":{"target_index":{"type":"object","properties":{"target_index":{"type":"keyword"}}},"dynamic_templates":[{"x":{"runtime":{"target_index":"secret"}}}]}}"#,
            ["join secret"]
        ),
        (
            .reindex, #"{"source":{"index":"a"},"dest":{"index":"b","type":".percolator"}}"#,
            ["source a", "destination b", "anywhere *"]
        ),
        // H45
        (.scroll, #"{"scroll":"1m","scroll_id":"c2Nhbg=="}"#, ["cursor c2Nhbg=="]),
        (.scroll, "c2Nhbg==\n", ["cursor c2Nhbg=="]),
        (.clearScroll, #"{"scroll_id":["a","b"]}"#, ["cursor a,b"]), (.clearScroll, "a,b", ["cursor a,b"]),
        (.clearScroll, "", []),
        (.clearScroll, #"{"scroll_id":"_all"}"#, ["cursor _all"]), (.clearScroll, "_all", ["cursor _all"]),
        // H46
        (.closePointInTime, #"{"id":"46ToAw=="}"#, ["cursor 46ToAw=="]),
        (.closePointInTime, #"{"pit_id":["a","b"]}"#, ["cursor a,b"]),
        // H47
        (.sql, #"{"cursor":"sDXF1ZXJ5","fetch_size":5}"#, ["cursor sDXF1ZXJ5"]),
        (
            .eql,
            #"{"query":"process where name == \"secret\"","filter":{"terms":{"f":{"index":"secret","id":"1"}}}}"#,
            ["lookup secret"]
        ),
    ]

    @Test(arguments: Self.cases)
    func H20_to_H47_whatIsNamed(_ kind: BodyKind, _ body: String, _ expected: [String]) throws {
        #expect(try targets(kind, body) == expected)
    }

    static let refusals: [(BodyKind, String, ContentRefusal.Rule, String)] = [
        (.multiGet, #"{"docs":[{"_index":"a","_index":"secret"}]}"#, .duplicateName, "docs[0]"),
        (.multiGet, #"{"docs":[{"_index":["a"],"index":"x"}]}"#, .unknownName, "docs[0].index"),
        (
            .multiGet, #"{"docs":[{"_id":"1","routing":{"_index":"secret"}}]}"#, .unexpectedValue,
            "docs[0].routing"
        ),
        (.putAlias, #"{"routing":{"index":"secret"}}"#, .unexpectedValue, "routing"),
        (.multiGet, #"{"docs":[],"docs":[{"_index":"secret"}]}"#, .duplicateName, ""),
        (.multiGet, #"{"ids":"1"}"#, .syntax, "ids"),
        (.multiGet, #"{"ids":[{"_index":"secret"}]}"#, .unexpectedValue, "ids[0]"),
        (
            .multiTermVectors, #"{"ids":["1"],"parameters":{"_index":"secret"}}"#, .unknownName,
            "parameters._index"
        ),
        // H22
        (
            .reindex, #"{"source":{"remote":{"host":"http://x:9200"},"index":"a"},"dest":{"index":"b"}}"#,
            .unexpectedValue, "source.remote"
        ),
        (
            .reindex, #"{"source":{"index":"a"},"dest":{"index":"b","op_type":"CREATE"}}"#, .unexpectedValue,
            "dest.op_type"
        ),
        (
            .aliases, #"{"actions":[{"add":{"index":"a","indices":["secret"],"alias":"x"}}]}"#,
            .duplicateName, "actions[0].add"
        ),
        (.aliases, #"{"actions":[{"swap":{"index":"a"}}]}"#, .unknownName, "actions[0].swap"),
        (.createIndex, #"{"number_of_shards":1}"#, .unknownName, "number_of_shards"),
        (.createIndex, #"{"warmers":{"w":{"source":{}}}}"#, .unknownName, "warmers"),
        // Settings by which an index is made from the files of another.
        (
            .createIndex, #"{"settings":{"index.shrink.source.name":"secret"}}"#, .privateSetting,
            "settings.index.shrink.source.name"
        ),
        (
            .createIndex, #"{"settings":{"index":{"resize":{"source":{"uuid":"x"}}}}}"#, .privateSetting,
            "settings.index.resize.source.uuid"
        ),
        (.createIndex, #"{"settings":{"data_path":"/x"}}"#, .privateSetting, "settings.data_path"),
        (
            .settings, #"{"index.store.snapshot.index_name":"secret"}"#, .privateSetting,
            "index.store.snapshot.index_name"
        ),
        (
            .settings, #"{"index.plugins.index_state_management.policy_id":"p"}"#, .privateSetting,
            "index.plugins.index_state_management.policy_id"
        ),
        (.settings, #"{"xpack.ccr.following_index":true}"#, .privateSetting, "xpack.ccr.following_index"),
        (
            .settings, #"{"index":{"default_pipeline":{"x":"p"}}}"#, .privateSetting,
            "index.default_pipeline.x"
        ),
        (.settings, #""index.default_pipeline: p""#, .syntax, ""),
        // H37: stored, or with something to fill in that can be more than a part of a text.
        (.searchTemplate, #"{"id":{"x":"t"}}"#, .unexpectedValue, "id"),
        (.searchTemplate, #"{"file":"t"}"#, .unexpectedValue, "file"),
        (.searchTemplate, #"{"source":"{\"query\":{{q}}}"}"#, .hiddenQuery, "source"),
        (.searchTemplate, #"{"source":"\u007b{q}}"}"#, .hiddenQuery, "source"),
        (.searchTemplate, #"{"template":{"id":"stored"}}"#, .unknownName, "template.id"),
        (
            .rankEval, #"{"templates":[{"id":"t","template":{"id":"stored"}}]}"#, .unknownName,
            "templates[0].template.id"
        ),
        (
            .graph, #"{"vertices":[{"field":"f","query":{"match_all":{}}}]}"#, .unknownName,
            "vertices[0].query"
        ),
        (.vectorTile, #"{"knn":{"field":"v"}}"#, .unknownName, "knn"),
        (.fieldStatistics, #"{"fields":["f"],"index":"secret"}"#, .unknownName, "index"),
        (
            .suggest, #"{"s":{"phrase":{"collate":{"query":{"id":"t"}}}}}"#, .unknownName,
            "s.phrase.collate.query.id"
        ),
        (.scroll, "a b", .syntax, ""), (.scroll, #"["a"]"#, .syntax, ""),
        (.scroll, #"{"scroll_id":{"x":"a"}}"#, .unexpectedValue, "scroll_id"),
        (.sql, #"{"catalog":"remote","query":"SELECT 1"}"#, .unexpectedValue, "catalog"),
        (.esql, #"{"tables":{"t":{}},"query":"ROW a=1"}"#, .unexpectedValue, "tables"),
        (.analyze, #"{"index":"secret"}"#, .unknownName, "index"), (.pipeline, "{", .syntax, ""),
        (.termVectors, #"{"_index":"a","_index":"secret"}"#, .duplicateName, ""),
    ]

    @Test(arguments: Self.refusals)
    func H22_to_H49_whatIsRefused(
        _ kind: BodyKind, _ body: String, _ rule: ContentRefusal.Rule, _ path: String
    ) throws {
        let refusal = try #require(refused(kind, body))
        #expect(refusal.rule == rule)
        #expect(path.isEmpty || refusal.path == path)
    }

    @Test func destinationsNeedWhatTheyDo() throws {
        func actions(_ options: String) throws -> [String] {
            let body = "{\"source\":{\"index\":\"a\"},\"dest\":{\(options)\"index\":\"b\"}}"
            let found = try BodyReader.read(.reindex, Array(body.utf8).span).targets
            return try #require(found.first { $0.role == .destination }).actions.map(\.name)
        }
        #expect(try actions("") == ["indices:data/write/bulk[s]", "indices:data/write/index:op_type/index"])
        #expect(
            try actions("\"op_type\":\"create\",") == [
                "indices:data/write/bulk[s]", "indices:data/write/index:op_type/create",
            ])
    }

    /// A field that keeps queries, by any spelling, and one whose type or options are made of the name of a field.
    @Test(arguments: [
        #"{"properties":{"q":{"type":"percolator"}}}"#,
        #"{"properties":{"q":{"\u0074ype":"perco\u006cator"}}}"#,
        #"{"t":{"properties":{"type":{"type":"object","properties":{"q":{"type":"percolator"}}}}}}"#,
        #"{"properties":{"a":{"type":"text","fields":{"q":{"type":"percolator"}}}}}"#,
        #"{"dynamic_templates":[{"x":{"mapping":{"type":"percolator"}}}]}"#,
        #"{"dynamic_templates":[{"x":{"mapping":{"type":"{name}"}}}]}"#,
        #"{"dynamic_templates":[{"x":{"mapping":{"{name}":"percolator"}}}]}"#,
        #"{"dynamic_templates":[{"x":{"mapping":{"t{name}":"percolator"}}}]}"#,
    ]) func H36_fieldsThatKeepQueries(_ mapping: String) throws {
        #expect(try targets(.mapping, mapping) == ["anywhere *"])
        #expect(try targets(.createIndex, "{\"mappings\":\(mapping)}") == ["anywhere *"])
        #expect(
            try targets(.template, "{\"template\":{\"mappings\":{\"_doc\":\(mapping)}}}") == ["anywhere *"])
        let actions = try BodyReader.read(.mapping, Array(mapping.utf8).span).targets[0].actions.map(\.name)
        #expect(actions == ["indices:data/read/get", "indices:data/read/search"])
    }

    @Test(arguments: [
        #"{"properties":{"q":{"type":"keyword"},"percolator":{"type":"text"},"type":{"type":["a","b"]}}}"#,
        #"{"dynamic_templates":[{"x":{"match":"*","mapping":{"type":"{dynamic_type}","copy_to":"{name}_x"}}}]}"#,
        #"{"_meta":{"type":"x","types":["percolator"]},"_parent":{"type":"p"}}"#,
    ]) func otherFieldsKeepNone(_ mapping: String) throws {
        #expect(try targets(.mapping, mapping) == [])
    }

    /// In Base64 and compressed.
    @Test func mappingsAreNoTexts() {
        #expect(
            refused(.template, #"{"template":{"mappings":"eJyrVgIAAXUA+Q=="}}"#)?.rule == .unexpectedValue)
        #expect(refused(.createIndex, #"{"mappings":"eJyrVgIAAXUA+Q=="}"#)?.rule == .unexpectedValue)
    }

    @Test func namesOfOneActionBelongTogether() throws {
        let body = #"{"actions":[{"add":{"index":"a","alias":"x"}},{"add":{"alias":"y","index":"b"}}]}"#
        let found = try BodyReader.read(.aliases, Array(body.utf8).span).targets
        #expect(found[0].statement == found[1].statement && found[2].statement == found[3].statement)
        #expect(found[0].statement != found[2].statement)
    }

    @Test func itemsAreKnown() throws {
        let body = #"{"docs":[{"_index":"a","_type":"t","_id":"1"}, {"_id":2}],"ids":["3"]}"#
        let bytes = Array(body.utf8)
        let found = try BodyReader.read(.multiGet, bytes.span)
        #expect(found.items.map { $0.id.map(text) } == ["1", "2", "3"])
        #expect(found.items.map { $0.type.map(text) } == ["t", nil, nil])
        #expect(
            found.items.map { text(Array(bytes[$0.range])) } == [
                #"{"_index":"a","_type":"t","_id":"1"}"#, #"{"_id":2}"#, "\"3\"",
            ])
        #expect(found.items.map(\.targets) == [0..<1, 1..<2, 2..<3])
        #expect(found.targets.allSatisfy { $0.actions.map(\.name) == ["indices:data/read/mget[shard]"] })
        var limits = BodyLimits()
        limits.itemsMax = 2
        #expect(refused(.multiGet, body, limits: limits)?.rule == .tooManyItems)
    }
}
