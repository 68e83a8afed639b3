import Authenticate
import HTTP
import JSON
import Testing

@testable import Security

/// `GET /_security/user/_privileges`, recorded from Elasticsearch 8.18.1: entries about the same come once.
@Suite struct PrivilegeListTests {
    let desk = Desk()

    private func put(_ role: String, _ body: String) {
        let answer = desk.ask(.put, "_security/role/\(role)", body: body)
        #expect(answer.status == 200, "\(answer.text)")
    }

    private func list(_ roles: [String], _ member: String) -> String {
        let subject = Subject.user(
            Principal(username: "u", roles: roles, realm: "default_native", realmType: "native"))
        let answer = desk.ask(.get, "_security/user/_privileges", as: subject)
        return answer.json[member].map { JSONWriter.text($0) } ?? answer.text
    }

    @Test func applicationsOfTheSameResourcesAndThenOfTheSamePrivileges() {
        self.put(
            "m1",
            """
            {"applications":[{"application":"test-app","privileges":["user"],"resources":["*"]},
            {"application":"test-app","privileges":["read"],"resources":["object/1"]},
            {"application":"test_app","privileges":["b","a"],"resources":["z","y"]}]}
            """)
        self.put(
            "m2",
            """
            {"applications":[{"application":"app-dne","privileges":["all"],"resources":["*"]},
            {"application":"test-app","privileges":["dne"],"resources":["*"]},
            {"application":"test-app","privileges":["read"],"resources":["object/2"]},
            {"application":"test_app","privileges":["a","b"],"resources":["y","w"]},
            {"application":"test_app","privileges":["c"],"resources":["y","z"]}]}
            """)
        #expect(
            self.list(["m1", "m2"], "applications") == """
                [{"application":"test-app","privileges":["dne","user"],"resources":["*"]},\
                {"application":"test-app","privileges":["read"],"resources":["object/1","object/2"]},\
                {"application":"test_app","privileges":["a","b","c"],"resources":["y","z"]},\
                {"application":"app-dne","privileges":["all"],"resources":["*"]},\
                {"application":"test_app","privileges":["a","b"],"resources":["w","y"]}]
                """)
    }

    @Test func indicesOfTheSameNames() {
        self.put(
            "m1",
            """
            {"indices":[{"names":["a"],"privileges":["read"]},{"names":["a"],"privileges":["write"]},
            {"names":["b","a"],"privileges":["read"]}]}
            """)
        self.put(
            "m2",
            """
            {"indices":[{"names":["a"],"privileges":["read"]},{"names":["a","b"],"privileges":["index"]},
            {"names":["a"],"privileges":["read"],"allow_restricted_indices":true}]}
            """)
        #expect(
            self.list(["m1", "m2"], "indices") == """
                [{"names":["a"],"privileges":["read","write"],"allow_restricted_indices":false},\
                {"names":["a","b"],"privileges":["index","read"],"allow_restricted_indices":false},\
                {"names":["a"],"privileges":["read"],"allow_restricted_indices":true}]
                """)
    }
}
