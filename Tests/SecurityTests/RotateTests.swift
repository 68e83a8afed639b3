import Authenticate
import Bytes
import Foundation
import HTTP
import JSON
import Keys
import TestSupport
import Testing

@testable import Security

@Suite struct RotateTests {
    let desk = Desk()

    private func verdict(_ id: String, _ secret: String, at now: Int64 = Desk.now) -> String {
        let digits = Array(Data("\(id):\(secret)".utf8).base64EncodedString().utf8)
        let authenticator = KeyAuthenticator(table: desk.registry.table)
        return switch digits.withUnsafeBufferPointer({ authenticator.authenticate($0, now: now) }) {
        case .valid: "valid"
        case .former: "former"
        case .slow: "slow"
        case .invalid(let failure, _): "\(failure)"
        }
    }

    private func rotate(_ id: String, _ body: String = "", as subject: Subject = Desk.elastic) -> Desk.Answer
    {
        desk.ask(.post, "_keyward/api_key/\(id)/_rotate", body: body, as: subject)
    }

    private func made(
        _ body: String = #"{"name":"k","metadata":{"a":1}}"#
    ) throws -> (
        id: String, secret: String
    ) {
        let answer = desk.create(body)
        return (
            try #require(answer.json["id"]?.string), try #require(answer.json["api_key"]?.string)
        )
    }

    @Test func theFormerSecretLivesForTheGrace() throws {
        let key = try made(#"{"name":"k","expiration":"10d","metadata":{"a":1}}"#)
        let before = desk.get([("id", key.id)]).text
        let answer = rotate(key.id, #"{"grace":"1h"}"#)
        #expect(answer.status == 200)
        let secret = try #require(answer.json["api_key"]?.string)
        #expect(answer.json["id"]?.string == key.id && secret != key.secret && secret.utf8.count == 22)
        #expect(
            answer.json["encoded"]?.string == Data("\(key.id):\(secret)".utf8).base64EncodedString())
        #expect(answer.json["former_secret"]?["valid_until"]?.integer == Int(Desk.now) + 3_600_000)
        #expect(verdict(key.id, secret) == "valid")
        #expect(verdict(key.id, key.secret) == "former")
        #expect(verdict(key.id, key.secret, at: Desk.now + 3_599_999) == "former")
        #expect(verdict(key.id, key.secret, at: Desk.now + 3_600_000) == "wrongSecret")
        #expect(verdict(key.id, secret, at: Desk.now + 3_600_000) == "valid")
        #expect(verdict(key.id, "other") == "wrongSecret")
        // What Elasticsearch tells of it has not changed.
        #expect(desk.get([("id", key.id)]).text == before)
    }

    @Test func withoutGraceTheFormerSecretIsDeadAtOnce() throws {
        let key = try made()
        let second = try #require(rotate(key.id).json["api_key"]?.string)
        #expect(verdict(key.id, key.secret) == "former")
        // The one before the last is accepted no more.
        let third = try #require(rotate(key.id, #"{"grace":"1h"}"#).json["api_key"]?.string)
        #expect(verdict(key.id, key.secret) == "wrongSecret")
        #expect(verdict(key.id, second) == "former")
        let fourth = try #require(rotate(key.id, #"{"grace":"0s"}"#).json["api_key"]?.string)
        #expect(
            [key.secret, second, third].map { verdict(key.id, $0) }
                == Array(repeating: "wrongSecret", count: 3))
        #expect(verdict(key.id, fourth) == "valid")
        #expect(desk.store.records.first?.previous == nil)
    }

    @Test func ofAnInvalidatedKeyNoSecretIsValid() throws {
        let key = try made()
        let secret = try #require(rotate(key.id).json["api_key"]?.string)
        _ = desk.invalidate(#"{"ids":["\#(key.id)"]}"#)
        #expect(verdict(key.id, key.secret) == "invalidated" && verdict(key.id, secret) == "invalidated")
        let answer = rotate(key.id)
        #expect(answer.status == 400)
        #expect(answer.reason == "cannot rotate invalidated API key [\(key.id)]")
        let old = try made(#"{"name":"old","expiration":"0s"}"#)
        #expect(rotate(old.id).reason == "cannot rotate expired API key [\(old.id)]")
    }

    /// Whoever gets the secret gets what the key may do.
    @Test func whoMayRotate() throws {
        let manager = Subject.user(
            Principal(username: "m", roles: ["manager"], realm: "default_native", realmType: "native"))
        let owner = Subject.user(
            Principal(username: "o", roles: ["owner"], realm: "default_native", realmType: "native"))
        for (role, privilege) in [("manager", "manage_api_key"), ("owner", "manage_own_api_key")] {
            let put = desk.ask(
                .put, "_security/role/\(role)", body: #"{"cluster":["\#(privilege)"]}"#)
            #expect(put.status == 200)
        }
        let key = try made()
        for subject in [manager, owner] {
            let answer = rotate(key.id, as: subject)
            #expect(answer.status == 404)
            #expect(answer.reason == "no API key found for ID [\(key.id)] whose secret may be replaced")
        }
        #expect(rotate(key.id, as: Desk.mortal).status == 403)
        let own = try #require(desk.create(#"{"name":"own"}"#, as: owner).json["id"]?.string)
        #expect(rotate(own, as: owner).status == 200)
        #expect(rotate(own, as: Desk.elastic).status == 200)
        // A key itself, and no other.
        let entry = try #require(APIKeyID(own).flatMap { desk.registry.table.lookup($0) })
        #expect(rotate(own, as: .key(entry)).status == 200)
        #expect(
            rotate(key.id, as: .key(try #require(APIKeyID(own).flatMap { desk.registry.table.lookup($0) })))
                .status == 404)
        #expect(rotate("nobody").status == 404)
    }

    @Test(arguments: [
        (#"{"grace":"31d"}"#, "[grace] is [31d], but may be [30d] at most"),
        (#"{"grace":"-1"}"#, "[grace] is [-1], but must be from [0s] to [3650d]"),
        (
            #"{"grace":"x"}"#,
            "failed to parse setting [grace] with value [x] as a time value: unit is missing or unrecognized"
        ),
        (#"{"grade":"1h"}"#, "[1:2] [rotate_api_key] unknown field [grade] did you mean [grace]?"),
        (#"{"grace":5}"#, "[1:10] [rotate_api_key] grace doesn't support values of type: VALUE_NUMBER"),
    ])
    func badBodies(_ body: String, _ words: String) throws {
        let key = try made()
        let answer = rotate(key.id, body)
        #expect(answer.status == 400)
        #expect(answer.reason == words)
        #expect(verdict(key.id, key.secret) == "valid")
    }

    @Test func aFailingStoreChangesNothing() throws {
        let key = try made()
        desk.store.failure = .failed("disk")
        let answer = rotate(key.id)
        #expect(answer.status == 500)
        #expect(verdict(key.id, key.secret) == "valid")
    }

    @Test func aFailingBulkUpdateChangesNoKey() throws {
        let ids = try (0..<3).map { _ in
            try #require(desk.create(#"{"name":"k","metadata":{"n":0}}"#).json["id"]?.string)
        }
        let body = #"{"ids":[\#(ids.map { "\"\($0)\"" }.joined(separator: ","))],"metadata":{"n":1}}"#
        func numbers() -> [Int?] {
            desk.get().json["api_keys"]?.elements?.map { $0["metadata"]?["n"]?.integer } ?? []
        }
        desk.store.failure = .failed("disk")
        #expect(desk.ask(.post, "_security/api_key/_bulk_update", body: body).status == 500)
        desk.store.failure = nil
        #expect(numbers() == [0, 0, 0])
        #expect(desk.ask(.post, "_security/api_key/_bulk_update", body: body).status == 200)
        #expect(numbers() == [1, 1, 1])
    }

    @Test func listingsShowWhoStillUsesTheFormerSecret() throws {
        let key = try made()
        _ = rotate(key.id)
        let id = try #require(APIKeyID(key.id))
        func use(_ address: String, _ agent: String, _ time: Int64) {
            Array(agent.utf8).withUnsafeBufferPointer {
                desk.router.formerSecrets.note(id, address: address, agent: $0, at: time)
            }
        }
        use("10.0.0.1", "beat/1", 5)
        use("10.0.0.2", "curl", 6)
        use("10.0.0.1", "beat/1", 7)
        let listed = desk.ask(.get, "_keyward/api_key", [("id", key.id)])
        let former = try #require(listed.json["api_keys"]?.elements?.first?["former_secret"])
        #expect(former["valid_until"]?.integer == Int(Desk.now) + 86_400_000)
        #expect(
            former["clients"].map { JSONWriter.text($0) }
                == #"[{"address":"10.0.0.1","agent":"beat/1","count":2,"last":7},{"address":"10.0.0.2","agent":"curl","count":1,"last":6}]"#
        )
        // The next rotation tells once more who is left, and begins anew.
        let again = rotate(key.id)
        #expect(again.json["former_secret"]?["clients"]?.elements?.count == 2)
        #expect(desk.router.formerSecrets.report(id).uses.isEmpty)
        // When the grace is over there is nothing to tell.
        let later = desk.ask(.get, "_keyward/api_key", [("id", key.id)], now: Desk.now + 86_400_000)
        #expect(later.json["api_keys"]?.elements?.first?["former_secret"] == nil)
    }
}
