import Authenticate
import HTTP
import JSON
import Testing

@testable import Security

@Suite struct KibanaRoleTests {
    let desk = Desk()

    private func ask(
        _ method: Method, _ name: String? = nil, _ body: String = "", token: Bool = true,
        as subject: Subject = Desk.elastic, query: [(String, String?)] = []
    ) -> Desk.Answer {
        var request = SecurityRequest(
            method: method, segments: ["api", "security", "role"] + (name.map { [$0] } ?? []),
            parameters: query, uri: "/api/security/role", contentType: "application/json", accept: nil,
            body: Array(body.utf8), subject: subject, now: Desk.now)
        request.sendToKibana(hasXSRFHeader: token)
        return self.desk.answer(to: request)
    }

    private static let role = #"""
        {"metadata":{"v":1},"elasticsearch":{"cluster":["monitor"],"indices":[{"names":["logs-*"],"privileges":["read"]}],
        "run_as":["x"]},"kibana":[{"base":[],"feature":{"discover":["all"],"dashboard":["read","url_create"]},
        "spaces":["default","marketing"]},{"base":["read"],"spaces":["*"]}]}
        """#

    @Test func whatIsPutComesBack() throws {
        #expect(ask(.put, "analyst", Self.role).status == 204)
        let stored = try #require(desk.ask(.get, "_security/role/analyst").json["analyst"])
        #expect(
            stored["applications"].map { JSONWriter.text($0) }
                == #"[{"application":"kibana-.kibana","privileges":["feature_discover.all","feature_dashboard.read","feature_dashboard.url_create"],"resources":["space:default","space:marketing"]},{"application":"kibana-.kibana","privileges":["read"],"resources":["*"]}]"#
        )
        let role = ask(.get, "analyst").json
        #expect(role["name"]?.string == "analyst")
        #expect(role["metadata"]?["v"]?.integer == 1)
        #expect(role["elasticsearch"]?["cluster"]?.elements?.first?.string == "monitor")
        #expect(
            role["kibana"].map { JSONWriter.text($0) }
                == #"[{"base":[],"feature":{"discover":["all"],"dashboard":["read","url_create"]},"spaces":["default","marketing"]},{"base":["read"],"feature":{},"spaces":["*"]}]"#
        )
        #expect(role["_transform_error"]?.elements?.isEmpty == true)
        let names = ask(.get).json.elements?.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("analyst") && names.contains("superuser") && names == names.sorted())
        #expect(ask(.put, "analyst", Self.role, query: [("createOnly", "true")]).status == 400)
        #expect(ask(.delete, "analyst").status == 204)
        #expect(ask(.get, "analyst").status == 404)
        #expect(ask(.delete, "analyst").status == 404)
    }

    /// B105
    @Test func changesNeedTheHeader() {
        for method in [Method.put, .delete] {
            let answer = ask(method, "r", method == .put ? Self.role : "", token: false)
            #expect(
                answer.text
                    == #"{"statusCode":400,"error":"Bad Request","message":"Request must contain a kbn-xsrf header."}"#
            )
        }
        #expect(ask(.get, token: false).status == 200)
    }

    @Test func whatKibanaHasNoWordsFor() throws {
        _ = desk.ask(
            .put, "_security/role/odd",
            body:
                #"{"applications":[{"application":"kibana-.kibana","privileges":["odd"],"resources":["*"]},{"application":"app","privileges":["x"],"resources":["y"]}]}"#
        )
        let role = ask(.get, "odd").json
        #expect(role["kibana"]?.elements?.isEmpty == true)
        #expect(role["_transform_error"]?.elements?.count == 1)
        #expect(role["_unrecognized_applications"]?.elements?.compactMap(\.string) == ["app"])
    }

    @Test(arguments: [
        (#"{"kibana":[{"base":["all"],"feature":{"a":["all"]}}]}"#, "isn't allowed when non-empty [base]"),
        (#"{"kibana":[{"base":["write"]}]}"#, "unknown base privilege [write]"),
        (#"{"kibana":[{"base":["all"],"spaces":["*","a"]}]}"#, "[spaces] must be"),
        (#"{"kibana":{}}"#, "expected a list"), (#"{"x":1}"#, "[request body.x]"), ("[]", "plain object"),
        ("{", "Invalid request payload JSON format"),
        (#"{"elasticsearch":{"cluster":["no_such"]}}"#, "unknown cluster privilege [no_such]"),
    ])
    func badBodies(_ body: String, _ words: String) {
        let answer = ask(.put, "r", body)
        #expect(answer.status == 400)
        #expect(answer.json["statusCode"]?.integer == 400)
        #expect(answer.json["message"]?.string?.contains(words) == true, "\(answer.text)")
    }

    @Test func whoMay() {
        let answer = ask(.get, as: Desk.mortal)
        #expect(answer.status == 403)
        #expect(answer.json["error"]?.string == "Forbidden")
        #expect(ask(.put, "r", Self.role, as: Desk.mortal).status == 403)
        #expect(ask(.put, "superuser", Self.role).status == 400)
        // Nothing of it is there for who asks elsewhere.
        #expect(desk.ask(.get, "api/security/role").status == 400)
        #expect(ask(.post, nil, "{}").status == 404)
    }
}
