import Elasticsearch
import HTTP
import Testing

@testable import Classify

/// Ways by which a URL reaches an index that it does not seem to name. The numbers are those of the list of
/// hazards.
@Suite struct URLHazardTests {
    /// The bytes that stand in a request's place of index names.
    private func expression(_ line: String, _ table: EndpointTable = Tables.v8) throws -> String? {
        let parts = line.split(separator: " ", maxSplits: 1)
        let target = try target(String(parts[1]))
        guard case .endpoint(let request) = table.match(method(parts[0]), target),
            case .segment(let index) = request.place(of: .index)
        else { return nil }
        return target.segmentText(index)
    }

    @Test(
        "H1: no index in the path is all of them",
        arguments: [
            "GET /_search", "POST /_count", "POST /_refresh", "GET /_mapping", "GET /_stats",
            "POST /_cache/clear",
            "POST /_forcemerge", "GET /_cat/indices", "GET /_cat/shards", "GET /_alias",
            "GET /_field_caps?fields=*",
            "POST /_flush", "GET /_segments", "GET /_recovery", "GET /_settings", "GET /_msearch",
            "GET /_validate/query", "GET /_search/template", "POST /_async_search", "GET /_data_stream",
        ])
    func h1(_ line: String) throws {
        #expect(try Tables.v8.request(line).place(of: .index) == .everything)
    }

    @Test(
        "H2: no index in the path of what destroys",
        arguments: ["DELETE /", "POST /_close", "PUT /_settings", "POST /_open", "PUT /_mapping/t"])
    func h2(_ line: String) throws {
        let request = try Tables.v7.request(line)
        #expect(request.place(of: .index) == .everything)
        #expect(request.endpoint.checks.allSatisfy { $0.resolution == .wildcards })
        if line == "DELETE /" { #expect(request.endpoint.flags.contains(.destructive)) }
    }

    @Test(
        "H3: _all, wildcards",
        arguments: ["_all", "*", "**", "logs-*", "l*,s*", "*,-logs-a"])
    func h3(_ names: String) throws {
        for suffix in ["/_search", "", "/_stats", "/_mapping", "/_refresh"] {
            let method = suffix == "/_refresh" ? "POST" : "GET"
            #expect(try self.expression("\(method) /\(names)\(suffix)") == names)
            let checks = try Tables.v8.request("\(method) /\(names)\(suffix)").endpoint.checks
            #expect(checks.map(\.resolution) == [.wildcards])
        }
        // Where no wildcard may stand the route says so.
        #expect(try Tables.v8.request("GET /\(names)/_doc/1").endpoint.checks[0].resolution == .explicit)
    }

    @Test("H4: lists, also escaped; decoded exactly once")
    func h4() throws {
        #expect(try self.expression("GET /logs-a,secret/_search") == "logs-a,secret")
        #expect(try self.expression("GET /logs-a%2Csecret/_search") == "logs-a,secret")
        #expect(try self.expression("GET /logs-a%252Csecret/_search") == "logs-a%2Csecret")
        #expect(try self.expression("GET /%3Cx-%7Bnow%2Fd%7D%3E/_search") == "<x-{now/d}>")
        // A slash inside a segment is no separator: this is a document's id.
        #expect(try Tables.v8.match("GET /logs-a/_doc/a%2F_search").api == "get")
    }

    @Test("H5: exclusions and additions are part of the expression")
    func h5() throws {
        #expect(try self.expression("GET /*,-logs-a/_search") == "*,-logs-a")
        #expect(try self.expression("GET /-logs-a/_search", Tables.v5) == "-logs-a")
    }

    @Test("H6: a plus in the path is what the upstream takes it for")
    func h6() throws {
        for (isSpace, name) in [(true, " secret"), (false, "+secret")] {
            let target = try target("/+secret/_search", plusIsSpace: isSpace)
            guard case .endpoint(let request) = Tables.v7.match(.get, target),
                case .segment(let index) = request.place(of: .index)
            else {
                Issue.record("no endpoint")
                continue
            }
            #expect(target.segmentText(index) == name)
        }
    }

    @Test("H7: date math stays whole")
    func h7() throws {
        let text = "/%3Csecret-%7Bnow%2FM%7Byyyy.MM%7D%7D%3E/_search"
        #expect(try self.expression("GET " + text) == "<secret-{now/M{yyyy.MM}}>")
    }

    @Test("H8: aliases and backing indices are names like others")
    func h8() throws {
        #expect(try self.expression("GET /harmless/_search") == "harmless")
        #expect(try self.expression("GET /.ds-secret-000001/_search") == ".ds-secret-000001")
        // Who makes an alias names two things.
        let request = try Tables.v8.request("PUT /secret/_alias/logs-x")
        #expect(request.place(of: .index) == .segment(0) && request.place(of: .alias) == .segment(2))
        #expect(request.endpoint.checks.map(\.names) == [.index, .alias])
    }

    @Test(
        "H9: a query parameter in place of the path",
        arguments: [
            "GET /_search?index=secret", "GET /logs-a/_search?index=secret", "POST /_bulk?index=secret",
            "GET /_mget?index=secret", "GET /_count?index=secret", "GET /_alias?name=secret",
            "GET /_cat/indices?index=secret", "GET /logs-a/_doc/1?id=2", "GET /logs-a/_doc/1?index=secret",
            "POST /logs-a/_doc?type=t", "GET /_snapshot/r/s?repository=x", "DELETE /logs-a?index=secret",
            "PUT /logs-a/_clone/logs-b?target=secret", "POST /logs/_rollover?new_index=secret",
            "POST /logs/_rollover/logs-2?alias=secret", "GET /_data_stream?name=secret",
            "GET /_cluster/state?index=secret", "GET /_tasks/n:1?task_id=n:2",
            "GET /_search?scroll_id=x", "GET /_search?i%6Edex=secret", "GET /_search?a=b;index=secret",
            "GET /_search?index", "GET /_search?index=logs-a&index=secret", "GET /_mapping?index=secret",
            "GET /_ingest/pipeline?id=x",
            "GET /_resolve/index/a?name=b",
        ])
    func h9(_ line: String) throws {
        #expect(try Tables.v8.match(line).rule == .shadowsPath)
    }

    @Test("H9: where a parameter is the right place, it is reported")
    func h9RightPlaces() throws {
        let scroll = try Tables.v8.request("GET /_search/scroll?scroll=1m&scroll_id=abc")
        #expect(scroll.place(of: .cursor) == .parameter(1))
        #expect(try Tables.v8.request("POST /_search/scroll").place(of: .cursor) == .body)
        #expect(try Tables.v8.request("POST /_search/scroll/abc").place(of: .cursor) == .segment(2))
        #expect(try Tables.v8.match("POST /_search/scroll/abc?scroll_id=x").rule == .shadowsPath)
        let structure = try Tables.v8.request(
            "GET /_text_structure/find_field_structure?index=logs-a&field=x")
        #expect(structure.place(of: .index) == .parameter(0))
        // What names no index.
        for (line, api) in [
            ("GET /_stats?metric=docs", "indices.stats"), ("GET /logs-a/_stats?metric=docs", "indices.stats"),
            ("GET /_nodes?metric=os", "nodes.info"), ("GET /_nodes/stats?metric=jvm", "nodes.stats"),
            ("GET /_cluster/state?metric=metadata", "cluster.state"),
            ("GET /_settings?name=x", "indices.get_settings"), ("POST /logs-a/_bulk?type=t", "bulk"),
        ] {
            #expect(try Tables.v8.match(line).api == api)
        }
        // Parameters of that name that mean something else.
        #expect(try Tables.v8.match("GET /_nodes/hot_threads?type=cpu").api == "nodes.hot_threads")
        #expect(try Tables.v8.match("GET /_cat/fielddata?fields=a").api == "cat.fielddata")
        #expect(try Tables.v8.match("GET /_stats?fields=a").api == "indices.stats")
    }

    @Test(
        "H10: content in the query",
        arguments: [
            "GET /_search?source={}", "GET /_search?source_content_type=application/json&source={}",
            "GET /logs-a/_search?so%75rce=x", "GET /_mget?source={}", "POST /_reindex?source={}",
            "GET /?source",
        ])
    func h10(_ line: String) throws {
        let line = line.replacing("{}", with: "%7B%7D")
        for table in [Tables.v5, Tables.v7, Tables.v8] {
            #expect(try table.match(line).rule == .contentInQuery)
        }
    }

    @Test("H11: harmless parameters, and those of old that name indices")
    func h11() throws {
        for query in [
            "q=user:x", "_source_includes=a", "preference=_local", "routing=x",
            "search_type=dfs_query_then_fetch",
            "request_cache=true", "pretty", "human", "error_trace=true", "timeout=1s",
            "rest_total_hits_as_int=true",
        ] {
            #expect(try Tables.v8.match("GET /logs-a/_search?\(query)").api == "search")
        }
        let v1 = Tables.of(Release(.elasticsearch, 1, 7))
        #expect(try v1.match("GET /logs-a/t/1/_mlt?search_indices=secret").rule == .namesIndices)
        #expect(try v1.match("GET /logs-a/t/1/_mlt?search_types=x").rule == .namesIndices)
        #expect(try v1.match("GET /logs-a/t/1/_percolate?percolate_index=secret").rule == .namesIndices)
        #expect(try v1.match("GET /logs-a/t/1/_mlt?mlt_fields=a").api == "mlt")
    }

    @Test(
        "H12a: an empty segment would be a parameter of no value",
        arguments: ["//_search", "//t/_delete_by_query", "///", "/logs-a//_search", "/_cat//indices"])
    func h12a(_ path: String) {
        #expect(throws: TargetError.self) { try target(path) }
    }

    @Test(
        "H12: dots and absolute forms are no paths; a slash at the end is dropped",
        arguments: [
            "/logs-a/../secret/_search", "/./secret/_search", "/%2e%2e/secret", "/logs-a/%2E/x",
            "http://x/secret/_search", "/a%00b", "/a#/_search", "/a\\b",
        ])
    func h12(_ path: String) throws {
        #expect(throws: TargetError.self) { try target(path) }
        #expect(try Tables.v8.match("GET /logs-a/_search/").api == "search")
        // Case matters, and parameters of a segment (`;`) are part of it.
        #expect(try Tables.v8.match("GET /logs-a/_SEARCH").api == nil)
        #expect(try self.expression("GET /secret;x=y/_search") == "secret;x=y")
    }

    @Test("H13: the route decides, not the method")
    func h13() throws {
        for line in ["GET /_cache/clear", "GET /logs-a/_cache/clear", "GET /_flush", "GET /_refresh"] {
            let action = try Tables.v6.request(line).endpoint.checks[0].action.name
            #expect(action.hasPrefix("indices:admin/"))
        }
        #expect(
            try Tables.v2.request("GET /_optimize").endpoint.checks[0].action.name
                == "indices:admin/forcemerge")
        #expect(
            try Tables.v7.request("GET /_upgrade").endpoint.checks[0].action.name
                == "indices:monitor/upgrade")
        #expect(
            try Tables.v8.request("GET /_search").endpoint === Tables.v8.request("POST /_search").endpoint)
        #expect(
            try Tables.v8.request("HEAD /logs-a/_doc/1").endpoint.checks[0].action.name
                == "indices:data/read/get")
    }

    @Test("H14: typed paths of old; a name that begins with _ is a route that is not known")
    func h14() throws {
        #expect(try Tables.v2.match("GET /secret/t/_search").api == "search")
        #expect(try self.expression("GET /secret/t,u/_search", Tables.v5) == "secret")
        #expect(try self.expression("GET /secret/_all/_search", Tables.v6) == "secret")
        #expect(try self.expression("GET /secret/_doc/1", Tables.v6) == "secret")
        #expect(try self.expression("PUT /secret/_mapping/_default_", Tables.v5) == "secret")
        for line in [
            "POST /secret/_plugin", "PUT /secret/_plugin/x", "GET /_plugin_x/t/1", "DELETE /_x/t/1",
            "GET /secret/t/_plugin", "GET /_x/_search", "GET /secret/_x/_search", "GET /_nothing",
            "PUT /_x", "DELETE /_x", "POST /secret/t/_x", "PUT /secret/_alias/_x",
        ] {
            #expect(try Tables.v5.match(line).api == nil, "\(line)")
        }
        #expect(try Tables.v8.match("GET /_data_stream/_x").isUnknown)
        #expect(try Tables.v8.match("GET /_alias/_all").api == "indices.get_alias")
        #expect(try Tables.v8.match("GET /logs-a/_doc/_x").api == "get")
        // Gone with 8, and never "probably a document".
        #expect(try Tables.v8.match("PUT /secret/t/1").isUnknown)
    }

    @Test("H15: names of other clusters are left in the expression")
    func h15() throws {
        for names in ["remote:secret", "*:*", "re*:logs-a,logs-b"] {
            #expect(try self.expression("GET /\(names)/_search") == names)
            #expect(try self.expression("GET /_resolve/index/\(names)") == names)
        }
    }

    @Test("H16: selectors are left in the expression")
    func h16() throws {
        for names in ["logs-a::failures", "logs-a::data", "logs-a::*"] {
            #expect(try self.expression("GET /\(names)/_search") == names)
        }
    }

    @Test("H17: parameters change what an expression matches")
    func h17() throws {
        func options(_ query: String) throws -> IndicesOptions {
            try Tables.v8.request("GET /logs-*/_search?\(query)").options
        }
        #expect(try options("").contains(.expandOpen))
        #expect(
            try options("expand_wildcards=all").isSuperset(of: [.expandOpen, .expandClosed, .expandHidden]))
        #expect(try options("expand_wildcards=hidden").isSuperset(of: [.expandHidden]))
        #expect(try !options("expand_wildcards=none").expandsWildcards)
        #expect(try options("ignore_unavailable=true").contains(.ignoreUnavailable))
        #expect(try !options("allow_no_indices=false").contains(.allowNoIndices))
    }

    @Test(
        "H18: names of the system are names like others here",
        arguments: [".security", ".security-7", ".kibana*", ".async-search", ".fleet-*", ".tasks", "*,.*"])
    func h18(_ names: String) throws {
        #expect(try self.expression("GET /\(names)/_search") == names)
        #expect(try self.expression("DELETE /\(names)") == names)
    }

    @Test("H25: a pipeline is reported")
    func h25() throws {
        for line in [
            "POST /logs-a/_doc?pipeline=p", "PUT /_bulk?refresh=true&pipeline=p",
            "POST /logs-a/_update_by_query?pipeline=p",
            "POST /logs-a/_update_by_query?pipeline=p&search_pipeline=_none",
        ] {
            let request = try Tables.v7.request(line)
            let target = try target(String(line.split(separator: " ")[1]))
            let parameter = try #require(request.pipeline)
            #expect(target.text(target.parameters[parameter].value) == "p")
        }
        for line in [
            "GET /logs-a/_search?search_pipeline=p", "GET /logs-a/_search?search_pipeline=p&pipeline=_none",
        ] {
            let request = try Tables.of(Release(.opensearch, 2, 19)).request(line)
            #expect(request.searchPipeline == 0)
            #expect(request.pipeline == nil)
        }
        #expect(try Tables.v8.request("POST /logs-a/_doc?pipeline=_none").pipeline == nil)
        #expect(try Tables.v8.request("POST /logs-a/_doc?pipeline=_none&pipeline=p").pipeline == 1)
    }

    @Test("H55: JSONP, site plugins, rivers, benchmarks, shutdown")
    func h55() throws {
        let v1 = Tables.of(Release(.elasticsearch, 1, 7))
        #expect(try v1.match("GET /_search?callback=x").rule == .scriptCallback)
        #expect(try Tables.v8.match("GET /?callback=x").rule == .scriptCallback)
        for line in [
            "GET /_plugin/head/index.html", "PUT /_river/r/_meta", "GET /_river/r/x", "DELETE /_river/r/x",
            "PUT /_bench", "POST /_bench/abort/b", "POST /_shutdown", "POST /_cluster/nodes/_shutdown",
            "POST /_cluster/nodes/n1/_shutdown", "POST /_cluster/nodes/_restart",
        ] {
            let match = try v1.match(line)
            if case .endpoint(let request) = match {
                #expect(request.endpoint.flags.contains(.neverForwarded), "\(line)")
            } else {
                #expect(match.isUnknown, "\(line)")
            }
        }
        #expect(throws: TargetError.self) { try target("/_plugin/head/../../x") }
    }

    @Test("H56: CONNECT, TRACE, and methods that nobody knows")
    func h56() throws {
        for table in [Tables.v2, Tables.v5, Tables.v8] {
            for name in ["CONNECT", "TRACE", "PATCH", "PROPFIND", "get", "SEARCH"] {
                guard case .methodNotAllowed(let methods) = try table.match("\(name) /logs-a/_search") else {
                    Issue.record("\(name)")
                    continue
                }
                // Up to 5 a type may be asked for by HEAD, and this could be one.
                #expect(methods.isSuperset(of: [.get, .post]) && !methods.contains(.put))
            }
        }
    }

    @Test("H57: a path means what it means to the upstream's release")
    func h57() throws {
        #expect(try Tables.v2.match("PUT /logs-a/_warmer/w").api == "indices.put_warmer")
        #expect(try Tables.v8.match("PUT /logs-a/_warmer/w").isUnknown)
        #expect(try Tables.v2.match("GET /_search/template/t").api == "get_template_legacy")
        #expect(try Tables.v7.match("GET /_search/template/t").api == nil)
        #expect(try Tables.v2.match("GET /_scripts/groovy/x").api == "get_script")
        #expect(try Tables.v8.match("PUT /_scripts/x/score").api == "put_script")
        #expect(try Tables.v8.match("PUT /logs-a/_create/1").api == "create")
        #expect(try Tables.v6.match("PUT /logs-a/_create/1").api == nil)
        #expect(try Tables.v5.match("GET /_field_stats").api == "field_stats")
        #expect(try Tables.v8.match("GET /_field_stats").isUnknown)
        #expect(try Tables.v2.match("DELETE /logs-a/_query").api == "delete_by_query")
        #expect(try Tables.v5.match("DELETE /logs-a/_query").api == nil)
        let opensearch = Tables.of(Release(.opensearch, 2, 19))
        #expect(try opensearch.match("POST /logs-a/_search/point_in_time?keep_alive=1m").api == "create_pit")
        #expect(try opensearch.match("POST /logs-a/_pit?keep_alive=1m").api == nil)
        #expect(try Tables.v8.match("POST /logs-a/_search/point_in_time").isUnknown)
    }

    @Test("H58: what is in no row is unknown")
    func h58() throws {
        for line in [
            "GET /_opendistro/_security/api/roles", "GET /_searchguard/api/roles",
            "GET /_plugins/_security/x",
            "POST /_plugins/_sql", "GET /_readonlyrest/metadata/current_user", "GET /a/b/c/d/e",
            "GET /logs-a/_unheard_of", "POST /_unheard_of/x", "GET /_cat/unheard_of",
            "DELETE /_cluster/x/y/z",
            "GET /_security/unheard/of", "PUT /_cluster/unheard",
        ] {
            for table in [Tables.v2, Tables.v6, Tables.v7, Tables.v8, Tables.of(Release(.opensearch, 2, 19))]
            {
                #expect(try table.match(line).api == nil, "\(line) \(table.release)")
            }
        }
        // Known, so that it can be told apart, and still for nobody.
        let plugin = try Tables.v7.request("GET /_searchguard/authinfo").endpoint
        #expect(plugin.flags.contains(.neverForwarded))
    }
}
