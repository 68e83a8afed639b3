import Authorize
import JSON
import TestSupport
import Testing

@testable import Security

/// Roles of a file: the good ones count, the others are told with their lines.
@Suite struct FileRolesTests {
    private func roles(_ name: String, _ text: String) throws -> FileRoles {
        var roles = FileRoles()
        roles.add(name, line: 7, try JSONParser.parse(Array(text.utf8)), reserved: ["superuser"])
        return roles
    }

    @Test func goodRolesAreTaken() throws {
        let roles = try self.roles(
            "reader",
            #"{"cluster":"monitor","indices":[{"names":"logs-*","privileges":["read"]}],"run_as":null}"#)
        #expect(roles.faults.isEmpty)
        #expect(roles.roles.map(\.name) == ["reader"])
        #expect(roles.roles[0].indices.map(\.names) == [["logs-*"]])
    }

    @Test(arguments: [
        ("superuser", "{}", "reserved"), (" x", "{}", "whitespace"), ("a", "[]", "expected field"),
        ("a", #"{"cluster":["fly"]}"#, "unknown cluster privilege [fly]"),
        ("a", #"{"indices":[{"names":["x"],"privileges":["fly"]}]}"#, "unknown index privilege [fly]"),
        (
            "a", #"{"indices":[{"names":["x"],"privileges":["read"],"query":"{}"}]}"#,
            "[query] is not supported"
        ),
        (
            "a", #"{"indices":[{"names":["x"],"privileges":["read"],"field_security":{"grant":["a"]}}]}"#,
            "[field_security]"
        ),
        ("a", #"{"indices":[{"names":["/(/"],"privileges":["read"]}]}"#, "left out"),
        ("a", #"{"indices":[{"names":["x"]}]}"#, "missing required [privileges]"),
        ("a", #"{"klaster":["all"]}"#, "unexpected field [klaster]"),
    ])
    func badRolesAreLeftOut(name: String, text: String, words: String) throws {
        let roles = try self.roles(name, text)
        #expect(roles.roles.isEmpty)
        #expect(roles.faults.count == 1)
        #expect(roles.faults.first?.message.contains(words) == true, "\(roles.faults)")
        #expect((roles.faults.first?.line ?? 0) > 0)
    }

    /// What a release before or after the newest knows is good.
    @Test func privilegesOfAnyReleaseAreKnown() throws {
        #expect(try self.roles("a", #"{"cluster":["manage_rollup"]}"#).faults.isEmpty)
        #expect(try self.roles("a", #"{"cluster":["monitor_esql"]}"#).faults.isEmpty)
    }

    @Test func rolesOfTheFileComeBehindBuiltInOnesAndBeforeThoseOfTheAPI() throws {
        let desk = Desk()
        let before = desk.roles.generation
        desk.roles.setFileRoles(try self.roles("reader", #"{"cluster":["monitor"]}"#).roles)
        #expect(desk.roles.generation > before)
        #expect(desk.roles.descriptors(["reader", "superuser"]).unknown.isEmpty)
        desk.roles.setFileRoles([])
        #expect(desk.roles.descriptors(["reader"]).unknown == ["reader"])
    }
}
