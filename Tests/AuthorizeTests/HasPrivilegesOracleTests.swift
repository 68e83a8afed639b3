import JSON
import Testing

@testable import Authorize

/// `_has_privileges` as 7.17.28 and 8.18.1 answered it for random roles, keys and questions.
@Suite struct HasPrivilegesOracleTests {
    /// What was declared when they were asked.
    private static let declared = ApplicationPrivileges([
        .init(application: "myapp", name: "read", actions: ["data:read/*", "login:"]),
        .init(application: "myapp", name: "write", actions: ["data:write/*", "data:read/x"]),
        .init(application: "myapp", name: "all", actions: ["*"]),
        .init(application: "kibana-.kibana", name: "all", actions: ["api:*", "ui:*"]),
        .init(application: "kibana-.kibana", name: "read", actions: ["api:read/*"]),
        .init(application: "kibana-.kibana", name: "feature_x.read", actions: ["api:read/x"]),
    ])

    @Test(arguments: ["7", "8"])
    func answersAreElasticsearchs(release: String) throws {
        let table = release == "7" ? PrivilegeTable.v7 : .v8
        let lines = try Fixture.lines("has-privileges-\(release).txt")
        #expect(lines.count >= 100)
        var different = 0
        for (number, line) in lines.enumerated() {
            let value = try JSONParser.parse(Array(line[0].utf8))
            let owner = try Role(RoleDescriptor.all(try #require(value["owner"])), table)
            var privileges = Privileges(user: owner)
            if let key = value["key"], key.members != nil {
                let own = try RoleDescriptor.all(key)
                privileges = Privileges(own: own.isEmpty ? nil : try Role(own, table), limitedBy: owner)
            }
            let request = try HasPrivileges.Request(json: try #require(value["request"]), username: "hp")
            let answer = try HasPrivileges(request, privileges, declared: Self.declared)
            var expected = try #require(value["answer"]?.members)
            expected.insert(.init(name: "username", value: JSONValue(.string("hp"))), at: 0)
            // Compared as text: the order is Elasticsearch's too.
            if answer.json(username: "hp") != JSONValue(.object(expected)) {
                different += 1
                if different > 5 { continue }
                Issue.record(
                    "line \(number + 1): \(JSONWriter.text(answer.json(username: "hp")))\n\(line[0])")
            }
        }
        #expect(different == 0)
    }
}
