import Classify

extension HazardTests {
    static let administration: [Row] = [
        Row(26, "PUT /_transform/t", #"{"source":{"index":"secret"},"dest":{"index":"logs-9"}}"#, "403")
            .holding("manage_transform"),
        Row(26, "PUT /_watcher/watch/w", "{}", "403").holding("manage_watcher"),
        Row(26, "PUT /_enrich/policy/p", #"{"match":{"indices":"secret"}}"#, "403").holding("manage_enrich"),
        Row(26, "PUT /_ml/datafeeds/d", #"{"indices":["secret"]}"#, "403").holding("manage_ml"),
        Row(26, "PUT /logs-9/_ccr/follow", #"{"leader_index":"secret"}"#, "403").holding("manage_ccr"),
        Row(26, "PUT /_rollup/job/j", #"{"index_pattern":"secret"}"#, "403").holding("manage_rollup"),
        Row(26, "PUT /_slm/policy/p", "{}", "403"),
        Row(27, "PUT /_snapshot/r", #"{"type":"fs"}"#, "403"),
        Row(
            27, "POST /_snapshot/r/s/_restore",
            #"{"indices":"secret","rename_pattern":"(.+)","rename_replacement":"logs-9"}"#, "403"),
        Row(27, "PUT /_snapshot/r/s", #"{"indices":"secret"}"#, "403"),
        Row(28, "GET /_cluster/state", nil, "403"),
        Row(28, "GET /_cat/shards", nil, "403"),
        Row(28, "POST /_cluster/reroute", #"{"commands":[{"move":{"index":"secret"}}]}"#, "403"),
        Row(28, "GET /_cluster/health?level=shards", nil, "403"),
        Row(
            29, "PUT /_index_template/t",
            #"{"index_patterns":["secret*"],"template":{"aliases":{"logs-9":{}}}}"#, "403"
        ).holding("manage_index_templates"),
        Row(
            29, "PUT /_template/t", #"{"index_patterns":["*"],"settings":{"index.default_pipeline":"p"}}"#,
            "403"
        ).holding("manage_index_templates"),
        Row(
            30, "POST /_scripts/painless/_execute",
            #"{"script":{"source":"1"},"context":"filter","context_setup":{"index":"secret","document":{}}}"#,
            "403"),
        Row(30, "GET /secret/_analyze", #"{"text":"a"}"#, "403"),
        Row(30, "GET /secret/_validate/query", nil, "403"),
        Row(31, "GET /_resolve/index/*", nil, "-> /_resolve/index/logs-"),
        Row(31, "GET /_field_caps?fields=*", nil, "-> /logs-"),
        Row(31, "POST /_index_template/_simulate_index/secret", nil, "403"),
        Row(32, "POST /_monitoring/bulk?system_id=x&system_api_version=7&interval=1s", "{}", "403"),
        Row(32, "PUT /_license", "{}", "403"),
        Row(32, "GET /_xpack/usage", nil, "403"),
        Row(49, "PUT /_scripts/s", #"{"script":{"lang":"painless","source":"1"}}"#, "403"),
        Row(49, "DELETE /_snapshot/r", nil, "403"),
        Row(49, "DELETE /_ingest/pipeline/p", nil, "403"),
    ]

    private static func search(_ query: String) -> String { "{\"query\":\(query)}" }
    private static let lookup = #"{"terms":{"u":{"index":"secret","id":"1","path":"u"}}}"#

    static let lookups: [Row] = [
        Row(33, "POST /logs-a/_search", search(lookup), "403 action [indices:data/read/get]"),
        Row(
            33, "POST /logs-a/_count",
            search("{\"bool\":{\"filter\":[{\"bool\":{\"must_not\":\(lookup)}}]}}"), "403"),
        Row(33, "POST /logs-a/_delete_by_query", search(lookup), "403"),
        Row(33, "POST /_msearch", "{\"index\":\"logs-a\"}\n\(search(lookup))\n", "denied [0]"),
        Row(33, "POST /logs-a/_search", "{\"aggs\":{\"a\":{\"filter\":\(lookup)}}}", "403"),
        Row(33, "POST /logs-a/_search", "{\"post_filter\":\(lookup)}", "403"),
        Row(33, "POST /logs-a/_field_caps?fields=*", "{\"index_filter\":\(lookup)}", "403"),
        Row(
            33, "POST /logs-a/_search", search(#"{"terms":{"u":{"index":"logs-b","id":"1","path":"u"}}}"#),
            "-> /logs-a/_search"),
        Row(
            34, "POST /logs-a/_search",
            search(#"{"geo_shape":{"l":{"indexed_shape":{"index":"secret","id":"1"}}}}"#), "403"),
        Row(34, "POST /logs-a/_search", search(#"{"geo_shape":{"l":{"indexed_shape":{"id":"1"}}}}"#), "403"),
        Row(
            35, "POST /logs-a/_search",
            search(#"{"more_like_this":{"like":[{"_index":"secret","_id":"1"}]}}"#), "403"),
        Row(
            35, "POST /logs-a/_search",
            search(#"{"more_like_this":{"unlike":{"_index":"secret","_id":"1"}}}"#), "403"),
        Row(
            35, "POST /logs-a/_search",
            search(#"{"more_like_this":{"docs":[{"_index":"secret","_id":"1"}]}}"#), "403"
        ).on(2, 4),
        Row(
            36, "POST /logs-a/_search", search(#"{"percolate":{"field":"q","index":"secret","id":"1"}}"#),
            "403"),
        // What a stored query looks up becomes part of it when it is written.
        Row(36, "PUT /ingest-9", #"{"mappings":{"properties":{"q":{"type":"percolator"}}}}"#, "403"),
        Row(
            36, "PUT /ingest-9",
            #"{"mappings":{"dynamic_templates":[{"x":{"mapping":{"type":"{name}"}}}]}}"#, "403"),
        Row(36, "PUT /ingest-1/.percolator/1", search(lookup), "403 a document of type").on(2, 4),
        Row(36, "PUT /ingest-1/%2Epercolator/1/_create", search(lookup), "403 a document of type").on(5, 6),
        Row(36, "POST /ingest-1/.percolator", search(lookup), "403 a document of type").on(2, 4),
        Row(36, "POST /ingest-1/.percolator/1/_update", "{\"doc\":\(search(lookup))}", "403").on(2, 4),
        Row(
            36, "POST /_bulk",
            "{\"index\":{\"_index\":\"ingest-1\",\"_type\":\"t\"}}\n{}\n"
                + "{\"index\":{\"_index\":\"ingest-1\",\"_type\":\".percolator\"}}\n\(search(lookup))\n",
            "denied [1]"
        ).on(2, 4),
        Row(36, "POST /ingest-1/.percolator/_bulk", "{\"index\":{}}\n\(search(lookup))\n", "denied [0]").on(
            2, 4),
        // Base64 of {"terms":{"u":{"index":"secret","id":"1","path":"u"}}}.
        Row(
            37, "POST /logs-a/_search",
            search(
                #"{"wrapper":{"query":"eyJ0ZXJtcyI6eyJ1Ijp7ImluZGV4Ijoic2VjcmV0IiwiaWQiOiIxIiwicGF0aCI6InUifX19"}}"#
            ), "403"),
        Row(37, "POST /logs-a/_search/template", #"{"id":"stored"}"#, "needs rendering"),
        Row(37, "POST /logs-a/_search/template", #"{"id":"stored","source":{}}"#, "needs rendering"),
        Row(37, "POST /logs-a/_search/template", #"{"id":"stored"}"#, "403").on(2, 4),
        Row(37, "POST /logs-a/_search/template", #"{"file":"stored"}"#, "403"),
        Row(37, "POST /_msearch/template", "{\"index\":\"logs-a\"}\n{\"id\":\"stored\"}\n", "denied [0]"),
        Row(
            37, "POST /logs-a/_search/template",
            #"{"source":{"query":{"match":{"{{f}}":"{{x}}"}}},"params":{"x":"a"}}"#,
            "-> /logs-a/_search/template"),
        Row(
            37, "POST /logs-a/_search/template", #"{"inline":{"query":{"match":{"f":"{{x}}"}}}}"#, "403"
        ).on(2, 4),
        Row(37, "POST /logs-a/_search/template", "{\"source\":\(search(lookup)),\"params\":{}}", "403"),
        Row(
            37, "POST /logs-a/_search/template",
            #"{"source":{"query":{"terms":{"f":{"index":"{{i}}","id":"1"}}}},"params":{"i":"secret"}}"#,
            "needs rendering"),
        Row(37, "POST /logs-a/_search/template", #"{"source":"{{#x}}{}{{/x}}"}"#, "needs rendering"),
        Row(
            42, "POST /logs-a/_search",
            "{\"suggest\":{\"s\":{\"phrase\":{\"collate\":{\"query\":{\"source\":\(lookup)}}}}}}", "403"),
        Row(
            42, "POST /logs-a/_search",
            #"{"suggest":{"s":{"phrase":{"collate":{"query":{"source":{"match":{"f":"{{suggestion}}"}}}}}}}}"#,
            "-> /logs-a/_search"),
        Row(37, "POST /logs-a/_search", search(#"{"template":{"inline":"{{x}}"}}"#), "403").on(2, 4),
        Row(
            37, "POST /logs-a/_search",
            search(#"{"indices":{"indices":["secret"],"query":{"match_all":{}}}}"#), "403"
        ).on(2, 4),
        Row(
            38, "POST /logs-a/_search",
            search("{\"rule\":{\"organic\":\(lookup),\"ruleset_ids\":[\"r\"],\"match_criteria\":{}}}"), "403"
        ).on(8, 18),
        Row(
            38, "POST /logs-a/_search",
            search(#"{"sparse_vector":{"field":"f","inference_id":"i","query":"q"}}"#), "-> /logs-a/_search"
        ).on(8, 18),
        Row(
            38, "POST /logs-a/_search", search("{\"pinned\":{\"ids\":[\"1\"],\"organic\":\(lookup)}}"), "403"),
        Row(
            38, "POST /logs-a/_search",
            search(#"{"pinned":{"docs":[{"_index":"secret","_id":"1"}],"organic":{"match_all":{}}}}"#),
            "-> /logs-a/_search"),
        Row(39, "POST /_search", #"{"pit":{"id":"46ToAwMDaWR5"}}"#, "404"),
        Row(40, "POST /logs-a/_search", search(#"{"term":{"_index":"secret"}}"#), "-> /logs-a/_search"),
        Row(
            40, "POST /logs-a/_search",
            #"{"runtime_mappings":{"x":{"type":"lookup","target_index":"secret","input_field":"a","target_field":"b","fetch_fields":["*"]}}}"#,
            "403"
        ).on(8, 18),
        Row(40, "POST /logs-a/_search", #"{"indices_boost":[{"secret":2}]}"#, "403"),
        Row(41, "POST /logs-a/_search", #"{"script_fields":{"x":{"script":"1"}}}"#, "403").on(1, 7),
        Row(41, "POST /logs-a/_search", #"{"script_fields":{"x":{"\u0073cript":"1"}}}"#, "403").on(2, 4),
        Row(41, "POST /ingest-1/t/1/_update", #"{"script":"java.lang.Runtime"}"#, "403").on(2, 4),
        Row(41, "POST /ingest-1/t/1/_update?script=java.lang.Runtime", nil, "400").on(1, 7),
        Row(41, "POST /ingest-1/t/1/_update?lang=groovy&s%63ript_id=x", nil, "400").on(2, 4),
        Row(41, "POST /ingest-1/t/1/_update?script_file=x", nil, "400").on(2, 4),
        Row(10, "GET /logs-a/t/1/_mlt?search_source=%7B%22query%22%3A%7B%7D%7D", nil, "400").on(1, 7),
        Row(41, "POST /ingest-1/t/_bulk", "{\"update\":{\"_id\":\"1\"}}\n{\"script\":\"1\"}\n", "403").on(
            2, 4),
        Row(
            41, "POST /ingest-1/t/_bulk", "{\"index\":{\"_id\":\"1\"}}\n{\"script\":\"1\"}\n",
            "-> /ingest-1/t/_bulk"
        ).on(2, 4),
        Row(41, "POST /logs-a/_search", #"{"script_fields":{"x":{"script":"1"}}}"#, "-> /logs-a/_search"),
        Row(
            42, "POST /logs-a/_search",
            #"{"suggest":{"s":{"text":"a","phrase":{"field":"f","collate":{"query":{"source":"{\"terms\":{\"u\":{\"index\":\"secret\",\"id\":\"1\",\"path\":\"u\"}}}"}}}}}}"#,
            "403"),
        Row(43, "POST /_sql", #"{"query":"SELECT * FROM secret"}"#, "403"),
        Row(43, "POST /_sql", #"{"query":"SHOW TABLES LIKE '%'"}"#, "403"),
        Row(43, "POST /_query", #"{"query":"FROM logs-a | LOOKUP JOIN secret ON a"}"#, "403").on(8, 18),
        Row(43, "POST /_query", #"{"query":"FROM secret"}"#, "403").on(8, 18),
        Row(43, "GET /secret/_eql/search", #"{"query":"any where true"}"#, "403"),
    ]

    static let handles: [Row] = [
        Row(45, "POST /_search/scroll", #"{"scroll_id":"DnF1ZXJ5"}"#, "404"),
        Row(45, "GET /_search/scroll/DnF1ZXJ5", nil, "404"),
        Row(45, "GET /_search/scroll?scroll_id=DnF1ZXJ5", nil, "404"),
        Row(45, "POST /_search/scroll", "DnF1ZXJ5", "404").on(2, 4),
        Row(45, "DELETE /_search/scroll/_all", nil, "40"),
        Row(45, "DELETE /_search/scroll", #"{"scroll_id":["_all"]}"#, "404"),
        Row(46, "DELETE /_pit", #"{"id":"46ToAwMDaWR5"}"#, "404"),
        Row(47, "GET /_async_search/FmRldE8z", nil, "404"),
        Row(47, "GET /_eql/search/FmRldE8z", nil, "404"),
        Row(47, "POST /_sql", #"{"cursor":"sDXF1ZXJ5"}"#, "404"),
        Row(47, "POST /_sql/close", #"{"cursor":"sDXF1ZXJ5"}"#, "404"),
        Row(48, "GET /_tasks/oTUltX4IQMOUUVeiohTt8A:124", nil, "404").holding("monitor"),
        Row(48, "POST /_tasks/oTUltX4IQMOUUVeiohTt8A:124/_cancel", nil, "404").holding("manage"),
        Row(48, "POST /_reindex/oTUltX4IQMOUUVeiohTt8A:124/_rethrottle?requests_per_second=1", nil, "404")
            .holding("manage"),
        Row(48, "GET /_tasks?detailed", nil, "403"),
        Row(48, "GET /.tasks/_search", nil, "403"),
    ]
}
