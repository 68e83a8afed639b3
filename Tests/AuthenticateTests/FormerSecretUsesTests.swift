import Keys
import Testing

@testable import Authenticate

@Suite struct FormerSecretUsesTests {
    private let uses = FormerSecretUses()

    private func note(_ id: APIKeyID, _ address: String, _ agent: String?, _ now: Int64) {
        guard let agent else { return uses.note(id, address: address, agent: nil, at: now) }
        Array(agent.utf8).withUnsafeBufferPointer {
            uses.note(id, address: address, agent: $0, at: now)
        }
    }

    @Test func clientsAreToldApartByAddressAndAgent() throws {
        let id = try #require(APIKeyID("a"))
        note(id, "10.0.0.1", "x", 1)
        note(id, "10.0.0.1", "x", 3)
        note(id, "10.0.0.1", "y", 2)
        note(id, "10.0.0.2", nil, 2)
        // A clock that was set back does not make a use older.
        note(id, "10.0.0.1", "x", 2)
        let report = uses.report(id)
        #expect(report.uses.map(\.client.address) == ["10.0.0.1", "10.0.0.1", "10.0.0.2"])
        #expect(report.uses.map(\.client.agent) == ["x", "y", ""])
        #expect(report.uses.map(\.count) == [3, 1, 1])
        #expect(report.uses.map(\.last) == [3, 2, 2])
        #expect(report.others == 0)
        #expect(uses.report(try #require(APIKeyID("b"))) == FormerSecretUses.Report())
        uses.forget([id])
        #expect(uses.report(id) == FormerSecretUses.Report())
    }

    @Test func everythingIsBounded() throws {
        let id = try #require(APIKeyID("a"))
        for number in 0..<FormerSecretUses.clientsMax + 5 { note(id, "\(number)", "x", 1) }
        note(id, "0", "x", 2)
        #expect(uses.report(id).uses.count == FormerSecretUses.clientsMax)
        #expect(uses.report(id).uses.first?.count == 2)
        #expect(uses.report(id).others == 5)
        let other = try #require(APIKeyID("b"))
        note(other, "1", String(repeating: "é", count: 1000), 1)
        #expect(uses.report(other).uses.first?.client.agent.utf8.count == FormerSecretUses.agentMax)
        for number in 0..<FormerSecretUses.keysMax {
            note(try #require(APIKeyID("k\(number)")), "1", nil, 1)
        }
        #expect(uses.report(try #require(APIKeyID("k\(FormerSecretUses.keysMax - 1)"))).uses.isEmpty)
        // Those that are known go on being counted.
        note(other, "1", String(repeating: "é", count: 1000), 2)
        #expect(uses.report(other).uses.first?.count == 2)
    }
}
