public import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `/_keyward/console/session`: signing in to the console, asking who one is, and signing out.
///
/// Signing in takes a password or a key like any other request, with the same limits on failures.
enum SessionRoutes {
    private static let path = ["_keyward", "console", "session"]

    private static func documentation(_ summary: String) -> RouteDocumentation {
        RouteDocumentation(
            summary,
            "Only on listeners that serve the console. Signing in takes a credential and hands out a cookie; signing out"
                + " takes the cookie and, in `X-Keyward-CSRF`, the `csrf_token` that was told. What is asked with"
                + " `X-Keyward-Background: true` does not count as use of the session.",
            parameters: ["everywhere": "`true`: ends all sessions of the same user or key"],
            response: #"{"type":"object"}"#)
    }

    static var all: [SecurityRoute] { [self.signIn, self.show, self.signOut] }

    private static var signIn: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.post],
            documentation: self.documentation("Signs in to the console"),
            prepare: { (router, request) throws(ErrorResponse) in
                guard let holder = router.holder(of: request.subject), request.session == nil else {
                    throw .illegalArgument(
                        "to sign in, show a user name with its password or an API key, without acting for another"
                    )
                }
                return SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { caller, completion in
                        let (token, session) = router.sessions.begin(holder, now: request.now)
                        var response = self.answer(session, caller, router)
                        response.headers.append(("set-cookie", SessionCookie.set(token)))
                        completion(.success(response))
                    })
            })
    }

    private static var show: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.get],
            documentation: self.documentation("Who is signed in"),
            prepare: { (router, request) throws(ErrorResponse) in
                let session = try self.session(router, request)
                return SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { caller, completion in completion(.success(self.answer(session, caller, router))) })
            })
    }

    /// `everywhere=true` ends all sessions of the same user or key.
    private static var signOut: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.delete], parameters: ["everywhere"],
            documentation: self.documentation("Signs out"),
            prepare: { (router, request) throws(ErrorResponse) in
                let session = try self.session(router, request)
                let isEverywhere = try request.flag("everywhere")
                return SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { _, completion in
                        var ended = 1
                        if isEverywhere {
                            ended = router.sessions.endAll(of: session.holder)
                        } else if let id = request.session {
                            router.sessions.end(id)
                        }
                        var response = SecurityResponse.object { writer in
                            writer.name("ended")
                            writer.integer(ended)
                        }
                        response.headers.append(("set-cookie", SessionCookie.clear))
                        completion(.success(response))
                    })
            })
    }

    private static func session(
        _ router: SecurityRouter, _ request: SecurityRequest
    ) throws(ErrorResponse) -> Session {
        guard let id = request.session, let session = router.sessions.session(id) else {
            throw .missingCredentials(uri: request.uri)
        }
        return session
    }

    private static func answer(
        _ session: Session, _ caller: Caller, _ router: SecurityRouter
    ) -> SecurityResponse {
        .object { writer in
            writer.member("username", caller.owner.username)
            writer.member("realm", caller.owner.realm)
            writer.member("full_name", caller.owner.fullName)
            writer.member("api_key_id", caller.keyID?.description)
            writer.member("csrf_token", String(decoding: session.csrfToken, as: UTF8.self))
            writer.name("expires")
            writer.integer(Int(session.expires))
            writer.name("idle_timeout")
            writer.integer(Int(router.sessions.settings.idleTimeout))
        }
    }
}

extension SecurityRouter {
    /// What a session of `subject` remembers.
    ///
    /// - Returns: nil for one who acts for another: he signs in as himself.
    func holder(of subject: Subject) -> Session.Holder? {
        switch subject {
        case .key(let entry): return .key(entry.id, entry.hash)
        case .user(let principal):
            guard principal.runBy == nil,
                let user = self.realms.users(principal.username).first(where: {
                    $0.isEnabled && $0.principal.realm == principal.realm
                })
            else { return nil }
            return .user(username: principal.username, realm: principal.realm, hash: user.hash)
        }
    }

    /// Who is signed in with `session`, as of now: with the roles that he has now.
    ///
    /// - Returns: nil when the credential that he signed in with is valid no more.
    public func subject(of session: Session, now: Int64) -> Subject? {
        switch session.holder {
        case .user(let username, let realm, let hash):
            let user = self.realms.users(username).first { $0.principal.realm == realm }
            guard let user, user.isEnabled, user.hash == hash else { return nil }
            return .user(user.principal)
        case .key(let id, let hash):
            guard let entry = self.registry.table.lookup(id), entry.hash == hash, !entry.isInvalidated,
                !entry.isSuspended, entry.expiration > now
            else { return nil }
            return .key(entry)
        }
    }
}
