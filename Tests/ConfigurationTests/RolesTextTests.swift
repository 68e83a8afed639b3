import JSON
import Testing

@testable import Configuration

/// `roles.yml`: each role by itself, with its lines.
@Suite struct RolesTextTests {
    private func read(_ text: String) -> RolesText { RolesText(Array(text.utf8), file: "roles.yml") }

    /// Only a line that is a mark ends a role; one that begins like it is a fault of its own, and what stands behind
    /// changes nothing before it.
    @Test func marksEndRoles() {
        let marked = self.read("a:\n  cluster: [all]\n--- # x\n\nb:\n  cluster: [all]\n---\t\n")
        #expect(marked.roles.map(\.name) == ["a", "b"] && marked.problems.isEmpty)
        for behind in ["", "\n", "\nc:\n  cluster: [all]\n"] {
            let broken = self.read("a: [moni\n---d]\n" + behind)
            #expect(!broken.roles.map(\.name).contains("a"))
            #expect(broken.problems.count == 2)
        }
        #expect(self.read("---\n  a: {cluster: [all]}\n").roles.map(\.name) == ["a"])
    }

    @Test func rolesComeWithTheirLines() throws {
        let text = self.read(
            """
            # What people may do
            ---
            reader:
              cluster: [ "monitor" ]
              indices:
                - names: [ 'logs-*', "metrics-*" ]
                  privileges: [ read ]
                  allow_restricted_indices: true

            writer:
              run_as: [ 'anna' ]
              metadata: { version: 1, note: "true", nothing: ~, yes: true }
            """)
        #expect(text.problems.isEmpty)
        #expect(text.roles.map(\.name) == ["reader", "writer"])
        #expect(text.roles.map(\.line) == [3, 10])
        let entry = try #require(text.roles[0].value["indices"]?.elements?.first)
        #expect(entry.start == 6)
        #expect(entry["names"]?.elements?.map(\.string) == ["logs-*", "metrics-*"])
        #expect(entry["allow_restricted_indices"]?.bool == true)
        let metadata = try #require(text.roles[1].value["metadata"])
        #expect(
            metadata
                == JSONValue(
                    .object([
                        .init(name: "version", value: JSONValue(.number("1"))),
                        .init(name: "note", value: JSONValue(.string("true"))),
                        .init(name: "nothing", value: JSONValue(.null)),
                        .init(name: "yes", value: JSONValue(.bool(true))),
                    ])))
    }

    /// The others are there all the same.
    @Test(arguments: [
        ("  cluster: [ monitor", 4), ("  cluster: &x [ all ]", 3), ("  cluster: *x", 3),
        ("  cluster: [a]\n  cluster: [b]", 4), ("  a: {b: {c: 1, c: 2}}", 3), ("\t- x", 3),
    ])
    func aBadRoleIsNamedByItsLine(body: String, line: Int) {
        let text = self.read("first: { cluster: [ all ] }\nbad:\n\(body)\nlast:\n  cluster: [ all ]\n")
        #expect(text.roles.map(\.name) == ["first", "last"])
        #expect(text.problems.map(\.line) == [line])
    }

    @Test func aRoleIsThereOnce() {
        let text = self.read("a: { cluster: [ all ] }\nb: {}\na: { cluster: [ none ] }\n")
        #expect(text.roles.map(\.name) == ["a", "b"])
        #expect(text.problems.map(\.line) == [3])
    }

    @Test func whatIsNoMappingIsNoRole() {
        let text = self.read("- a\n- b\nc: {}\n")
        #expect(text.roles.map(\.name) == ["c"])
        #expect(text.problems.count == 2)
        #expect(self.read("").problems.isEmpty)
        #expect(self.read("# nothing\n\n").roles.isEmpty)
        #expect(self.read(String(repeating: "# x\n", count: 1 << 19)).problems.map(\.line) == [0])
    }
}
