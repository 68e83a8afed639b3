import Elasticsearch
import Testing

@testable import Authorize

@Suite struct DenialTests {
    private func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    /// What 7.17.28 and 8.18.1 said to users of several roles, to users who act for others, and to API keys (whose
    /// ids stand as `KEY`) when they refused some hundred requests.
    @Test func reasonsAreElasticsearchs() throws {
        let lines = try Fixture.lines("denials.txt")
        #expect(lines.count > 250)
        for line in lines {
            let table = line[0] == "7" ? PrivilegeTable.v7 : .v8
            let action = try #require(Action(line[7]), "\(line[7])")
            let (roles, unknown) = (self.list(line[3]), self.list(line[4]))
            if line[1] == "denied-runas" {
                let reason = Denial.cannotRunAs(
                    line[2], otherRoles: roles, user: line[5], roles: self.list(line[6]),
                    concernsOwnKeys: line[9] == "own", action, table)
                #expect(reason == line[10])
                continue
            }
            let subject: Denial.Subject =
                switch line[1] {
                case "user": .user(line[2], roles: roles, unknown: unknown)
                case "key": .apiKey(id: line[2], owner: line[5])
                default: .runAs(line[2], roles: roles, unknown: unknown, by: line[5])
                }
            var denial = Denial(subject, action, indices: line[8].isEmpty ? nil : self.list(line[8]))
            denial.concernsOwnKeys = line[9] == "own"
            #expect(denial.reason(table) == line[10])
        }
    }

    /// Orders that 7.17.28 and 8.18.1 gave to names of a request.
    @Test(arguments: [
        (["zz", "secret", "bb", "other", "aa", "mm"], ["zz", "bb", "aa", "mm", "other", "secret"]),
        (["q1", "q2", "q3", "q4", "q10"], ["q1", "q2", "q10", "q3", "q4"]),
        (["secret", "secret"], ["secret"]), ([], []),
    ])
    func namesStandInTheOrderOfAMap(asked: [String], told: [String]) {
        #expect(JavaOrder.sorted(asked) == told)
    }

    @Test func manyNamesKeepEachOne() {
        let names = (0..<1000).map { "index-\($0)" }
        #expect(Set(JavaOrder.sorted(names)) == Set(names))
        #expect(JavaOrder.sorted(names).count == 1000)
    }

    /// Whoever holds all of an index may do everything to it, so that nobody is told of nothing.
    @Test func allIsAmongWhatGrantsAnIndexAction() {
        for action in Action.all where action.name.hasPrefix("indices:") && !action.isCluster {
            #expect(PrivilegeTable.v7.indexPrivileges(granting: action).last == "all", "\(action)")
        }
    }
}
