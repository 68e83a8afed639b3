import Authorize
import Dispatch
import HTTP
import JSON
import Keys
import Synchronization
import Testing

@testable import Security

@Suite struct KeyPolicyTests {
    static let day: Int64 = 86_400_000

    private func desk(_ change: (inout KeyPolicy) throws -> Void) rethrows -> Desk {
        var settings = SecuritySettings()
        try change(&settings.policy)
        return Desk(settings: settings)
    }

    @Test func withoutSettingsNothingIsAsked() {
        let answer = Desk().create(#"{"name":"any","expiration":"3650d"}"#)
        #expect(answer.status == 200)
        #expect(Desk().create(#"{"name":"any"}"#).json["expiration"] == nil)
    }

    @Test func lifetimes() throws {
        let desk = try desk {
            $0.lifetimeDefault = 30 * Self.day
            $0.lifetimeMax = 90 * Self.day
            $0.exempt = try NamePatterns(["backup-*", "/build-[0-9]+/"])
        }
        func expiration(_ body: String) -> Int? { desk.create(body).json["expiration"]?.integer }
        #expect(expiration(#"{"name":"a"}"#) == Int(Desk.now + 30 * Self.day))
        #expect(expiration(#"{"name":"a","expiration":"90d"}"#) == Int(Desk.now + 90 * Self.day))
        let refused = desk.create(#"{"name":"a","expiration":"91d"}"#)
        #expect(refused.status == 400)
        #expect(
            refused.reason
                == "Validation Failed: 1: API key expiration may not be more than [90d] from now;")
        for name in ["backup-1", "build-17"] {
            #expect(desk.create(#"{"name":"\#(name)"}"#).json["expiration"] == nil)
            #expect(desk.create(#"{"name":"\#(name)","expiration":"900d"}"#).status == 200)
        }
        #expect(expiration(#"{"name":"build-x"}"#) != nil)
        #expect(desk.create(#"{"name":"build-x","expiration":"91d"}"#).status == 400)
    }

    @Test func aBoundWithoutADefaultIsTheDefault() {
        let desk = desk { $0.lifetimeMax = 5 * Self.day }
        #expect(desk.create(#"{"name":"a"}"#).json["expiration"]?.integer == Int(Desk.now + 5 * Self.day))
    }

    @Test func updatesDoNotReachBeyondTheBound() throws {
        let desk = try desk {
            $0.lifetimeMax = 90 * Self.day
            $0.exempt = try NamePatterns(["free"])
        }
        func id(_ name: String) throws -> String {
            try #require(desk.create(#"{"name":"\#(name)"}"#).json["id"]?.string)
        }
        let (bound, free) = (try id("bound"), try id("free"))
        let body = #"{"expiration":"91d"}"#
        let refused = desk.ask(.put, "_security/api_key/\(bound)", body: body)
        #expect(refused.status == 400)
        #expect(refused.reason == "API key expiration may not be more than [90d] from now")
        #expect(desk.ask(.put, "_security/api_key/\(free)", body: body).status == 200)
        #expect(desk.ask(.put, "_security/api_key/\(bound)", body: #"{"expiration":"90d"}"#).status == 200)
        // A change of something else is no matter of lifetimes.
        #expect(desk.ask(.put, "_security/api_key/\(bound)", body: #"{"metadata":{"a":1}}"#).status == 200)
        let bulk = desk.ask(
            .post, "_security/api_key/_bulk_update",
            body: #"{"ids":["\#(bound)","\#(free)"],"expiration":"92d"}"#
        ).json
        #expect(bulk["updated"]?.elements?.compactMap(\.string) == [free])
        #expect(bulk["errors"]?["details"]?[bound]?["type"]?.string == "illegal_argument_exception")
    }

    @Test func namesHaveToMatch() throws {
        let desk = try desk { $0.names = try NamePatterns(["team-*", "/x[0-9]/"]) }
        #expect(desk.create(#"{"name":"team-a"}"#).status == 200)
        #expect(desk.create(#"{"name":"x7"}"#).status == 200)
        let refused = desk.create(#"{"name":"other"}"#)
        #expect(refused.status == 400)
        #expect(
            refused.reason
                == "Validation Failed: 1: api key name [other] must match one of [team-*], [/x[0-9]/];")
        // Without a name that alone is told.
        #expect(desk.create(#"{"name":""}"#).reason == "Validation Failed: 1: api key name is required;")
    }

    @Test func anOwnerHasSoManyKeysAtMost() throws {
        let desk = desk { $0.perOwnerMax = 2 }
        let first = try #require(desk.create(#"{"name":"a"}"#).json["id"]?.string)
        #expect(desk.create(#"{"name":"b","expiration":"1d"}"#).status == 200)
        let refused = desk.create(#"{"name":"c"}"#)
        #expect(refused.status == 400)
        #expect(refused.reason == "user [elastic] has [2] API keys already, more are not allowed")
        // What has ended does not count.
        #expect(desk.create(#"{"name":"c"}"#, now: Desk.now + Self.day).status == 200)
        #expect(desk.create(#"{"name":"d"}"#, now: Desk.now + Self.day).status == 400)
        _ = desk.invalidate(#"{"ids":["\#(first)"]}"#)
        #expect(desk.create(#"{"name":"d"}"#, now: Desk.now + Self.day).status == 200)
    }

    @Test func secretsHaveTheFormatThatIsSet() throws {
        var settings = SecuritySettings()
        settings.secretFormat = SecretFormat(prefix: "kwd")
        let desk = Desk(settings: settings)
        let made = desk.create(#"{"name":"a"}"#).json
        let secret = try #require(made["api_key"]?.string)
        #expect(secret.hasPrefix("kwd_") && secret.utf8.count == 32)
        #expect(SecretFormat.inspect(secret) == .secret(prefix: "kwd", id: nil))
        let id = try #require(made["id"]?.string)
        #expect(SecretFormat.inspect(try #require(made["encoded"]?.string)) == .secret(prefix: "kwd", id: id))
        let rotated = desk.ask(.post, "_keyward/api_key/\(id)/_rotate").json["api_key"]?.string
        #expect(rotated.map { SecretFormat.inspect($0) } == .secret(prefix: "kwd", id: nil))
    }

    @Test func keysThatExpireSoonAreToldOnce() throws {
        let desk = Desk()
        for name in ["b", "a"] {
            let days = name == "a" ? 2 : 3
            #expect(desk.create(#"{"name":"\#(name)","expiration":"\#(days)d"}"#).status == 200)
        }
        #expect(desk.create(#"{"name":"later","expiration":"30d"}"#).status == 200)
        #expect(desk.create(#"{"name":"never"}"#).status == 200)
        let told = Mutex<[String]>([])
        let watch = KeyExpiryWatch(registry: desk.registry, warning: 7 * Self.day) { notice in
            let word =
                switch notice {
                case .key(let record): record.name ?? ""
                case .more(let count): "+\(count)"
                case .failed: "failed"
                }
            told.withLock { $0.append(word) }
        }
        func look(_ now: Int64) -> [String] {
            let done = DispatchSemaphore(value: 0)
            watch.look(now: now) { done.signal() }
            done.wait()
            return told.withLock { told in
                defer { told = [] }
                return told
            }
        }
        #expect(Set(look(Desk.now)) == ["a", "b"])
        #expect(look(Desk.now) == [])
        #expect(look(Desk.now + 25 * Self.day) == ["later"])
        for number in 0..<105 {
            _ = desk.create(#"{"name":"n\#(number)","expiration":"1d"}"#)
        }
        let many = look(Desk.now)
        // Those that expire later had left the span and came back to it.
        #expect(many.count == 101 && many.last == "+7")
    }
}
