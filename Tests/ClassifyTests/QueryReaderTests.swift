import HTTP
import Testing

@testable import Classify

@Suite struct QueryReaderTests {
    @Test(
        arguments: [
            ("", [IndicesOptions.allowNoIndices, .expandOpen, .forbidClosed, .ignoreThrottled]),
            ("expand_wildcards=open", [.allowNoIndices, .expandOpen, .forbidClosed, .ignoreThrottled]),
            (
                "expand_wildcards=open,closed",
                [.allowNoIndices, .expandOpen, .expandClosed, .forbidClosed, .ignoreThrottled]
            ),
            ("expand_wildcards=closed", [.allowNoIndices, .expandClosed, .forbidClosed, .ignoreThrottled]),
            (
                "expand_wildcards=all,hidden",
                [
                    .allowNoIndices, .expandOpen, .expandClosed, .expandHidden, .forbidClosed,
                    .ignoreThrottled,
                ]
            ),
            ("expand_wildcards=all,none", [.allowNoIndices, .forbidClosed, .ignoreThrottled]),
            ("expand_wildcards=none,open", [.allowNoIndices, .expandOpen, .forbidClosed, .ignoreThrottled]),
            (
                "expand_wildcards=closed&expand_wildcards=open",
                [.allowNoIndices, .expandOpen, .forbidClosed, .ignoreThrottled]
            ),
            (
                "ignore_unavailable=true&allow_no_indices=false&ignore_throttled=false",
                [.ignoreUnavailable, .expandOpen, .forbidClosed]
            ),
            (
                "ignore_unavailable=true&ignore_unavailable=false",
                [.allowNoIndices, .expandOpen, .forbidClosed, .ignoreThrottled]
            ),
        ] as [(String, IndicesOptions)])
    func optionsAreThoseOfTheAPIWithTheRequests(_ query: String, _ expected: IndicesOptions) throws {
        #expect(try Tables.v8.request("GET /logs-*/_search?\(query)").options == expected)
    }

    @Test(arguments: [
        "expand_wildcards=opened", "expand_wildcards=open,,closed", "expand_wildcards=,open",
        "expand_wildcards=OPEN", "ignore_unavailable=", "ignore_unavailable=yes", "ignore_unavailable",
        "allow_no_indices=1", "ignore_throttled=TRUE",
    ])
    func badValuesAreRefused(_ query: String) throws {
        let match = try Tables.v8.match("GET /logs-*/_search?a=b&\(query)")
        #expect(match.rule == .badValue)
        guard case .refused(let refusal) = match else { return }
        #expect(refusal.parameter == 1)
    }

    @Test func upToFiveBooleansWereReadLeniently() throws {
        for (value, isTrue) in [
            ("0", false), ("off", false), ("no", true), ("yes", true), ("", true), ("x", true),
        ] {
            let request = try Tables.v5.request("GET /logs-*/_search?ignore_unavailable=\(value)")
            #expect(request.options.contains(.ignoreUnavailable) == isTrue)
        }
        #expect(try Tables.v6.match("GET /logs-*/_search?ignore_unavailable=0").rule == .badValue)
    }

    @Test func emptyValuesWereNoneUntilEight() throws {
        for table in [Tables.v6, Tables.v7, Tables.of(Release(.opensearch, 2, 19))] {
            let plain = try table.request("GET /logs-*/_search").options
            for query in [
                "ignore_unavailable=", "ignore_unavailable", "expand_wildcards=", "allow_no_indices",
            ] {
                #expect(try table.request("GET /logs-*/_search?\(query)").options == plain)
            }
        }
        #expect(try !Tables.v8.request("GET /logs-*/_search?expand_wildcards=").options.expandsWildcards)
        #expect(try Tables.v8.request("GET /logs-*/_search?expand_wildcards=open,").options.expandsWildcards)
    }

    @Test func theReasonIsElasticsearchs() throws {
        func reason(_ line: String) throws -> String? {
            let parts = line.split(separator: " ")
            let target = try target(String(parts[1]))
            guard case .refused(let refusal) = Tables.v8.match(method(parts[0]), target) else { return nil }
            return refusal.reason(in: target)
        }
        #expect(
            try reason("GET /a*/_search?expand_wildcards=opened") == "No valid expand wildcard value [opened]"
        )
        #expect(
            try reason("GET /a*/_search?ignore_unavailable=yes")
                == "Could not convert [ignore_unavailable] to boolean")
        #expect(
            try reason("PUT /a/_doc/1?op_type=x") == "opType must be 'create' or 'index', found: [x]")
        #expect(try reason("GET /_search?index=a")?.contains("[index]") == true)
        #expect(try reason("GET /_search?source=a")?.contains("[source]") == true)
        for rule in Refusal.Rule.allCases {
            #expect(!Refusal(rule).reason(in: try target("/")).isEmpty)
        }
    }

    @Test func hiddenIndicesCameWith77() throws {
        #expect(
            try Tables.of(Release(.elasticsearch, 7, 5)).match("GET /a*/_search?expand_wildcards=hidden").rule
                == .badValue)
        let all = try Tables.of(Release(.elasticsearch, 7, 5)).request("GET /a*/_search?expand_wildcards=all")
        #expect(!all.options.contains(.expandHidden) && all.options.contains(.expandClosed))
        #expect(
            try Tables.of(Release(.opensearch, 1, 3)).match("GET /a*/_search?expand_wildcards=hidden").api
                == "search")
    }

    @Test func aRouteThatResolvesNothingReadsNoOptions() throws {
        #expect(
            try Tables.v8.match("GET /_cluster/settings?expand_wildcards=x").api == "cluster.get_settings")
        let filter = try Tables.v8.request("GET /_cluster/health/logs-*?expand_wildcards=open")
        #expect(!filter.options.contains(.expandHidden))
    }

    @Test(arguments: [
        ("GET /logs-a/_search", CursorKind.none), ("GET /logs-a/_search?scroll=1m", .scroll),
        ("GET /logs-a/_search?scroll", .scroll), ("POST /_search/scroll", .scroll),
        ("POST /logs-a/_pit?keep_alive=1m", .pointInTime), ("POST /logs-a/_async_search", .asyncSearch),
        ("POST /_reindex", .none), ("POST /_reindex?wait_for_completion=false", .task),
        ("POST /_reindex?wait_for_completion=true", .none), ("POST /_reindex?wait_for_completion", .none),
        ("POST /_reindex?wait_for_completion=FALSE", .task), ("POST /_sql", .sql),
        ("POST /logs-a/_delete_by_query?wait_for_completion=false", .task), ("GET /_count", .none),
    ])
    func theAnswerMayHoldAnID(_ line: String, _ kind: CursorKind) throws {
        #expect(try Tables.v8.request(line).gives == kind)
    }

    @Test(arguments: [
        ("DELETE /_pit", CursorKind.pointInTime, NamePlace.body),
        ("GET /_async_search/x", .asyncSearch, .segment(1)),
        ("DELETE /_search/scroll/x", .scroll, .segment(2)), ("DELETE /_search/scroll", .scroll, .body),
        ("GET /_tasks/n:1", .task, .segment(1)), ("POST /_tasks/n:1/_cancel", .task, .segment(1)),
        ("POST /_reindex/n:1/_rethrottle?requests_per_second=1", .task, .segment(1)),
        ("POST /_sql/close", .sql, .body), ("GET /_eql/search/x", .asyncSearch, .segment(2)),
        ("GET /_query/async/x", .asyncSearch, .segment(2)),
        ("GET /_sql/async/status/x", .asyncSearch, .segment(3)),
    ])
    func theRequestHandsInAnID(_ line: String, _ kind: CursorKind, _ place: NamePlace) throws {
        let request = try Tables.v8.request(line)
        #expect(request.endpoint.takes == kind && request.place(of: .cursor) == place)
    }

    @Test func theFormatOfTheAnswerIsReported() throws {
        #expect(try !Tables.v8.request("POST /_bulk?format=json").hasForeignFormat)
        #expect(try Tables.v8.request("POST /_bulk?format=yaml").hasForeignFormat)
        #expect(try Tables.v8.request("GET /_cat/indices").endpoint.flags.contains(.isText))
    }
}
