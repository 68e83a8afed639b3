internal import Elasticsearch
internal import HTTP

/// What Elasticsearch refuses under its basic licence, whoever asks: ways to sign in by others' word, tokens, keys for
/// other clusters. None of it is here; clients know that answer, and go on without.
enum UnlicensedRoutes {
    static var all: [SecurityRoute] {
        [
            self.route(["oauth2", "token"], [.post, .delete], "security tokens"),
            self.route(["saml", "prepare"], [.post], "saml"),
            self.route(["saml", "authenticate"], [.post], "saml"),
            self.route(["saml", "logout"], [.post], "saml"),
            self.route(["saml", "invalidate"], [.post], "saml"),
            self.route(["saml", "complete_logout"], [.post], "saml"),
            self.route(["saml", "metadata", "{realm_name}"], [.get], "saml"),
            self.route(["oidc", "prepare"], [.post], "oidc"),
            self.route(["oidc", "authenticate"], [.post], "oidc"),
            self.route(["oidc", "logout"], [.post], "oidc"), self.route(["delegate_pki"], [.post], "pki"),
            self.route(["profile", "_has_privileges"], [.get, .post], "user-profile-collaboration"),
            self.route(["profile", "_suggest"], [.get, .post], "user-profile-collaboration"),
            self.route(["cross_cluster", "api_key"], [.post], "advanced-remote-cluster-security"),
            self.route(["cross_cluster", "api_key", "{id}"], [.put], "advanced-remote-cluster-security"),
            self.route(["enroll", "node"], [.get], .enrollmentIsDisabled()),
            self.route(["enroll", "kibana"], [.get], .enrollmentIsDisabled()),
        ]
    }

    private static func route(_ path: [String], _ methods: [Method], _ feature: String) -> SecurityRoute {
        self.route(path, methods, .unlicensed(feature))
    }

    /// Before anything of the request is looked at, as in Elasticsearch.
    private static func route(_ path: [String], _ methods: [Method], _ error: ErrorResponse) -> SecurityRoute
    {
        SecurityRoute(
            path: ["_security"] + path, methods: methods, takesBody: true,
            prepare: { (_, _) throws(ErrorResponse) in throw error })
    }
}
