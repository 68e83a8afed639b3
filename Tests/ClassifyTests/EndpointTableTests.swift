import Elasticsearch
import HTTP
import Testing

@testable import Classify

@Suite struct EndpointTableTests {
    @Test(arguments: Release.samples)
    func everyRowMatchesItself(_ release: Release) throws {
        let table = Tables.of(release)
        for row in EndpointRows.all where row.condition == nil {
            guard let membership = row.membership(in: release) else { continue }
            for (method, _) in MethodSet.known where row.methods.contains(MethodSet(method)) {
                let match = table.match(
                    method, try target(row.sample), isCompatible: membership == .compatibility)
                guard case .endpoint(let request) = match else {
                    Issue.record("\(release): \(method) \(row.sample) is \(match)")
                    continue
                }
                #expect(request.endpoint.template == row.template)
                #expect(request.endpoint.api == row.meaning.api)
                #expect(request.endpoint.checks == row.meaning.checks)
            }
        }
    }

    /// In a release that does not have a row, the path is another row's or nobody's.
    @Test(arguments: Release.samples)
    func noRowMatchesInAnotherRelease(_ release: Release) throws {
        let table = Tables.of(release)
        let members = EndpointRows.all.filter { $0.membership(in: release) != nil }
        let there = Set(members.map(\.shape))
        for row in EndpointRows.all where row.membership(in: release) == nil {
            let match = table.match(.get, try target(row.sample))
            guard case .endpoint(let request) = match else { continue }
            let shape =
                "/"
                + request.endpoint.template.split(separator: "/")
                .map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
            #expect(there.contains(shape), "\(release): \(row.sample) is \(request.endpoint.template)")
        }
    }

    @Test func aRowHoldsFromItsFirstReleaseToItsLast() throws {
        func api(_ line: String, _ major: Int, _ minor: Int) throws -> String? {
            try EndpointTable(release: Release(.elasticsearch, major, minor)).match(line).api
        }
        #expect(try api("POST /logs-a/_pit?keep_alive=1m", 7, 9) == nil)
        #expect(try api("POST /logs-a/_pit?keep_alive=1m", 7, 10) == "open_point_in_time")
        #expect(try api("POST /_optimize", 2, 4) == "indices.forcemerge")
        #expect(try api("POST /_optimize", 5, 0) == nil)
        #expect(try api("GET /_cluster/settings", 8, 2) == "cluster.get_settings")
        #expect(
            try Tables.v7.request("GET /_cluster/settings").endpoint.checks[0].action.name
                == "cluster:monitor/state")
        #expect(
            try Tables.v8.request("GET /_cluster/settings").endpoint.checks[0].action.name
                == "cluster:monitor/settings")
    }

    @Test(arguments: [
        ("GET /_search", "search"), ("POST /logs-a/_search", "search"), ("GET /", "info"), ("HEAD /", "ping"),
        ("GET /logs-a", "indices.get"), ("HEAD /logs-a", "indices.exists"), ("PUT /logs-a", "indices.create"),
        ("GET /_all", "indices.get"), ("GET /*", "indices.get"), ("DELETE /_all", "indices.delete"),
        ("GET /logs-a/_doc/_search", "search"), ("POST /logs-a/_doc/_bulk", "bulk"),
        ("GET /logs-a/_doc/1", "get"), ("GET /*/_search", "search"), ("GET /*/*/_search", "search"),
        ("GET /_nodes/stats", "nodes.stats"), ("GET /_nodes/n1", "nodes.info"),
        ("GET /_nodes/n1/stats/os", "nodes.stats"), ("GET /_alias/a", "indices.get_alias"),
        ("GET /_data_stream/_stats", "indices.data_streams_stats"), ("GET /_tasks/n:1", "tasks.get"),
        ("POST /_tasks/_cancel", "tasks.cancel"), ("GET /_snapshot/_status", "snapshot.status"),
        ("GET /_snapshot/r/_status", "snapshot.status"), ("GET /_snapshot/r/s", "snapshot.get"),
        ("DELETE /_search/scroll/_all", "clear_scroll"),
        ("GET /_ml/anomaly_detectors/_stats", "ml.get_job_stats"),
        ("POST /logs-a/t", "index"), ("PUT /logs-a/t/1", "index"), ("GET /logs-a/t/1/_source", "get_source"),
    ])
    func sevenKnows(_ line: String, _ api: String) throws {
        #expect(try Tables.v7.match(line).api == api)
    }

    @Test func theMethodDecidesAndOthersAreNamed() throws {
        guard case .methodNotAllowed(let methods) = try Tables.v7.match("PUT /_search") else {
            Issue.record("PUT /_search")
            return
        }
        #expect(methods == [.get, .post] && methods.text == "GET, POST")
        guard case .methodNotAllowed(let head) = try Tables.v8.match("HEAD /_search") else {
            Issue.record("HEAD /_search")
            return
        }
        #expect(head.text == "GET, POST")
        guard case .options(let known) = try Tables.v8.match("OPTIONS /logs-a/_mapping"),
            case .options(let none) = try Tables.v8.match("OPTIONS /a/b/c/d/e/f")
        else {
            Issue.record("OPTIONS")
            return
        }
        #expect(known.contains(.put) && none.isEmpty)
        // Up to 5 each method has a trie of its own: this creates an index of a name that none can have.
        #expect(try Tables.v5.match("PUT /_search").isUnknown)
    }

    @Test func theFormerAPIIsOnlyThereForWhoAsksForIt() throws {
        #expect(try Tables.v8.match("GET /logs-a/t/1").isUnknown)
        let request = try Tables.v8.request("GET /logs-a/t/1", isCompatible: true)
        #expect(request.endpoint.template == "/{index}/{type}/{id}")
        #expect(request.place(of: .index) == .segment(0))
        // Routes that both have mean the same.
        #expect(try Tables.v8.request("GET /logs-a/_search", isCompatible: true).endpoint.api == "search")
    }

    @Test func aParameterMayChooseTheAction() throws {
        let cluster = try Tables.v8.request("POST /_analyze").endpoint
        #expect(cluster.checks.map(\.action.name) == ["cluster:admin/analyze"])
        let index = try Tables.v8.request("POST /_analyze?index=logs-a")
        #expect(index.endpoint.checks.map(\.action.name) == ["indices:admin/analyze"])
        #expect(index.place(of: .index) == .parameter(0))
        func operation(_ line: String, _ table: EndpointTable) throws -> String? {
            try table.request(line).endpoint.checks.last?.action.name
        }
        let index1 = "indices:data/write/index:op_type/index"
        let create = "indices:data/write/index:op_type/create"
        #expect(try operation("PUT /logs-a/_doc/1", Tables.v8) == index1)
        #expect(try operation("PUT /logs-a/_doc/1?op_type=create", Tables.v8) == create)
        #expect(try operation("PUT /logs-a/_doc/1?op_type=CREATE", Tables.v8) == create)
        #expect(try operation("PUT /logs-a/_doc/1?op_type=create&op_type=index", Tables.v8) == index1)
        #expect(try operation("POST /logs-a/_doc", Tables.v8) == create)
        #expect(try operation("POST /logs-a/_doc?op_type=index", Tables.v8) == index1)
        #expect(try operation("POST /logs-a/_doc", Tables.of(Release(.elasticsearch, 7, 1))) == index1)
        #expect(try operation("POST /logs-a/_create/1", Tables.v8) == create)
        #expect(try operation("PUT /logs-a/t/1?op_type=create", Tables.v5) == create)
        #expect(try Tables.v8.match("PUT /logs-a/_doc/1?op_type=delete").rule == .badValue)
    }

    @Test func secondNamesHaveTheirPlaces() throws {
        let alias = try Tables.v8.request("PUT /logs-a/_alias/logs")
        #expect(alias.place(of: .index) == .segment(0) && alias.place(of: .alias) == .segment(2))
        let all = try Tables.v8.request("GET /_alias/logs")
        #expect(all.place(of: .index) == .everything && all.place(of: .alias) == .segment(1))
        let clone = try Tables.v8.request("PUT /logs-a/_clone/logs-b")
        #expect(clone.place(of: .index) == .segment(0) && clone.place(of: .target) == .segment(2))
        let rollover = try Tables.v8.request("POST /logs/_rollover/logs-000002")
        #expect(rollover.place(of: .index) == .segment(0) && rollover.place(of: .target) == .segment(2))
        let created = try Tables.of(.latest).request("PUT /_create_from/logs-a/logs-b")
        #expect(created.place(of: .index) == .segment(1) && created.place(of: .target) == .segment(2))
        let stream = try Tables.v8.request("GET /_data_stream/logs")
        #expect(stream.place(of: .index) == .segment(1))
        #expect(try Tables.v8.request("GET /_data_stream").place(of: .index) == .everything)
        #expect(try Tables.v8.request("GET /_settings/index.number*").place(of: .index) == .everything)
        let health = try Tables.v8.request("GET /_cluster/health/logs-a")
        #expect(health.place(of: .index) == .segment(2) && health.endpoint.flags.contains(.indexIsFilter))
        #expect(try Tables.v8.request("POST /_aliases").place(of: .alias) == .body)
        #expect(try Tables.v8.request("POST /_reindex").place(of: .target) == .body)
    }
}
