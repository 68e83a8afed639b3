import HTTP
import JSON
import Testing

@testable import Security

/// What is not here, as Elasticsearch 8.18.1 answers it under a basic licence.
@Suite struct AbsentRoutesTests {
    let desk = Desk()

    @Test(arguments: [
        (Method.post, "oauth2/token", "security tokens"), (.delete, "oauth2/token", "security tokens"),
        (.post, "saml/prepare", "saml"), (.post, "saml/authenticate", "saml"), (.post, "saml/logout", "saml"),
        (.post, "saml/invalidate", "saml"), (.post, "saml/complete_logout", "saml"),
        (.get, "saml/metadata/saml1", "saml"), (.post, "oidc/prepare", "oidc"),
        (.post, "oidc/authenticate", "oidc"), (.post, "oidc/logout", "oidc"), (.post, "delegate_pki", "pki"),
        (.post, "profile/_has_privileges", "user-profile-collaboration"),
        (.get, "profile/_suggest", "user-profile-collaboration"),
        (.post, "profile/_suggest", "user-profile-collaboration"),
        (.post, "cross_cluster/api_key", "advanced-remote-cluster-security"),
        (.put, "cross_cluster/api_key/abc", "advanced-remote-cluster-security"),
    ])
    func whatTheBasicLicenceLacks(_ method: Method, _ path: String, _ feature: String) {
        // Whoever asks, and whatever the request says besides.
        for subject in [Desk.elastic, Desk.mortal] {
            for body in method == .get ? [""] : ["", "{}", #"{"x":1}"#, "x"] {
                let answer = desk.ask(method, "_security/\(path)", [("x", "y")], body: body, as: subject)
                #expect(answer.status == 403)
                let told =
                    #""type":"security_exception","reason":"current license is non-compliant for [\#(feature)]","#
                    + #""license.expired.feature":"\#(feature)""#
                #expect(
                    answer.text == #"{"error":{"root_cause":[{\#(told)}],\#(told)},"status":403}"#, "\(body)")
            }
        }
    }

    @Test func nodesAreNotEnrolled() {
        for path in ["node", "kibana"] {
            let answer = desk.ask(.get, "_security/enroll/\(path)", as: Desk.mortal)
            #expect(answer.status == 403 && answer.type == "security_exception")
            #expect(
                answer.reason
                    == "Enrollment mode is not enabled. Set [xpack.security.enrollment.enabled] to true, in order to use this API."
            )
        }
    }

    @Test func otherMethodsAndPaths() {
        let answer = desk.ask(.get, "_security/oauth2/token")
        #expect(answer.status == 405)
        #expect(
            answer.reason
                == "Incorrect HTTP method for uri [/_security/oauth2/token] and method [GET], allowed: [POST, DELETE]"
        )
        #expect(desk.ask(.get, "_security/saml/x").reason?.hasPrefix("no handler found") == true)
        #expect(desk.ask(.delete, "_security/role_mapping").status == 405)
        #expect(desk.ask(.delete, "_security/profile/u").header("Allow") == ["GET"])
        #expect(
            desk.ask(.get, "_security/service/a/b/credential/token/x").header("Allow") == ["POST,PUT,DELETE"])
    }

    static let allowed: [(Method, String, String, Int, String)] = [
        (.get, "role_mapping", "", 200, "{}"), (.get, "role_mapping/m", "", 404, "{}"),
        (.get, "role_mapping/*", "", 200, "{}"), (.get, "role_mapping/a,b", "", 404, "{}"),
        (.delete, "role_mapping/m", "", 404, #"{"found":false}"#), (.get, "service", "", 200, "{}"),
        (.get, "service/x", "", 200, "{}"), (.get, "service/x/y", "", 200, "{}"),
        (
            .get, "service/elastic/nothing/credential", "", 200,
            #"{"service_account":"elastic/nothing","count":0,"tokens":{},"nodes_credentials":{"_nodes":{"total":1,"successful":1,"failed":0},"file_tokens":{}}}"#
        ),
        (.delete, "service/elastic/nothing/credential/token/t", "", 404, #"{"found":false}"#),
        (
            .post, "service/elastic/nothing/credential/token/*/_clear_cache", "", 200,
            #"{"_nodes":{"total":1,"successful":1,"failed":0},"cluster_name":"test","nodes":{"node":{"name":"here"}}}"#
        ),
        (
            .get, "profile/a,b", "", 200,
            #"{"profiles":[],"errors":{"count":2,"details":{"a":{"type":"exception","reason":"profile index does not exist"},"b":{"type":"exception","reason":"profile index does not exist"}}}}"#
        ),
    ]

    @Test(arguments: Self.allowed)
    func whatIsEmpty(_ method: Method, _ path: String, _ body: String, _ status: Int, _ text: String) {
        let answer = desk.ask(method, "_security/\(path)", body: body)
        #expect(answer.status == status && answer.text == text, "\(answer.text)")
        // It takes the same right as where something is there.
        let denied = desk.ask(method, "_security/\(path)", body: body, as: Desk.mortal)
        #expect(denied.status == 403)
        #expect(denied.reason?.contains("is unauthorized for user [mortal]") == true, "\(denied.text)")
        #expect(desk.ask(method, "_security/\(path)", [("x", "y")], body: body).status == 400)
    }

    @Test func tokensOfServiceAccounts() {
        for (method, path) in [(Method.post, "token"), (.post, "token/t1"), (.put, "token/-x")] {
            let answer = desk.ask(method, "_security/service/elastic/nothing/credential/\(path)")
            #expect(answer.status == 400 && answer.type == "illegal_argument_exception")
            #expect(answer.reason == "service account [elastic/nothing] does not exist")
        }
        let rule =
            "invalid service token name [x y]. service account token name must have at least 1 character and at most 256"
            + " characters that are alphanumeric (A-Z, a-z, 0-9) or hyphen (-) or underscore (_). It must not begin with an"
            + " underscore (_)."
        let path = "_security/service/elastic/kibana/credential/token/x y"
        #expect(desk.ask(.put, path).reason == "Validation Failed: 1: \(rule);")
        #expect(desk.ask(.post, path + "/_clear_cache").reason == rule)
    }

    @Test func whatCannotBeMade() {
        for (method, path, feature, reason) in [
            (Method.put, "role_mapping/m", "role_mappings", "role mappings are not enabled"),
            (.post, "profile/_activate", "user_profiles", "user profiles are not enabled"),
            (.put, "profile/u/_data", "user_profiles", "user profiles are not enabled"),
            (.post, "profile/u/_enable", "user_profiles", "user profiles are not enabled"),
        ] {
            let answer = desk.ask(method, "_security/\(path)", body: "{}")
            #expect(answer.status == 400 && answer.type == "feature_not_enabled_exception")
            #expect(answer.reason == reason && answer.error?["disabled.feature"]?.string == feature)
            #expect(desk.ask(method, "_security/\(path)", body: "{}", as: Desk.mortal).status == 403)
        }
        #expect(desk.ask(.put, "_security/role_mapping/m").reason == "request body is required")
    }

    /// Recorded from Elasticsearch 7.17.28.
    @Test func olderForms() {
        let answer = desk.ask(.get, "_xpack/security/role_mapping")
        #expect(answer.status == 200 && answer.text == "{}")
        #expect(
            answer.header("Warning") == [
                "299 Keyward \"[GET /_xpack/security/role_mapping/] is deprecated! Use [GET /_security/role_mapping/] instead.\""
            ])
        for (method, path) in [
            (Method.post, "saml/prepare"), (.post, "saml/invalidate"), (.delete, "oauth2/token"),
        ] {
            let answer = desk.ask(method, "_xpack/security/\(path)", body: "{}")
            #expect(answer.status == 403 && answer.error?["license.expired.feature"] != nil)
        }
        for (method, path) in [
            (Method.post, "oidc/prepare"), (.post, "saml/complete_logout"), (.get, "saml/metadata/x"),
            (.post, "delegate_pki"), (.get, "service"),
        ] {
            #expect(
                desk.ask(method, "_xpack/security/\(path)").reason?.hasPrefix("no handler found") == true,
                "\(path)")
        }
    }
}
