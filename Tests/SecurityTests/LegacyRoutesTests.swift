import HTTP
import JSON
import Testing

@testable import Security

/// Recorded from Elasticsearch 7.17.28.
@Suite struct LegacyRoutesTests {
    let desk = Desk()

    @Test(arguments: [
        (Method.get, "_authenticate", "", "_authenticate"), (.get, "user", "", "user/"),
        (.put, "user/u1", #"{"password":"changeme","roles":[]}"#, "user/{username}"),
        (.post, "user/u1/_password", #"{"password":"changeme"}"#, "user/{username}/_password"),
        (.put, "user/u1/_disable", "", "user/{username}/_disable"), (.get, "role", "", "role/"),
        (.get, "role/superuser", "", "role/{name}"),
        (.post, "role/r1/_clear_cache", "", "role/{name}/_clear_cache"),
        (.post, "realm/x/_clear_cache", "", "realm/{realms}/_clear_cache"),
        (.post, "user/_has_privileges", #"{"cluster":["all"]}"#, "user/_has_privileges"),
        (.get, "user/_privileges", "", "user/_privileges"), (.get, "privilege", "", "privilege/"),
    ])
    func theOlderFormAnswersWithAWarning(_ method: Method, _ path: String, _ body: String, _ pattern: String)
    {
        _ = desk.ask(.put, "_security/user/u1", body: #"{"password":"changeme","roles":[]}"#)
        let answer = desk.ask(method, "_xpack/security/\(path)", body: body)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(
            answer.header("Warning") == [
                "299 Keyward \"[\(method.text) /_xpack/security/\(pattern)] is deprecated! Use"
                    + " [\(method.text) /_security/\(pattern)] instead.\""
            ])
        let now = desk.ask(method, "_security/\(path)", body: body)
        #expect(now.header("Warning").isEmpty)
        if method == .get { #expect(now.text == answer.text) }
    }

    @Test func whatIsYoungerHasNoOlderForm() {
        for (method, path) in [
            (Method.post, "api_key"), (.get, "api_key"), (.get, "_query/api_key"), (.post, "role"),
            (.get, "nothing"),
        ] {
            let answer = desk.ask(method, "_xpack/security/\(path)", body: method == .post ? "{}" : "")
            #expect(answer.status == 400 || answer.status == 405, "\(path)")
        }
        let answer = desk.ask(.put, "_xpack/security/role/r1/_clear_cache")
        #expect(answer.status == 405)
        #expect(
            answer.reason
                == "Incorrect HTTP method for uri [/_xpack/security/role/r1/_clear_cache] and method [PUT], allowed: [POST]"
        )
    }

    /// Clients of release 7 end a key by `id`; those of release 8 may not.
    @Test func aKeyIsEndedByTheOlderName() {
        let made = desk.ask(.put, "_security/api_key", body: #"{"name":"k"}"#)
        let id = made.json["id"]?.string ?? ""
        var request = SecurityRequest(
            method: .delete, segments: ["_security", "api_key"], parameters: [], uri: "/_security/api_key",
            contentType: "application/json", accept: nil, body: Array(#"{"id":"\#(id)"}"#.utf8),
            subject: Desk.elastic, now: Desk.now)
        #expect(
            desk.answer(to: request).reason
                == "[1:2] [invalidate_api_key] unknown field [id] did you mean [ids]?")
        request.isCompatibleWith7 = true
        #expect(
            desk.answer(to: request).text
                == #"{"invalidated_api_keys":["\#(id)"],"previously_invalidated_api_keys":[],"error_count":0}"#
        )
    }
}
