import Authorize
import Bodies
import Bytes
import Classify
import Elasticsearch
import Testing

@testable import Decide

/// What OpenSearch has and Elasticsearch has not.
@Suite struct OpenSearchTests {
    static let judge = Judge(release: Release(.opensearch, 2, 19), seal: Bench.seal)

    private static let reader = #"{"indices":[{"names":["logs-*"],"privileges":["read","write"]}]}"#
    private static let readerOfAll =
        #"{"indices":[{"names":["*"],"privileges":["read"]},{"names":["logs-*"],"privileges":["write"]}]}"#
    private static let writerToAll =
        #"{"indices":[{"names":["*"],"privileges":["write"]},{"names":["logs-*"],"privileges":["read"]}]}"#

    /// A search pipeline may look things up, one of ingestion sends documents elsewhere: a request may name both.
    @Test(arguments: [
        ("GET /logs-a/_search?search_pipeline=p", ["search pipeline [p]", "", "search pipeline [p]"]),
        ("GET /logs-a/_search?search_pipeline=_none", ["", "", ""]),
        ("GET /logs-a/_search?search_pipeline=", ["search pipeline []", "", "search pipeline []"]),
        (
            "GET /logs-a/_search?search_pipeline=p&pipeline=_none",
            ["search pipeline [p]", "", "search pipeline [p]"]
        ),
        ("POST /logs-a/_update_by_query?pipeline=p", ["pipeline [p]", "pipeline [p]", ""]),
        (
            "POST /logs-a/_update_by_query?pipeline=p&search_pipeline=_none",
            ["pipeline [p]", "pipeline [p]", ""]
        ),
        (
            "POST /logs-a/_update_by_query?search_pipeline=q&pipeline=p",
            ["pipeline [p]", "pipeline [p]", "search pipeline [q]"]
        ),
        ("POST /logs-a/_update_by_query?search_pipeline=_none&pipeline=_none", ["", "", ""]),
    ])
    func pipelinesOfBothKinds(_ line: String, _ refusals: [String]) throws {
        for (descriptor, refusal) in zip([Self.reader, Self.readerOfAll, Self.writerToAll], refusals) {
            let verdict = try Bench(descriptor, judge: Self.judge).short(line)
            #expect(
                refusal.isEmpty ? verdict.hasPrefix("forward ") : verdict.hasPrefix("403 \(refusal) may "),
                "\(verdict)")
        }
    }

    /// What was made or opened behind the answer is asked after by the id of a task.
    @Test(arguments: [
        "POST /logs-a/_open", "PUT /logs-a/_clone/logs-c", "PUT /logs-a/_split/logs-c",
        "PUT /logs-a/_shrink/logs-c",
    ])
    func tasksAreTheHolders(_ line: String) throws {
        let bench = try Bench("logs-*", privileges: "manage", judge: Self.judge)
        for (query, gives) in [("", CursorKind.none), ("?wait_for_completion=false", .task)] {
            guard case .forward(let passage) = try bench.judged(line + query) else {
                Issue.record("\(line) is refused")
                continue
            }
            #expect(passage.gives == gives)
        }
    }

    /// A list of views, not an index of that name.
    @Test func viewsOfOpenSearch3() throws {
        let judge = Judge(release: Release(.opensearch, 3, 0), seal: Bench.seal)
        #expect(
            try Bench("views", privileges: "all", judge: judge).short("GET /views")
                == "403 action [cluster:admin/views/list]")
        #expect(
            try Bench("views", privileges: "all", judge: Self.judge).short("GET /views") == "forward /views")
    }

    /// The same where content names one.
    @Test(arguments: [
        ("POST /logs-a/_search", BodyKind.search, #"{"search_pipeline":"p"}"#),
        ("PUT /logs-a/_settings", .settings, #"{"index.search.default_pipeline":"p"}"#),
    ])
    func searchPipelinesOfContent(_ line: String, _ kind: BodyKind, _ content: String) throws {
        for (names, isGranted) in [("logs-*", false), ("*", true)] {
            let bench = try Bench(
                #"{"indices":[{"names":["\#(names)"],"privileges":["read"]},{"names":["*"],"privileges":["manage","write"]}]}"#,
                judge: Self.judge)
            guard case .forward(let passage) = try bench.judged(line) else {
                Issue.record("\(line) is refused")
                continue
            }
            let verdict = ContentJudge(bench.judge, bench.requester, passage, now: Bench.now).judge(
                kind, Array(content.utf8).span, limits: BodyLimits(), style: ResponseStyle(major: 8),
                into: ByteBuffer(capacity: 64))
            switch verdict {
            case .unchanged: #expect(isGranted)
            case .refused(let error, _):
                #expect(!isGranted)
                #expect(error.reason.hasPrefix("search pipeline [p] may read"))
            default: Issue.record("\(verdict)")
            }
        }
    }
}
