import Authenticate
import Dispatch
import HTTP
import JSON
import Keys
import Synchronization
import TestSupport
import Testing

@testable import Security

@Suite struct OwnRoutesTests {
    let desk = Desk()
    static let day: Int64 = 86_400_000

    private func list(
        _ query: [(String, String?)] = [], as subject: Subject = Desk.elastic, now: Int64 = Desk.now
    ) -> [JSONValue] {
        desk.ask(.get, "_keyward/api_key", query, as: subject, now: now).json["api_keys"]?.elements ?? []
    }

    private func names(
        _ query: [(String, String?)] = [], as subject: Subject = Desk.elastic, now: Int64 = Desk.now
    ) -> [String] {
        self.list(query, as: subject, now: now).compactMap { $0["name"]?.string }
    }

    private func id(
        _ body: String, as subject: Subject = Desk.elastic, now: Int64 = Desk.now
    ) throws -> String {
        try #require(desk.create(body, as: subject, now: now).json["id"]?.string)
    }

    // MARK: Suspension

    @Test func suspendedKeysAreRefusedUntilTheyAreResumed() throws {
        let made = desk.create(#"{"name":"k"}"#).json
        let id = try #require(made["id"]?.string)
        let encoded = Array(try #require(made["encoded"]?.string).utf8)
        let authenticator = KeyAuthenticator(table: desk.registry.table)
        func isRefused() -> Bool {
            if case .invalid(.suspended, _) = encoded.withUnsafeBufferPointer({
                authenticator.authenticate($0, now: Desk.now)
            }) {
                true
            } else {
                false
            }
        }
        #expect(!isRefused())
        let suspended = desk.ask(.post, "_keyward/api_key/\(id)/_suspend")
        #expect(suspended.text == #"{"updated":["\#(id)"],"noops":[]}"#)
        #expect(isRefused())
        #expect(
            desk.ask(.post, "_keyward/api_key/\(id)/_suspend").text == #"{"updated":[],"noops":["\#(id)"]}"#)
        #expect(list([("state", "suspended")]).first?["suspension"]?.integer == Int(Desk.now))
        // A change of the key leaves it suspended.
        #expect(desk.ask(.put, "_security/api_key/\(id)", body: #"{"metadata":{"a":1}}"#).status == 200)
        #expect(isRefused())
        #expect(
            desk.ask(.post, "_keyward/api_key/\(id)/_resume").text == #"{"updated":["\#(id)"],"noops":[]}"#)
        #expect(!isRefused())
        #expect(list([("state", "suspended")]).isEmpty)
    }

    @Test func suspensionOfManyTellsOfEach() throws {
        let (a, b, gone) = (
            try id(#"{"name":"a"}"#), try id(#"{"name":"b"}"#), try id(#"{"name":"gone"}"#)
        )
        _ = desk.invalidate(#"{"ids":["\#(gone)"]}"#)
        let answer = desk.ask(.post, "_keyward/api_key/\(a),\(b),\(gone),nobody,\(a)/_suspend").json
        #expect(answer["updated"]?.elements?.compactMap(\.string) == [a, b])
        #expect(answer["errors"]?["count"]?.integer == 2)
        #expect(
            answer["errors"]?["details"]?[gone]?["reason"]?.string
                == "cannot suspend invalidated API key [\(gone)]")
        #expect(
            answer["errors"]?["details"]?["nobody"]?["reason"]?.string == "no API key found for ID [nobody]")
        // Alone, it is told as the error of the whole.
        #expect(desk.ask(.post, "_keyward/api_key/nobody/_suspend").status == 404)
        #expect(desk.ask(.post, "_keyward/api_key/\(gone)/_resume").status == 400)
        let many = Array(repeating: "x", count: 1001).enumerated().map { "\($0.element)\($0.offset)" }
        #expect(desk.ask(.post, "_keyward/api_key/\(many.joined(separator: ","))/_suspend").status == 400)
        #expect(desk.ask(.post, "_keyward/api_key/,/_suspend").status == 400)
    }

    @Test func onlyOwnKeysAreSuspendedWithoutTheRightToAll() throws {
        #expect(
            desk.ask(.put, "_security/role/owner", body: #"{"cluster":["manage_own_api_key"]}"#).status == 200
        )
        let owner = Subject.user(
            Principal(username: "o", roles: ["owner"], realm: "default_native", realmType: "native"))
        let foreign = try id(#"{"name":"foreign"}"#)
        let own = try id(#"{"name":"own"}"#, as: owner)
        #expect(desk.ask(.post, "_keyward/api_key/\(foreign)/_suspend", as: owner).status == 404)
        #expect(desk.ask(.post, "_keyward/api_key/\(own)/_suspend", as: owner).status == 200)
        #expect(desk.ask(.post, "_keyward/api_key/\(own)/_resume", as: Desk.mortal).status == 403)
        #expect(names(as: owner) == ["own"])
        #expect(Set(names()) == ["own", "foreign"])
        #expect(desk.ask(.get, "_keyward/api_key", as: Desk.mortal).status == 403)
        let entry = try #require(APIKeyID(own).flatMap { desk.registry.table.lookup($0) })
        #expect(names(as: .key(entry)) == ["own"])
    }

    // MARK: Tombstones

    @Test func whoEndedAKeyAndWhyIsKept() throws {
        let id = try id(#"{"name":"k"}"#)
        let answer = desk.ask(
            .post, "_keyward/api_key/_invalidate", body: #"{"ids":["\#(id)"],"reason":"left in a log"}"#)
        #expect(
            answer.text
                == #"{"invalidated_api_keys":["\#(id)"],"previously_invalidated_api_keys":[],"error_count":0}"#
        )
        let key = try #require(list().first)
        #expect(key["state"]?.string == "invalidated")
        #expect(key["invalidated_by"]?.string == "user [elastic]")
        #expect(key["invalidation_reason"]?.string == "left in a log")
        #expect(key["invalidation"]?.integer == Int(Desk.now))
        // Elasticsearch's own routes neither take nor tell it.
        #expect(desk.invalidate(#"{"owner":true,"reason":"x"}"#).status == 400)
        #expect(!desk.get().text.contains("left in a log"))
        let long = String(repeating: "x", count: 1001)
        let refused = desk.ask(
            .post, "_keyward/api_key/_invalidate", body: #"{"owner":true,"reason":"\#(long)"}"#)
        #expect(refused.status == 400)
        #expect(refused.reason?.contains("reason may not be more than 1000 characters long") == true)
    }

    @Test func whoSuspendedAKeyAndWhyIsKept() throws {
        let id = try id(#"{"name":"k"}"#)
        let path = "_keyward/api_key/\(id)"
        let long = String(repeating: "x", count: 1001)
        #expect(desk.ask(.post, "\(path)/_suspend", body: #"{"reason":"\#(long)"}"#).status == 400)
        #expect(desk.ask(.post, "\(path)/_suspend", body: #"{"why":"x"}"#).status == 400)
        #expect(desk.ask(.post, "\(path)/_suspend", body: #"{"reason":"looks odd"}"#).status == 200)
        var key = try #require(list().first)
        #expect(key["state"]?.string == "suspended")
        #expect(key["suspension"]?.integer == Int(Desk.now))
        #expect(key["suspended_by"]?.string == "user [elastic]")
        #expect(key["suspension_reason"]?.string == "looks odd")
        #expect(!desk.get().text.contains("looks odd"))
        // It goes where the key goes.
        #expect(desk.ask(.get, "_keyward/_export", [("kind", "api_key")]).text.contains("looks odd"))
        #expect(desk.ask(.post, "\(path)/_resume", body: #"{"reason":"x"}"#).status == 400)
        #expect(desk.ask(.post, "\(path)/_resume").status == 200)
        key = try #require(list().first)
        #expect(key["suspended_by"] == nil && key["suspension_reason"] == nil && key["suspension"] == nil)
        // Without a reason, as before.
        #expect(desk.ask(.post, "\(path)/_suspend").status == 200)
        #expect(try #require(list().first)["suspended_by"]?.string == "user [elastic]")
    }

    @Test func endedKeysAreRemovedAfterTheRetentionPeriod() throws {
        let (dead, old, alive) = (
            try id(#"{"name":"dead"}"#), try id(#"{"name":"old","expiration":"1s"}"#),
            try id(#"{"name":"alive","expiration":"100d"}"#)
        )
        _ = desk.invalidate(#"{"ids":["\#(dead)"]}"#)
        let removed = Mutex(0)
        let sweeper = KeySweeper(
            registry: desk.registry, formerSecrets: desk.router.formerSecrets, retention: Self.day
        ) { count, error in
            #expect(error == nil)
            removed.withLock { $0 += count }
        }
        func sweep(_ now: Int64) {
            let done = DispatchSemaphore(value: 0)
            sweeper.sweep(now: now) { done.signal() }
            done.wait()
        }
        sweep(Desk.now + Self.day)
        #expect(Set(names()) == ["dead", "old", "alive"])
        sweep(Desk.now + Self.day + 1)
        #expect(Set(names()) == ["old", "alive"])
        #expect(desk.get([("id", dead)]).status == 404)
        sweep(Desk.now + Self.day + 1001)
        #expect(names() == ["alive"])
        #expect(removed.withLock { $0 } == 2)
        #expect(desk.registry.table.count == 1 && desk.store.records.map(\.id.description) == [alive])
        #expect(desk.get([("id", old)]).status == 404)
        // The hash of a former secret goes when its grace is over.
        #expect(desk.ask(.post, "_keyward/api_key/\(alive)/_rotate").status == 200)
        #expect(desk.store.records.first?.previous != nil)
        sweep(Desk.now + Self.day - 1)
        #expect(desk.store.records.first?.previous != nil)
        sweep(Desk.now + Self.day)
        #expect(desk.store.records.first?.previous == nil)
        #expect(desk.registry.table.lookup(try #require(APIKeyID(alive)))?.hasPrevious == false)
    }

    // MARK: Listing

    @Test func keysThatExpireSoonComeFirst() throws {
        for (name, expiration) in [("c", "30d"), ("b", "7d"), ("a", "1d")] {
            _ = try id(#"{"name":"\#(name)","expiration":"\#(expiration)"}"#)
        }
        _ = try id(#"{"name":"never"}"#)
        _ = desk.invalidate(#"{"ids":["\#(try id(#"{"name":"dead","expiration":"2d"}"#))"]}"#)
        #expect(names([("expires_within", "7d")]) == ["a", "b"])
        #expect(names([("expires_within", "100d"), ("size", "2")]) == ["a", "b"])
        #expect(names([("expires_within", "100d"), ("from", "2")]) == ["c"])
        #expect(names([("expires_within", "7d")], now: Desk.now + 2 * Self.day) == ["b"])
        #expect(Set(names([("state", "active")])) == ["a", "b", "c", "never"])
        #expect(names([("state", "expired")], now: Desk.now + 2 * Self.day) == ["a"])
        #expect(names([("state", "invalidated")]) == ["dead"])
        #expect(names([("name", "ne*")]) == ["never"])
        #expect(names([("username", "nobody")]).isEmpty)
        let page = desk.ask(.get, "_keyward/api_key", [("size", "1")]).json
        #expect(page["total"]?.integer == 5 && page["count"]?.integer == 1)
    }

    @Test(arguments: [
        ("expires_within", "soon"), ("expires_within", "-1"), ("state", "dead"), ("size", "10001"),
        ("size", "x"), ("from", "-1"),
    ])
    func badParameters(_ name: String, _ value: String) {
        let answer = desk.ask(.get, "_keyward/api_key", [(name, value)])
        #expect(answer.status == 400)
        #expect(answer.reason?.contains("[\(name)]") == true)
        #expect(answer.reason?.contains("[\(value)]") == true)
    }

    // MARK: OpenAPI

    @Test func theDocumentHasEveryOwnRoute() throws {
        let answer = desk.ask(.get, "_keyward/openapi.json")
        #expect(answer.status == 200)
        let document = answer.json
        #expect(document["openapi"]?.string == "3.1.0")
        let own = desk.router.routes.filter { $0.path.first == "_keyward" }
        #expect(own.count >= 6)
        for route in own {
            let path = "/" + route.path.joined(separator: "/")
            for method in route.methods {
                let operation = try #require(
                    document["paths"]?[path]?["\(method.text)".lowercased()], "\(path)")
                #expect(operation["summary"]?.string?.isEmpty == false, "\(path)")
                let schema = operation["responses"]?["200"]?["content"]?["application/json"]?["schema"]
                #expect(schema?["type"]?.string == "object", "\(path)")
                #expect((operation["requestBody"] != nil) == route.takesBody, "\(path)")
                let parameters = operation["parameters"]?.elements ?? []
                let inPath = route.path.filter { $0.hasPrefix("{") }
                #expect(parameters.count == inPath.count + route.parameters.count, "\(path)")
                for parameter in parameters {
                    #expect(parameter["description"]?.string?.isEmpty == false, "\(path) \(parameter)")
                }
            }
        }
    }
}
