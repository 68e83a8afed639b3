import Elasticsearch
import Testing

@testable import Bodies

/// What a content names, as `role expression`, `-` where nothing is named.
func targets(_ kind: BodyKind, _ body: String, limits: BodyLimits = BodyLimits()) throws -> [String] {
    try BodyReader.read(kind, Array(body.utf8).span, limits: limits).targets.map {
        "\($0.role) \($0.expression.map(text) ?? "-")"
    }
}

func refused(_ kind: BodyKind, _ body: String, limits: BodyLimits = BodyLimits()) -> ContentRefusal? {
    do throws(ContentRefusal) {
        _ = try BodyReader.read(kind, Array(body.utf8).span, limits: limits)
        return nil
    } catch {
        return error
    }
}

@Suite struct QueryTests {
    static let lookup = #"{"terms":{"user":{"index":"secret","id":"2","path":"followers"}}}"#

    /// Each place where a query may stand, with `%` for it.
    static let places: [String] = [
        #"{"query":%}"#, #"{"post_filter":%}"#, #"{"filter":%}"#, #"{"query":{"bool":{"must":%}}}"#,
        #"{"query":{"bool":{"should":[{"match_all":{}},%],"filter":[]}}}"#,
        #"{"query":{"bool":{"must_not":[%]}}}"#,
        #"{"query":{"bool":{"filter":{"bool":{"filter":{"bool":{"must":%}}}}}}}"#,
        #"{"query":{"constant_score":{"filter":%,"boost":1}}}"#, #"{"query":{"filtered":{"query":%}}}"#,
        #"{"query":{"filtered":{"filter":%}}}"#,
        #"{"query":{"boosting":{"positive":{"match_all":{}},"negative":%}}}"#,
        #"{"query":{"dis_max":{"queries":[{"match_all":{}},%]}}}"#,
        #"{"query":{"function_score":{"query":%}}}"#,
        #"{"query":{"function_score":{"functions":[{"filter":%,"weight":2}]}}}"#,
        #"{"query":{"script_score":{"query":%,"script":{"source":"1"}}}}"#,
        #"{"query":{"nested":{"path":"p","query":%}}}"#,
        #"{"query":{"nested":{"path":"p","query":{"match_all":{}},"inner_hits":{"highlight":{"highlight_query":%}}}}}"#,
        #"{"query":{"has_child":{"type":"t","query":%}}}"#,
        #"{"query":{"has_parent":{"parent_type":"t","query":%}}}"#,
        #"{"query":{"pinned":{"ids":["1"],"organic":%}}}"#,
        #"{"query":{"rule":{"organic":%,"ruleset_ids":["r"]}}}"#,
        #"{"query":{"knn":{"field":"v","query_vector":[1],"filter":%}}}"#,
        #"{"query":{"knn":{"v":{"vector":[1],"k":2,"filter":%}}}}"#,
        #"{"query":{"neural":{"v":{"query_text":"x","filter":%}}}}"#,
        #"{"query":{"and":[%]}}"#, #"{"query":{"or":{"filters":[%],"_cache":true}}}"#,
        #"{"query":{"not":%}}"#,
        #"{"query":{"not":{"filter":%}}}"#, #"{"query":{"query":%}}"#, #"{"query":{"fquery":{"query":%}}}"#,
        #"{"query":{"span_near":{"clauses":[{"span_multi":{"match":%}}]}}}"#,
        #"{"query":{"hybrid":{"queries":[%]}}}"#,
        #"{"aggs":{"a":{"filter":%}}}"#, #"{"aggregations":{"a":{"filters":{"filters":{"n":%}}}}}"#,
        #"{"aggs":{"a":{"filters":{"filters":[{"match_all":{}},%]}}}}"#,
        #"{"aggs":{"a":{"adjacency_matrix":{"filters":{"n":%}}}}}"#,
        #"{"aggs":{"a":{"significant_terms":{"field":"f","background_filter":%}}}}"#,
        #"{"aggs":{"a":{"terms":{"field":"f"},"aggs":{"b":{"terms":{"field":"f"},"aggs":{"c":{"filter":%}}}}}}}"#,
        #"{"aggs":{"a":{"top_hits":{"sort":[{"f":{"nested":{"path":"p","filter":%}}}]}}}}"#,
        #"{"aggs":{"a":{"t_test":{"a":{"field":"f","filter":%},"b":{"field":"g"}}}}}"#,
        #"{"aggs":{"a":{"frequent_item_sets":{"fields":[{"field":"f"}],"filter":%}}}}"#,
        #"{"aggs":{"filter":{"filter":%}}}"#, #"{"sort":[{"f":{"nested_filter":%}}]}"#,
        #"{"sort":[{"f":{"nested":{"path":"a","nested":{"path":"b","filter":%}}}}]}"#,
        #"{"sort":{"_geo_distance":{"pin":[1,2],"nested":{"path":"p","filter":%}}}}"#,
        #"{"highlight":{"highlight_query":%}}"#,
        #"{"highlight":{"fields":{"highlight_query":{"highlight_query":%}}}}"#,
        #"{"highlight":{"fields":[{"f":{"highlight_query":%}}]}}"#,
        #"{"rescore":{"window_size":5,"query":{"rescore_query":%}}}"#,
        #"{"rescore":[{"query":{"rescore_query":%}}]}"#,
        #"{"collapse":{"field":"f","inner_hits":[{"name":"n","sort":[{"f":{"nested":{"path":"p","filter":%}}}]}]}}"#,
        #"{"knn":[{"field":"v","filter":[%]}]}"#, #"{"sub_searches":[{"query":%}]}"#,
        #"{"retriever":{"standard":{"query":%}}}"#, #"{"retriever":{"standard":{"filter":[%]}}}"#,
        #"{"retriever":{"rrf":{"retrievers":[{"standard":{"query":{"match_all":{}}}},{"knn":{"field":"v","filter":%}}]}}}"#,
        #"{"retriever":{"linear":{"retrievers":[{"retriever":{"standard":{"query":%}},"weight":2}]}}}"#,
        #"{"retriever":{"text_similarity_reranker":{"retriever":{"rrf":{"filter":%,"retrievers":[]}},"field":"f"}}}"#,
    ]

    @Test(arguments: Self.places)
    func H33_termsLookupIsSeenEverywhere(_ place: String) throws {
        #expect(try targets(.search, place.replacing("%", with: Self.lookup)) == ["lookup secret"])
        #expect(try targets(.search, place.replacing("%", with: "{\"match_all\":{}}")) == [])
        // Anything that isn't known is refused in each of these places.
        let unknown = try #require(
            refused(.search, place.replacing("%", with: "{\"lookup_of_tomorrow\":{}}")))
        #expect(unknown.rule == .unknownName)
        #expect(unknown.path.hasSuffix("lookup_of_tomorrow"))
    }

    @Test(arguments: [
        BodyKind.query, .updateByQuery, .fieldCapabilities, .termsEnum, .eql, .sql, .esql, .putAlias,
        .percolate,
    ])
    func H33_lookupsInOtherContents(_ kind: BodyKind) throws {
        let name =
            switch kind {
            case .fieldCapabilities, .termsEnum: "index_filter"
            case .eql, .sql, .esql, .putAlias, .percolate: "filter"
            default: "query"
            }
        #expect(try targets(kind, "{\"\(name)\":\(Self.lookup)}") == ["lookup secret"])
    }

    static let named: [(String, [String])] = [
        // H33: whatever the name of the field.
        (#"{"query":{"terms":{"boost":{"index":"secret","id":"1","path":"p"}}}}"#, ["lookup secret"]),
        (#"{"query":{"terms":{"index":{"index":"secret","id":"1","path":"p"}}}}"#, ["lookup secret"]),
        (#"{"query":{"terms":{"_name":{"id":"1","path":"p"}}}}"#, ["lookup -"]),
        (#"{"query":{"terms":{"f":["a",1,null],"boost":1}}}"#, []),
        (
            #"{"query":{"in":{"f":{"index":"secret","type":"t","id":"1","path":"p","cache":false}}}}"#,
            ["lookup secret"]
        ),
        (
            #"{"query":{"t\u0065rms":{"f":{"ind\u0065x":"\u0073ecret","id":"1","path":"p"}}}}"#,
            ["lookup secret"]
        ),
        // A field may have the name of a query.
        (#"{"query":{"term":{"terms":"x"}}}"#, []), (#"{"query":{"match":{"query":{"query":"x"}}}}"#, []),
        (#"{"query":{"range":{"wrapper":{"gte":1}}}}"#, []),
        (#"{"query":{"bool":{"filter":{"term":{"index":"x"}}}}}"#, []),
        // H34
        (
            #"{"query":{"geo_shape":{"l":{"indexed_shape":{"index":"secret","id":"1","path":"p"}}}}}"#,
            ["lookup secret"]
        ),
        (#"{"query":{"geo_shape":{"l":{"indexed_shape":{"id":"1","path":"p"}}}}}"#, ["lookup shapes"]),
        (
            #"{"query":{"geo_shape":{"ignore_unmapped":{"indexed_shape":{"id":"1"}},"boost":2}}}"#,
            ["lookup shapes"]
        ),
        (#"{"query":{"shape":{"l":{"indexed_shape":{"index":"secret","id":"1"}}}}}"#, ["lookup secret"]),
        (
            #"{"query":{"geo_shape":{"l":{"shape":{"type":"point","coordinates":[1,2]},"relation":"within"}}}}"#,
            []
        ),
        (
            #"{"query":{"geo_shape":{"l":{"shape":{"type":"point","coordinates":[1,2],"bbox":[1,2],"crs":{"type":"name"}}}}}}"#,
            []
        ),
        (#"{"rescore":{"window_size":5,"script":{"script":{"source":"1"}}}}"#, []),
        (#"{"search_pipeline":"p","verbose_pipeline":true}"#, ["searchPipeline p"]),
        // H35
        (
            #"{"query":{"more_like_this":{"like":[{"_index":"secret","_id":"1"},"text"],"fields":["f"]}}}"#,
            ["liked secret"]
        ),
        (
            #"{"query":{"more_like_this":{"like":"text","unlike":{"_index":"secret","_id":"1"}}}}"#,
            ["liked secret"]
        ),
        (
            #"{"query":{"mlt":{"docs":[{"_id":"1"},{"_index":"b","doc":{"index":"x"}}]}}}"#,
            ["liked -", "liked b"]
        ),
        (#"{"query":{"more_like_this":{"ids":["1"],"like_text":"x"}}}"#, []),
        // H36
        (#"{"query":{"percolate":{"field":"q","index":"secret","id":"1"}}}"#, ["lookup secret"]),
        (#"{"query":{"percolate":{"field":"q","document":{"index":"x"}}}}"#, []),
        // H37
        (
            #"{"query":{"wrapper":{"query":"eyJ0ZXJtcyI6eyJmIjp7ImluZGV4Ijoic2VjcmV0IiwiaWQiOiIxIn19fQ=="}}}"#,
            ["lookup secret"]
        ),
        (#"{"query":{"wrapper":{"query":"eyJtYXRjaF9hbGwiOnt9fQ=="}}}"#, []),
        (
            #"{"query":{"indices":{"indices":["a","b"],"query":{"match_all":{}},"no_match_query":"none"}}}"#,
            ["boost a,b"]
        ),
        // H39
        (#"{"pit":{"id":"46ToAw==","keep_alive":"1m"},"query":{"match_all":{}}}"#, ["cursor 46ToAw=="]),
        // H40
        (#"{"indices_boost":[{"secret":1},{"a*":2}]}"#, ["boost secret", "boost a*"]),
        (#"{"indices_boost":{"s\u0065cret":1}}"#, ["boost secret"]),
        (#"{"query":{"term":{"_index":"secret"}}}"#, []),
        (
            #"{"runtime_mappings":{"x":{"type":"lookup","target_index":"secret","input_field":"a","target_field":"b","fetch_fields":["*"]}}}"#,
            ["join secret"]
        ),
        (#"{"runtime_mappings":{"target_index":{"type":"keyword","script":{"source":"emit('x')"}}}}"#, []),
        // H42
        (
            #"{"suggest":{"text":"x","s":{"term":{"field":"f"}},"p":{"phrase":{"field":"f","direct_generator":[{"field":"f"}]}},"c":{"prefix":"x","completion":{"field":"f"}}}}"#,
            []
        ),
        (
            #"{"suggest":{"s":{"phrase":{"field":"f","collate":{"query":{"source":{"match":{"{{field}}":"{{suggestion}}"}}},"params":{"field":"f"},"prune":true}}}}}"#,
            []
        ),
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":"{\"terms\":{\"f\":{\"index\":\"secret\",\"id\":\"{{suggestion}}\"}}}"}}}}}}"#,
            ["lookup secret"]
        ),
        ("", []), (" \n", []), ("{}", []), (#"{"query":null}"#, []), (#"{"query":{}}"#, []),
        (
            #"{"query":{"bool":{"filter":[{"term":{"a":1}},{"range":{"t":{"gte":"now-1h"}}}]}},"size":10,"sort":["_score",{"t":"desc"}],"_source":["a"],"track_total_hits":true}"#,
            []
        ),
    ]

    @Test(arguments: Self.named)
    func H33_to_H42_whatIsNamed(_ body: String, _ expected: [String]) throws {
        #expect(try targets(.search, body) == expected)
    }

    static let refusals: [(String, ContentRefusal.Rule, String)] = [
        (#"{"query":{"wrapper":{"query":"LS0tCm1hdGNoX2FsbDoge30K"}}}"#, .hiddenQuery, "query.wrapper.query"),
        (#"{"query":{"wrapper":{"query":"not base64"}}}"#, .hiddenQuery, "query.wrapper.query"),
        (#"{"query":{"wrapper":{"query":"eyJ4IjoxfQ=="}}}"#, .unknownName, "query.wrapper.query"),
        (#"{"query":{"wrapper":{"query":5}}}"#, .unexpectedValue, "query.wrapper.query"),
        (#"{"query":{"wrapper":"eyJtYXRjaF9hbGwiOnt9fQ=="}}"#, .unexpectedValue, "query.wrapper"),
        (#"{"query":{"template":{"inline":{"match_all":{}}}}}"#, .unexpectedValue, "query.template"),
        (#"{"query":"{\"match_all\":{}}"}"#, .unexpectedValue, "query"),
        (#"{"query":{"match_all":{},"terms":{}}}"#, .severalNames, "query"),
        (#"{"query":{"bool":{"musty":[]}}}"#, .unknownName, "query.bool.musty"),
        (#"{"query":{"bool":{"must":[{"match_all":{}},{"x":{}}]}}}"#, .unknownName, "query.bool.must[1].x"),
        (#"{"query":{"geoShape":{}}}"#, .unknownName, "query.geoShape"),
        (#"{"query":{"terms":{"f":{"index":"a","query":{}}}}}"#, .unknownName, "query.terms.f.query"),
        (#"{"query":{"terms":{"f":{"index":"a","index":"secret"}}}}"#, .duplicateName, "query.terms.f"),
        (#"{"query":{"terms":{"f":{"index":5}}}}"#, .unexpectedValue, "query.terms.f.index"),
        (#"{"query":{"terms":{"f":{"index":["a",""]}}}}"#, .unexpectedValue, "query.terms.f.index"),
        (
            #"{"query":{"geo_shape":{"f":{"indexedShape":{}}}}}"#, .unknownName,
            "query.geo_shape.f.indexedShape"
        ),
        (
            #"{"query":{"more_like_this":{"like":[{"index":"a"}]}}}"#, .unknownName,
            "query.more_like_this.like[0].index"
        ),
        (
            #"{"query":{"knn":{"field":"v","query_vector_builder":{"lookup":{}}}}}"#, .unknownName,
            "query.knn.query_vector_builder.lookup"
        ),
        // H42
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":"x"}}}}}}"#, .hiddenQuery,
            "suggest.s.phrase.collate.query.source"
        ),
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"id":"stored"}}}}}}"#, .unknownName,
            "suggest.s.phrase.collate.query.id"
        ),
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":{},"lang":"painless"}}}}}}"#,
            .unknownName,
            "suggest.s.phrase.collate.query.lang"
        ),
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":{},"options":{"content_type":"text/plain"}}}}}}}"#,
            .unknownName, "suggest.s.phrase.collate.query.options"
        ),
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":"stored"}}}}}"#, .unexpectedValue,
            "suggest.s.phrase.collate.query"
        ),
        (
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":{"match":{"f":"{{{suggestion}}}"}}}}}}}}"#,
            .hiddenQuery, "suggest.s.phrase.collate.query.source"
        ),
        (#"{"aggs":{"a":{"agg_of_tomorrow":{}}}}"#, .unknownName, "aggs.a.agg_of_tomorrow"),
        (#"{"facets":{}}"#, .unknownName, "facets"),
        (#"{"query_binary":"e30="}"#, .unknownName, "query_binary"),
        (#"{"ext":{}}"#, .unknownName, "ext"), (#"{"retriever":{"x":{}}}"#, .unknownName, "retriever.x"),
        (#"{"rescore":{"sltr":{}}}"#, .unknownName, "rescore.sltr"),
        (#"{"runtime_mappings":{"x":{"index":"a"}}}"#, .unknownName, "runtime_mappings.x.index"),
        (#"{"pit":{"id":["a"],"id":"b"}}"#, .duplicateName, "pit"),
        (#"{"aggs":{"a":{"aggs":{}},"b":[5,"x"]}}"#, .unexpectedValue, "aggs.b[1]"),
        (#"{"size":0} {"size":1}"#, .trailingText, ""), (#"{"size":0,}"#, .syntax, ""),
        ("{size:0}", .syntax, ""),
        ("{'size':0}", .syntax, ""), (#"{/*x*/"size":0}"#, .syntax, ""), ("{\"size\":NaN}", .syntax, "size"),
        (#"{"size":01}"#, .syntax, "size"), (#"{"size":1x}"#, .syntax, "size"),
        (#"{"size":"#, .syntax, "size"),
        ("{}x", .trailingText, ""), ("[]", .syntax, ""), (#"[{"size":1}]"#, .syntax, ""),
        ("\u{feff}{}", .syntax, ""), ("{\"from\":\"a\nb\"}", .syntax, "from"),
        (#"{"query":{"t\ud800erms":{}}}"#, .syntax, ""),
    ]

    @Test(arguments: Self.refusals)
    func H44_whatIsNotUnderstoodIsRefused(_ body: String, _ rule: ContentRefusal.Rule, _ path: String) throws
    {
        let refusal = try #require(refused(.search, body))
        #expect(refusal.rule == rule)
        if !path.isEmpty { #expect(refusal.path == path) }
        #expect(refusal.reason.contains(path))
    }

    /// Where some release goes on in the midst of what it doesn't expect: an object's members are then taken for
    /// those of the object around it, and what follows an inner array for what follows the outer one.
    @Test(arguments: [
        #"{"highlight":{"filters":{"fields":{"f":{"highlight_query":%}}}}}"#,
        #"{"highlight":{"fields":{"f":{"x":{"highlight_query":%}}}}}"#,
        #"{"query":{"terms":{"f":[["a"],{"index":"secret","id":"1"}]}}}"#,
        #"{"query":{"terms":{"f":["a",{"index":"secret","id":"1"}]}}}"#,
        #"{"query":{"nested":{"path":{"query":%}}}}"#, #"{"query":{"match":{"f":{"query":{"terms":{}}}}}}"#,
        #"{"query":{"bool":{"boost":{},"must":[]}}}"#, #"{"_source":{"x":{},"query":%}}"#,
        #"{"query":{"bool":{"must":[[%]]}}}"#, #"{"aggs":{"a":{"range":{"ranges":[[1],{"filter":%}]}}}}"#,
        #"{"aggs":{"a":{"terms":{"x":{},"filter":%}}}}"#, #"{"suggest":{"a":{"term":{"x":{"y":{}}}}}}"#,
        #"{"sort":[{"f":{"x":{"nested_filter":%}}}]}"#, #"{"rescore":{"window_size":{"query":%}}}"#,
        #"{"query":{"more_like_this":{"like":{"routing":{"_index":"secret"}}}}}"#,
        #"{"query":{"geo_shape":{"f":{"shape":{"x":{},"indexed_shape":{"index":"secret"}}}}}}"#,
    ])
    func H44_objectsAreWhereTheyAreExpected(_ body: String) {
        let hostile = body.replacing("%", with: Self.lookup)
        #expect(refused(.search, hostile).map { $0.rule.status } == 403, "\(hostile)")
    }

    @Test func H44_overlongTextIsRefused() {
        // Jackson reads C1 B3 as `s`.
        let body = Array("{\"query\":{\"term".utf8) + [0xc1, 0xb3] + Array("\":{}}}".utf8)
        #expect(throws: ContentRefusal.self) { try BodyReader.read(.search, body.span) }
        let utf16 = "{\"size\":1}".utf8.flatMap { [UInt8(0), $0] }
        #expect(throws: ContentRefusal.self) { try BodyReader.read(.search, utf16.span) }
    }

    @Test func whatLookupsNeed() throws {
        let body =
            #"{"query":{"bool":{"must":[\#(Self.lookup),{"mlt":{"like":{"_index":"b","_id":"1"}}}]}},"runtime_mappings":{"x":{"target_index":"c*"}}}"#
        let found = try BodyReader.read(.search, Array(body.utf8).span).targets
        #expect(
            found.map { $0.actions.map(\.name) } == [
                ["indices:data/read/get"], ["indices:data/read/mtv[shard]"], ["indices:data/read/search"],
            ])
        #expect(found.map(\.allowsWildcards) == [false, false, true])
        #expect(
            found.map {
                if case .value(let range) = $0.place { text(Array(Array(body.utf8)[range])) } else { "" }
            } == ["\"secret\"", "\"b\"", "\"c*\""])
    }

    @Test func wrappedNamesCannotBeReplaced() throws {
        let body =
            #"{"query":{"wrapper":{"query":"eyJ0ZXJtcyI6eyJmIjp7ImluZGV4Ijoic2VjcmV0IiwiaWQiOiIxIn19fQ=="}}}"#
        let found = try BodyReader.read(.search, Array(body.utf8).span).targets
        #expect(found.map(\.place) == [.encoded])
        // A wrapper within a wrapper.
        let inner = Base64Text.encode(#"{"terms":{"f":{"index":"secret","id":"1"}}}"#)
        let outer = Base64Text.encode("{\"wrapper\":{\"query\":\"\(inner)\"}}")
        #expect(
            try targets(.search, "{\"query\":{\"wrapper\":{\"query\":\"\(outer)\"}}}") == ["lookup secret"])
    }

    @Test func nestingIsBounded() {
        let deep = String(repeating: "{\"bool\":{\"must\":", count: 100)
        let body = "{\"query\":\(deep){}" + String(repeating: "}}", count: 100) + "}"
        #expect(refused(.search, body)?.rule == .tooDeep)
        let sound = String(repeating: "{\"bool\":{\"must\":", count: 60)
        #expect(refused(.search, "{\"query\":\(sound){}" + String(repeating: "}}", count: 60) + "}") == nil)
        for bracket in ["[", "{\"a\":"] {
            let hostile = "{\"query\":{\"intervals\":\(String(repeating: bracket, count: 500_000))"
            #expect(refused(.search, hostile)?.rule == .tooDeep)
        }
        // Wrappers count as well: each is a third longer than what it holds.
        var wrapped = "{\"match_all\":{}}"
        for _ in 0..<25 { wrapped = "{\"wrapper\":{\"query\":\"\(Base64Text.encode(wrapped))\"}}" }
        var limits = BodyLimits()
        limits.depthMax = 50
        #expect(refused(.search, "{\"query\":\(wrapped)}", limits: limits)?.rule == .tooDeep)
        #expect(refused(.search, "{\"query\":\(wrapped)}") == nil)
    }

    @Test func limitsHold() {
        var limits = BodyLimits()
        limits.targetsMax = 2
        #expect(refused(.search, #"{"indices_boost":{"a":1,"b":1}}"#, limits: limits) == nil)
        #expect(
            refused(.search, #"{"indices_boost":{"a":1,"b":1,"c":1}}"#, limits: limits)?.rule
                == .tooManyTargets)
        limits.contentBytesMax = 10
        #expect(refused(.search, #"{"size":100}"#, limits: limits)?.rule == .tooLong)
    }

    @Test func everyFormIsKnown() {
        #expect(Grammar.shared.forms.count > 90)
        for kind in BodyKind.allCases where kind != .bulk && kind != .unreadable {
            #expect(refused(kind, "") == nil, "\(kind)")
        }
        for kind in [BodyKind.bulk, .unreadable] { #expect(refused(kind, "{}")?.rule == .unreadableKind) }
    }

    @Test(arguments: [
        ("{\"script\":1}", true), ("{\"aggs\":{\"x\":{\"terms\":{\"script\":\"1\"}}}}", true),
        ("{\"s\\u0063ript\":1}", true),
        ("{\"size\":1}", false), ("", false), ("scrip", false), ("sscript", true), ("\"\\n\"", false),
    ])
    func H41_scriptsAreNoticed(_ body: String, _ holds: Bool) {
        #expect(BodyReader.mayHoldScript(Array(body.utf8).span) == holds)
    }
}
