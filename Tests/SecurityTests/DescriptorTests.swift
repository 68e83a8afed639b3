import Authenticate
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
        (#""field_security":{"grant":["*"]}"#, #""field_security":{"grant":["*"]},"#),
        (
            #""field_security":{"grant":["*"],"except":[]},"query":"""#,
            #""field_security":{"grant":["*"],"except":[]},"#
        ),
        (#""query":"""#, ""), (#""query":null"#, ""),
    ])
    func whatNarrowsNothingIsTaken(_ narrowing: String, _ told: String) {
        let answers = self.put(narrowing)
        #expect(answers.role.status == 200, "\(answers.role.text)")
        #expect(answers.key.status == 200, "\(answers.key.text)")
        let kept = desk.ask(.get, "_security/role/r").json["r"]?["indices"]
        #expect(
            kept.map { JSONWriter.text($0) }
                == #"[{"names":["a"],"privileges":["read"],\#(told)"allow_restricted_indices":false}]"#)
    }

    /// As Elasticsearch 8.18.1 tells them.
    private static let remote =
        #""remote_indices":[{"names":["a"],"privileges":["read"],"allow_restricted_indices":false,"#
        + #""clusters":["d","c"]}],"remote_cluster":[{"privileges":["monitor_enrich"],"clusters":["c"]}]"#

    @Test func privilegesOnOtherClustersAreKeptAndGrantNothing() throws {
        let role = #"{\#(Self.remote),"description":"d"}"#
        #expect(desk.ask(.put, "_security/role/r", body: role).status == 200)
        let kept = desk.ask(.get, "_security/role/r").text
        #expect(kept.hasSuffix(#""transient_metadata":{"enabled":true},\#(Self.remote),"description":"d"}}"#))
        let user = Subject.user(
            Principal(username: "u", roles: ["r"], realm: "default_native", realmType: "native"))
        let list = desk.ask(.get, "_security/user/_privileges", as: user).text
        let sorted = Self.remote.replacing(#""d","c""#, with: #""c","d""#)
        #expect(list.hasSuffix(#""run_as":[],\#(sorted)}"#))
        let asked = #"{"index":[{"names":["a"],"privileges":["read"]}],"cluster":["monitor"]}"#
        let held = desk.ask(.post, "_security/user/_has_privileges", body: asked, as: user).json
        #expect(held["index"]?["a"]?["read"]?.bool == false)
        #expect(held["cluster"]?["monitor"]?.bool == false)
    }

    @Test(arguments: [
        (
            #""remote_indices":[{"names":["a"],"privileges":["read"]}]"#,
            "failed to parse remote indices privileges for role [r]. missing required [clusters] field"
        ),
        (
            #""remote_indices":{}"#,
            "failed to parse remote indices privileges for role [r]. expected field [remote_indices] value to be an"
                + " array, but found [START_OBJECT] instead"
        ),
        (
            #""remote_indices":[{"names":["a"],"privileges":["read"],"clusters":[""]}]"#,
            "Validation Failed: 1: remote index cluster alias cannot be an empty string;"
        ),
        (
            #""indices":[{"names":["a"],"privileges":["read"],"clusters":["c"]}]"#,
            "failed to parse indices privileges for role [r]. unexpected field [clusters]"
        ),
        (
            #""remote_cluster":[{"clusters":["c"]}]"#,
            "failed to parse remote_cluster for role [r]. [privileges] must be defined when [clusters] are defined "
        ),
        (
            #""remote_cluster":[{"privileges":["monitor"],"clusters":["c"]}]"#,
            "failed to parse remote_cluster for role [r]. [monitor_enrich, monitor_stats] are the only values allowed"
                + " for [privileges] within [remote_cluster]. Found [monitor]"
        ),
        (
            #""remote_cluster":[{"privileges":[],"clusters":["c"]}]"#,
            "remote cluster groups must not be null or empty"
        ),
    ])
    func privilegesOnOtherClustersAreLookedAt(_ member: String, _ reason: String) {
        let answer = desk.ask(.put, "_security/role/r", body: "{\(member)}")
        #expect(answer.status == 400)
        #expect(answer.reason == reason)
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
