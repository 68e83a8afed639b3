import HTTP
import JSON
import Testing

@testable import Security

/// Descriptors as requests have them: what they narrow is refused, what narrows nothing is taken.
@Suite struct DescriptorTests {
    let desk = Desk()

    /// One with `narrowing` in its entry of indices, for a role and for a key.
    private func put(_ narrowing: String) -> (role: Desk.Answer, key: Desk.Answer) {
        let descriptor = #"{"indices":[{"names":["a"],"privileges":["read"],"# + narrowing + "}]}"
        return (
            desk.ask(.put, "_security/role/r", body: descriptor),
            desk.ask(
                .put, "_security/api_key", body: #"{"name":"k","role_descriptors":{"r":\#(descriptor)}}"#)
        )
    }

    @Test(arguments: [
        #""field_security":{"grant":["*"]}"#, #""field_security":{"grant":["*"],"except":[]},"query":"""#,
        #""query":"""#, #""query":null"#,
    ])
    func whatNarrowsNothingIsTaken(_ narrowing: String) {
        let answers = self.put(narrowing)
        #expect(answers.role.status == 200, "\(answers.role.text)")
        #expect(answers.key.status == 200, "\(answers.key.text)")
        let kept = desk.ask(.get, "_security/role/r").json["r"]?["indices"]
        #expect(
            kept.map { JSONWriter.text($0) }
                == #"[{"names":["a"],"privileges":["read"],"allow_restricted_indices":false}]"#)
    }

    @Test(arguments: [
        (#""field_security":{"grant":["a"]}"#, "field_security"),
        (#""field_security":{"grant":["*"],"except":["a"]}"#, "field_security"),
        (#""field_security":{"grant":[]}"#, "field_security"), (#""field_security":{}"#, "field_security"),
        (#""field_security":{"grant":["*"]},"query":{"match_all":{}}"#, "query"),
        (#""query":"{\"match_all\":{}}""#, "query"), (#""query":" ""#, "query"), (#""query":{}"#, "query"),
    ])
    func whatNarrowsIsRefused(_ narrowing: String, _ field: String) {
        let answers = self.put(narrowing)
        for answer in [answers.role, answers.key] {
            #expect(answer.status == 400)
            #expect(answer.reason == "role [r]: [\(field)] is not supported by this proxy")
        }
    }

    @Test func applicationsMayHaveAnUnderscore() {
        let role = #"{"applications":[{"application":"app_x*","privileges":["read"],"resources":["*"]}]}"#
        #expect(desk.ask(.put, "_security/role/r", body: role).status == 200)
        let answer = desk.ask(
            .put, "_security/privilege", body: #"{"app_deny":{"read":{"actions":["data:read/*"]}}}"#)
        #expect(answer.text == #"{"app_deny":{"read":{"created":true}}}"#)
    }
}
