import Elasticsearch
import Testing

@testable import Authorize

/// What is granted on all names that begin alike, seen at a glance.
@Suite struct PlainPrefixTests {
    private static func role(_ names: [String]) throws -> Role {
        var descriptor = RoleDescriptor(name: "r")
        descriptor.indices = [
            RoleDescriptor.Indices(names: names, privileges: ["read"], allowsRestricted: false)
        ]
        return try Role([descriptor], .v8)
    }

    private static func plainly(_ privileges: Privileges, _ prefix: String, _ action: String) throws -> Bool {
        let action = try #require(Action(action))
        return Array(prefix.utf8).withUnsafeBufferPointer {
            privileges.plainlyAllows(action, everyNameFrom: $0)
        }
    }

    @Test(arguments: [
        (["logs-*"], "logs-", true), (["logs-*"], "logs-a", true), (["logs-*"], "logs", false),
        // The very name, and not what begins like it.
        (["logs"], "logs", false), (["logs", "log*"], "logs", true), (["logs-a", "logs-*"], "logs-a", true),
        (["logs-a", "logs-ab*"], "logs-a", false), (["*"], "logs", true), (["*"], "", false),
        (["a*", "b*"], "b-", true), (["a*", "c*"], "b", false),
        // Restricted names begin with a dot.
        (["*", ".*"], ".", false), (["*", ".*"], ".kib", false),
        // Others have to be asked.
        (["l?gs*"], "logs", false), (["/logs.*/"], "logs", false),
    ])
    func onePrefix(names: [String], prefix: String, isGranted: Bool) throws {
        let privileges = Privileges(user: try Self.role(names))
        #expect(try Self.plainly(privileges, prefix, "indices:data/read/search") == isGranted)
        #expect(try !Self.plainly(privileges, prefix, "indices:data/write/bulk"))
    }

    @Test func bothSidesHaveToGrantIt() throws {
        let privileges = Privileges(own: try Self.role(["logs*"]), limitedBy: try Self.role(["logs-*"]))
        #expect(try Self.plainly(privileges, "logs-a", "indices:data/read/get"))
        #expect(try !Self.plainly(privileges, "logs", "indices:data/read/get"))
    }

    /// It never says more than the whole answer.
    @Test(arguments: 1...4)
    func itNeverSaysMore(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        let action = try #require(Action("indices:data/read/search"))
        var found = 0
        for _ in 0..<60 {
            let names = (0..<random.below(8) + 1).map { _ in
                random.below(2) == 0 ? random.wildcards() : random.name() + "*"
            }.filter { !$0.isEmpty && !$0.hasPrefix("/") }
            let privileges = Privileges(user: try Self.role(names))
            for _ in 0..<20 {
                let prefix = random.name()
                guard try Self.plainly(privileges, prefix, "indices:data/read/search") else { continue }
                found += 1
                #expect(privileges.allows(action, everyNameOf: prefix + "*"), "\(names) \(prefix)")
            }
        }
        #expect(found > 50)
    }
}
