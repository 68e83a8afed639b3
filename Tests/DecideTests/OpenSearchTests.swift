import Authorize
import Classify
import Elasticsearch
import Testing

@testable import Decide

/// What OpenSearch has and Elasticsearch has not.
@Suite struct OpenSearchTests {
    static let judge = Judge(release: Release(.opensearch, 2, 19), seal: Bench.seal)

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
}
