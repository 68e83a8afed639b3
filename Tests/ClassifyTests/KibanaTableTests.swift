import HTTP
import Testing

@testable import Classify

@Suite struct KibanaTableTests {
    private let table = KibanaTable()

    private func request(_ line: String) throws -> KibanaRequest {
        let parts = line.split(separator: " ")
        return self.table.match(method(parts[0]), try target(String(parts[1])))
    }

    @Test(arguments: [
        ("GET /login", KibanaNeed.Kind.nothing), ("GET /ui/legacy_light_theme.css", .nothing),
        ("GET /47192/bundles/core/core.entry.js", .nothing), ("GET /", .login),
        ("GET /app/dashboards", .login), ("GET /api/status", .login), ("POST /api/core/capabilities", .login),
        ("HEAD /api/status", .login),
        ("GET /api/saved_objects/dashboard/1", .features(.read)),
        ("PUT /api/saved_objects/dashboard/1", .features(.all)),
        ("GET /api/saved_objects/_find?type=dashboard", .base(.read)),
        ("POST /api/saved_objects/_bulk_create", .base(.all)),
        ("POST /api/saved_objects/_import", .base(.all)),
        ("DELETE /api/saved_objects/anything/1", .base(.all)),
        ("POST /internal/search/ese", .features(.read)),
        ("POST /api/console/proxy?path=_search", .features(.all)),
        ("GET /api/spaces/space", .global(.read)), ("POST /api/spaces/space", .global(.all)),
        ("POST /api/kibana/settings/theme", .features(.all)),
        ("GET /internal/security/api_key", .global(.all)), ("POST /api/security/role/x", .global(.all)),
        ("GET /api/unheard_of", .global(.all)), ("PATCH /api/dashboards/1", .global(.all)),
        ("OPTIONS /api/status", .global(.all)), ("GET /app", .login), ("GET /application", .global(.all)),
        ("GET /LOGIN", .global(.all)),
    ])
    func routesNeed(_ line: String, _ kind: KibanaNeed.Kind) throws {
        #expect(try self.request(line).need.kind == kind, "\(line)")
    }

    @Test(arguments: [
        ("GET /api/status", KibanaSpace.standard), ("GET /s/team/api/status", .segment(1)),
        ("GET /s/team", .segment(1)), ("GET /s", .standard), ("GET /s/team/app/home", .segment(1)),
    ])
    func aPrefixNamesTheSpace(_ line: String, _ space: KibanaSpace) throws {
        #expect(try self.request(line).space == space)
    }

    @Test func theNeedIsTheSameInEverySpace() throws {
        for line in [
            "/app/home", "/api/saved_objects/_find", "/api/console/proxy", "/internal/bsearch", "/x",
        ] {
            for name in ["GET", "POST", "DELETE"] {
                #expect(
                    try self.request("\(name) \(line)").need == self.request("\(name) /s/team\(line)").need)
            }
        }
        // No space inside a space, whatever Kibana would make of it.
        #expect(try self.request("GET /s/team/s/other/app/home").need == .everything)
        #expect(try self.request("GET /s/team%2Fother/app/home").space == .segment(1))
    }

    @Test func aLevelHasItsPrivileges() throws {
        let read = try self.request("GET /api/saved_objects/dashboard/1").need
        #expect(
            read.privileges.starts(with: ["all", "space_all", "read", "space_read", "feature_dashboard.all"]))
        #expect(read.privileges.contains("feature_dashboard_v2.minimal_read"))
        #expect(!read.privileges.contains { $0.contains("canvas") })
        let all = try self.request("DELETE /api/saved_objects/dashboard/1").need
        #expect(all.privileges.contains("feature_dashboard.all") && all.privileges.contains("space_all"))
        #expect(!all.privileges.contains { $0.hasSuffix("read") })
        #expect(KibanaNeed.everything.privileges == ["all", "space_all"])
        #expect(try self.request("GET /app/home").need.privileges.isEmpty)
    }

    /// So that no row stands in the way of a later one.
    @Test func everyRowMatchesItself() throws {
        for line in KibanaRows.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            let path = words[1].split(separator: "/").map {
                $0 == "*" ? "x1" : $0 == "**" ? "x2" : String($0)
            }
            for name in words[0].split(separator: ",") {
                let need = try self.request("\(name) /\(path.joined(separator: "/"))").need
                #expect(need == KibanaTable.need(words[2]), "\(line)")
            }
        }
    }
}
