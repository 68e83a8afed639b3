import Bytes
import HTTP
import JSON
import Keys
import Testing

@testable import Security

@Suite struct CloneTests {
    let desk = Desk()

    private func clone(
        _ encoded: String, _ more: String = "", as subject: Subject = Desk.elastic
    ) -> Desk.Answer {
        desk.ask(
            .post, "_security/api_key/clone", body: #"{"api_key":"\#(encoded)","name":"copy"\#(more)}"#,
            as: subject)
    }

    private func shown(_ answer: Desk.Answer) throws -> JSONValue {
        let id = try #require(answer.json["id"]?.string)
        let list = desk.ask(.get, "_security/api_key", [("id", id), ("with_limited_by", "true")])
        return try #require(list.json["api_keys"]?.elements?.first)
    }

    @Test func aCloneHasWhatItsSourceHas() throws {
        let source = desk.create(
            #"{"name":"source","expiration":"10d","metadata":{"a":1},"role_descriptors":{"r":{"cluster":["monitor"]}},"_keyward":{"limits":{"requests":{"per_second":5}}}}"#
        )
        let encoded = try #require(source.json["encoded"]?.string)
        let made = clone(encoded)
        #expect(made.status == 200, "\(made.text)")
        #expect(made.json["id"]?.string != source.json["id"]?.string)
        #expect(made.json["api_key"]?.string != source.json["api_key"]?.string)
        let (left, right) = (try shown(source), try shown(made))
        for name in ["username", "realm", "role_descriptors", "limited_by", "expiration"] {
            #expect(left[name] == right[name], "\(name)")
        }
        #expect(right["name"]?.string == "copy")
        let id = try #require(source.json["id"]?.string)
        #expect(right["metadata"].map { JSONWriter.text($0) } == #"{"a":1,"_cloned_from":"\#(id)"}"#)
        let limits = desk.ask(.get, "_keyward/api_key/\(made.json["id"]?.string ?? "")/limits")
        #expect(limits.json["limits"]?["requests"]?["per_second"]?.integer == 5)
    }

    @Test func expiryAndMetadataMayBeOthers() throws {
        let encoded = try #require(desk.create(#"{"name":"s","expiration":"10d"}"#).json["encoded"]?.string)
        #expect(try shown(clone(encoded, #","expiration":null,"metadata":{"b":2}"#))["expiration"] == nil)
        let next = try shown(clone(encoded, #","expiration":"1d","metadata":{"b":2}"#))
        #expect(next["expiration"]?.integer == Int(Desk.now) + 86_400_000)
        #expect(next["metadata"]?["b"]?.integer == 2)
        #expect(clone(encoded, #","metadata":{"_b":2}"#).status == 400)
        #expect(
            desk.ask(.post, "_security/api_key/clone", body: #"{"name":"x"}"#).reason?.contains("credential")
                == true)
        #expect(desk.ask(.post, "_security/api_key/clone", body: #"{"api_key":"\#(encoded)"}"#).status == 400)
    }

    @Test func whatIsNoKeyIsNotCloned() throws {
        let dead = desk.create(#"{"name":"dead"}"#)
        _ = desk.invalidate(#"{"ids":["\#(dead.json["id"]?.string ?? "")"]}"#)
        let held = desk.create(#"{"name":"held"}"#)
        _ = desk.ask(.post, "_keyward/api_key/\(held.json["id"]?.string ?? "")/_suspend")
        let id = desk.create(#"{"name":"good"}"#).json["id"]?.string ?? ""
        let wrong = String(decoding: Base64.encode(Array("\(id):wrong".utf8)), as: UTF8.self)
        for encoded in [
            dead.json["encoded"]?.string ?? "", held.json["encoded"]?.string ?? "", wrong, "x", "eDp5",
        ] {
            let answer = clone(encoded)
            #expect(answer.status == 403)
            #expect(answer.reason == "Failed to clone API key")
            #expect(answer.error?["caused_by"]?["type"]?.string == "security_exception")
        }
    }

    @Test func whoManagesHisOwnKeysMayNot() throws {
        _ = desk.ask(.put, "_security/role/own", body: #"{"cluster":["manage_own_api_key"]}"#)
        let encoded = try #require(desk.create(#"{"name":"s"}"#).json["encoded"]?.string)
        #expect(clone(encoded, as: Desk.mortal).status == 403)
        let own = try #require(
            desk.key(#"{"name":"k","role_descriptors":{"r":{"cluster":["manage_own_api_key"]}}}"#))
        #expect(clone(encoded, as: own).reason?.contains("api_key/clone") == true)
    }
}
