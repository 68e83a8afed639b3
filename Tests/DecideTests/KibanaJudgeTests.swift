import Authorize
import Bytes
import Classify
import Elasticsearch
import HTTP
import Testing

@testable import Decide

@Suite struct KibanaJudgeTests {
    /// A requester with privileges of Kibana: `privilege privilege on resource resource`.
    static func requester(_ grants: String..., application: String = "kibana-.kibana") throws -> Requester {
        var descriptor = RoleDescriptor(name: "r")
        for grant in grants {
            let sides = grant.split(separator: " ").split(separator: "on")
            descriptor.applications.append(
                RoleDescriptor.Application(
                    application: application, privileges: sides[0].map(String.init),
                    resources: sides[1].map(String.init)))
        }
        return Requester(
            privileges: Privileges(user: try Role([descriptor], .v8)), subject: .user("u", roles: ["r"]),
            holder: [])
    }

    static func target(_ text: String) throws -> RequestTarget {
        let target = RequestTarget()
        let bytes = Array(text.utf8)
        try target.parse(bytes.span, 0..<bytes.count, plusIsSpace: false, limits: .default)
        return target
    }

    /// `stream`, `space NAME` or the reason.
    static func verdict(_ line: String, _ requester: Requester) throws -> String {
        let words = line.split(separator: " ").map(String.init)
        let method = Method(Array(words[0].utf8).span)
        switch KibanaJudge.judge(method, try Self.target(words[1]), requester) {
        case .forward(let passage):
            switch passage.content {
            case .inspectKibana(let space): return "space \(space)"
            default: return "stream"
            }
        case .refused(let error, _):
            #expect(error.status == 403)
            return error.reason
        default: return "odd"
        }
    }

    static func isAllowed(_ line: String, _ requester: Requester) throws -> Bool {
        !(try Self.verdict(line, requester)).contains("unauthorized")
    }

    @Test(arguments: [
        // What is granted, a request, whether it passes.
        ("all on *", "POST /api/saved_objects/dashboard", true),
        ("all on *", "POST /api/nobody/knows", true),
        ("all on *", "GET /s/team/api/nobody/knows", true),
        ("* on *", "GET /api/nobody/knows", true),
        ("read on *", "GET /api/saved_objects/_find", true),
        ("read on *", "GET /s/team/api/saved_objects/_find", true),
        ("read on *", "POST /api/saved_objects/dashboard", false),
        ("read on *", "GET /api/nobody/knows", false),
        ("read on *", "GET /api/spaces/space", true),
        ("read on *", "POST /api/spaces/space", false),
        ("read on space:default", "GET /api/saved_objects/_find", true),
        ("read on space:default", "GET /s/default/api/saved_objects/_find", true),
        ("read on space:default", "GET /s/team/api/saved_objects/_find", false),
        ("read on space:default", "GET /api/spaces/space", false),
        ("space_all on space:team", "PUT /s/team/api/saved_objects/dashboard/1", true),
        ("space_all on space:team", "PUT /api/saved_objects/dashboard/1", false),
        ("space_all on space:team", "POST /s/team/api/nobody/knows", false),
        ("space_all on space:team", "POST /s/team/s/other/api/saved_objects/_bulk_get", false),
        ("all on space:team", "POST /s/team/api/spaces/_copy_saved_objects", false),
        ("space_read on space:*", "GET /s/team/api/saved_objects/_find", true),
        ("space_read on space:*", "GET /api/spaces/space", false),
        ("feature_dashboard.read on space:team", "GET /s/team/api/saved_objects/dashboard/1", true),
        ("feature_dashboard.read on space:team", "PUT /s/team/api/saved_objects/dashboard/1", false),
        ("feature_dashboard.read on space:team", "GET /s/team/api/saved_objects/_find", false),
        ("feature_dashboard.all on space:team", "PUT /s/team/api/saved_objects/dashboard/1", true),
        ("feature_dashboard.minimal_all on *", "PUT /s/any/api/saved_objects/dashboard/1", true),
        ("feature_canvas.all on *", "PUT /api/saved_objects/dashboard/1", false),
        ("feature_discover.read on space:team", "POST /s/team/internal/bsearch", true),
        ("feature_discover.read on space:team", "GET /s/team/app/discover", true),
        ("feature_discover.read on space:team", "GET /s/other/app/discover", false),
        ("feature_discover.read on space:team", "GET /api/status", false),
        ("reserved_x on other", "GET /login", true),
        ("reserved_x on other", "GET /app/home", false),
    ])
    func privilegesOpenRoutes(_ grant: String, _ line: String, _ isAllowed: Bool) throws {
        #expect(try Self.isAllowed(line, Self.requester(grant)) == isAllowed, "\(grant): \(line)")
    }

    @Test func anotherApplicationOpensNothing() throws {
        let other = try Self.requester("all on *", application: "kibana-.other")
        #expect(try !Self.isAllowed("GET /app/home", other))
        #expect(try Self.isAllowed("GET /app/home", Self.requester("all on *", application: "kibana-*")))
        #expect(try Self.isAllowed("GET /api/nobody/knows", Self.requester("all on *", application: "*")))
    }

    /// One side of a key alone is not enough.
    @Test func bothSidesOfAKeyCount() throws {
        func role(_ privilege: String, _ resource: String) throws -> Role {
            var descriptor = RoleDescriptor(name: "r")
            descriptor.applications = [
                RoleDescriptor.Application(
                    application: "kibana-.kibana", privileges: [privilege], resources: [resource])
            ]
            return try Role([descriptor], .v8)
        }
        let key = Requester(
            privileges: Privileges(own: try role("all", "*"), limitedBy: try role("read", "space:team")),
            subject: .apiKey(id: "k", owner: "u"), holder: [])
        #expect(try Self.isAllowed("GET /s/team/api/saved_objects/_find", key))
        #expect(try !Self.isAllowed("GET /s/other/api/saved_objects/_find", key))
        #expect(try !Self.isAllowed("PUT /s/team/api/saved_objects/dashboard/1", key))
        #expect(try !Self.isAllowed("GET /api/spaces/space", key))
    }

    @Test func theReasonSaysWhatItTakes() throws {
        let reason = try Self.verdict(
            "DELETE /s/team/api/spaces/space/x", Self.requester("space_all on space:team"))
        #expect(
            reason
                == "[DELETE /s/team/api/spaces/space/x] of Kibana is unauthorized: it takes one of the privileges [all,space_all] of the"
                + " application [kibana-.kibana] on the resource [*]")
        let login = try Self.verdict("GET /app/home", Self.requester("read on space:team"))
        #expect(
            login.contains(
                "it takes a privilege of the application [kibana-.kibana] on the resource [space:default]"))
    }

    /// Parameters of saved objects that list spaces.
    @Test(arguments: [
        "namespaces=*", "namespaces=other", "namespaces=team&namespaces=other", "namespaces[]=*",
        "%6eamespaces=*",
    ])
    func aParameterMustNotLeaveTheSpace(_ query: String) throws {
        let line = "GET /s/team/api/saved_objects/_find?type=dashboard&\(query)"
        #expect(try !Self.isAllowed(line, Self.requester("space_read on space:team")))
        #expect(try Self.isAllowed(line, Self.requester("read on *")))
        #expect(
            try Self.isAllowed(
                "GET /s/team/api/saved_objects/_find?namespaces=team",
                Self.requester("space_read on space:team")))
    }

    @Test func contentIsReadForWhoHasOneSpace() throws {
        #expect(
            try Self.verdict(
                "POST /s/team/api/saved_objects/_bulk_get", Self.requester("space_read on space:team"))
                == "space team")
        #expect(
            try Self.verdict("POST /api/saved_objects/_bulk_get", Self.requester("read on space:default"))
                == "space default")
        #expect(
            try Self.verdict("POST /api/saved_objects/_bulk_get", Self.requester("read on *")) == "stream")
    }

    @Test(arguments: [
        (#"[{"type":"dashboard","id":"1"}]"#, "application/json", true),
        (#"[{"type":"dashboard","id":"1","namespaces":["team"]}]"#, "application/json; charset=utf-8", true),
        (#"[{"type":"dashboard","id":"1","namespaces":["other"]}]"#, "application/json", false),
        (#"[{"type":"dashboard","id":"1","namespaces":["team","*"]}]"#, "application/json", false),
        (#"{"a":{"b":[{"initialNamespaces":["other"]}]}}"#, "application/json", false),
        (#"{"initialN\u0061mespaces":["other"]}"#, "application/json", false),
        (#"{"namespaces":"other"}"#, "application/json", false),
        (#"{"namespaces":{"0":"team"}}"#, "application/json", false),
        (#"{"namespaces":[3]}"#, "application/json", false),
        (#"{"namespaces":null,"note":"namespaces"}"#, "application/json", true),
        (#"{"namespaces":["team"],"namespaces":["other"]}"#, "application/json", false),
        (#"{"namespaces":["team"]"#, "application/json", false),
        ("--x\r\n\r\n{\"type\":\"dashboard\"}\r\n--x--", "multipart/form-data; boundary=x", true),
        ("--x\r\n\r\n{\"initialNamespaces\":[\"other\"]}\r\n--x--", "multipart/form-data; boundary=x", false),
        (
            "--x\r\n\r\n{\"initialN\\u0061mespaces\":[\"other\"]}\r\n--x--",
            "multipart/form-data; boundary=x", false
        ),
        ("initialNamespaces=other", "application/x-www-form-urlencoded", false),
        ("a=b", "application/x-www-form-urlencoded", false),
        ("{}", "text/plain", false),
        ("", "", true),
    ])
    func contentMustNotLeaveTheSpace(_ text: String, _ type: String, _ isAllowed: Bool) {
        let refusal = KibanaContent.refusal(
            Array(text.utf8), type: type.isEmpty ? nil : type, space: "team")
        #expect((refusal == nil) == isAllowed, "\(text): \(refusal?.reason ?? "")")
    }
}
