public import Audit
public import Authenticate
public import Elasticsearch
internal import HTTP
public import Keys
public import Usage

/// Answers `/_security/*`, its older form `/_xpack/security/*`, and `/_keyward/*`: each route in a file of its own. Nothing
/// under these names is ever forwarded.
public final class SecurityRouter: Sendable {
    let registry: KeyRegistry
    public let resolver: PrivilegeResolver
    public let realms: Realms
    let passwords: PasswordAuthenticator
    /// Who is signed in to the console.
    public let sessions: SessionTable
    let node: NodeIdentity
    let settings: SecuritySettings
    /// Who still uses secrets that were replaced.
    public let formerSecrets: FormerSecretUses
    let searches: SearchQueue
    let routes: [SecurityRoute]

    public init(
        registry: KeyRegistry, resolver: PrivilegeResolver, realms: Realms, passwords: PasswordAuthenticator,
        node: NodeIdentity, settings: SecuritySettings = SecuritySettings(),
        sessions: SessionTable = SessionTable(), usage: UsageLedger? = nil, reports: Reports? = nil,
        auditTail: AuditTail? = nil
    ) {
        self.registry = registry
        self.resolver = resolver
        self.realms = realms
        self.passwords = passwords
        self.sessions = sessions
        self.node = node
        self.settings = settings
        self.formerSecrets = FormerSecretUses()
        self.searches = SearchQueue()
        let routes =
            KeyRoutes.all + UserRoutes.all + RoleRoutes.all + PrivilegeRoutes.all + ClearCaches.others
            + HasPrivilegesRoutes.all + SessionRoutes.all
            + [WhoAmI.route, ExplainRoute.route] + OwnRoutes.all + KibanaRoleRoutes.all
            + KibanaKeyRoutes.all + UnlicensedRoutes.all + RoleMappingRoutes.all + ServiceAccountRoutes.all
            + ProfileRoutes.all
            + (usage.map { UsageRoutes.all($0) } ?? [])
            + (reports.map {
                MetricsRoute.all($0) + StatusRoute.all($0) + FailedAuthenticationsRoute.all($0)
            } ?? [])
            + (auditTail.map { AuditTailRoute.all($0) } ?? [])
        self.routes = routes + LegacyRoutes.of(routes)
    }

    /// The same for one request whose changes of keys are seen.
    private init(_ router: SecurityRouter, _ changes: KeyChanges) {
        self.registry = router.registry.observed { ObservedStore(store: $0, changes: changes) }
        self.resolver = router.resolver
        self.realms = router.realms
        self.passwords = router.passwords
        self.sessions = router.sessions
        self.node = router.node
        self.settings = router.settings
        self.formerSecrets = router.formerSecrets
        self.searches = router.searches
        self.routes = router.routes
    }

    /// Completes exactly once, on any thread.
    public func handle(
        _ request: SecurityRequest, completion: @escaping @Sendable (SecurityResponse) -> Void
    ) {
        var mediaType = "application/json"
        var action: Action?
        do throws(ErrorResponse) {
            let types = try MediaTypes(
                contentType: request.contentType, accept: request.accept, hasBody: !request.body.isEmpty)
            mediaType = types.response
            var request = request
            if types.isCompatibleWith7 { request.isCompatibleWith7 = true }
            try self.dispatch(request, &action) { [mediaType, request] result, action, changes in
                var response: SecurityResponse
                switch result {
                case .success(let success): response = success
                case .failure(let error): response = Self.response(error, to: request)
                }
                response.action = action
                response.changes = changes
                completion(response.shaped(for: request, mediaType: mediaType))
            }
        } catch {
            var response = Self.response(error, to: request)
            response.action = action
            completion(response.shaped(for: request, mediaType: mediaType))
        }
    }

    private static func response(_ error: ErrorResponse, to request: SecurityRequest) -> SecurityResponse {
        request.isOfKibana ? KibanaRoleRoutes.error(error) : SecurityResponse(error)
    }

    /// Whom `subject` acts for when a request names a user (`es-security-runas-user`).
    ///
    /// - Parameter action: what the request asks for, as far as it is known: a refusal names it.
    /// - Throws: 403 where he may not, or there is no such user.
    public func acting(
        _ subject: Subject, as name: String, action: Action? = nil, uri: @autoclosure () -> String
    ) throws(ErrorResponse) -> Subject {
        guard !name.isEmpty else {
            let username = self.resolver.resolve(subject)?.owner.username ?? ""
            throw .wrongPassword(username: username, uri: uri())
        }
        let action = action ?? SecurityAction.authenticate
        return .user(try RunAs.principal(name, by: subject, for: action, self.resolver, self.realms))
    }

    /// The realm that knows a user of that name; nil: none does.
    public func realm(ofUser name: String) -> String? { self.realms.lookup(name)?.realm }

    /// Whether a request would be run, without running it.
    ///
    /// - Returns: nil when it would; else how it is refused.
    public func refusal(of request: SecurityRequest) -> ErrorResponse? {
        do throws(ErrorResponse) {
            let types = try MediaTypes(
                contentType: request.contentType, accept: request.accept, hasBody: !request.body.isEmpty)
            var request = request
            if types.isCompatibleWith7 { request.isCompatibleWith7 = true }
            var action: Action?
            _ = try self.prepare(&request, &action)
            return nil
        } catch {
            return error
        }
    }

    private func dispatch(
        _ request: SecurityRequest, _ action: inout Action?,
        _ finish:
            @escaping @Sendable (Result<SecurityResponse, ErrorResponse>, Action?, [AuditChange]) -> Void
    ) throws(ErrorResponse) {
        var request = request
        let watch = ConfigWatch(request, self)
        let router = watch.map { SecurityRouter(self, $0.keys) } ?? self
        guard let (prepared, caller) = try router.prepare(&request, &action) else {
            // What may be asked for here; OPTIONS is answered for every path that exists.
            let methods = self.methods(request.segments).joined(separator: ",")
            var response = SecurityResponse(body: [])
            response.headers += [("Allow", methods), ("content-type", "text/plain; charset=UTF-8")]
            return finish(.success(response), nil, [])
        }
        prepared.run(caller) { [action] in finish($0, action, watch?.changes(self) ?? []) }
    }

    /// - Returns: what is to be run, and by whom; nil for OPTIONS.
    private func prepare(
        _ request: inout SecurityRequest, _ action: inout Action?
    ) throws(ErrorResponse) -> (SecurityRoute.Prepared, Caller)? {
        guard let route = try self.route(&request) else { return nil }
        _ = try request.flag("pretty")
        let prepared = try route.prepare(self, request)
        try request.checkParameters(route.parameters)
        if !request.body.isEmpty, !route.takesBody {
            throw .illegalArgument(
                "request [\(request.method.text) \(request.path)] does not support having a body")
        }
        if route.isOfKeyService, !self.settings.keysAreEnabled { throw .keysAreDisabled() }
        guard prepared.complaints.isEmpty else { throw .validation(prepared.complaints) }
        action = prepared.right.action
        let caller = try Caller(request, self)
        try prepared.right.check(caller)
        return (prepared, caller)
    }

    // MARK: Routes

    /// The routes of the most explicit path that matches.
    private func candidates(_ segments: [String]) -> [SecurityRoute] {
        let matching = self.routes.filter { $0.match(segments) != nil }
        guard
            let best = matching.first(where: { route in
                !matching.contains { $0.isMoreExplicit(than: route) }
            })
        else { return [] }
        return matching.filter { $0.path == best.path }
    }

    /// Methods in the order of their declaration in Elasticsearch.
    private func methods(_ segments: [String]) -> [String] {
        let candidates = self.candidates(segments)
        let order: [Method] = [.get, .post, .put, .delete]
        return order.filter { method in candidates.contains { $0.methods.contains(method) } }.map {
            "\($0.text)"
        }
    }

    /// - Returns: nil for OPTIONS.
    private func route(_ request: inout SecurityRequest) throws(ErrorResponse) -> SecurityRoute? {
        let candidates = self.candidates(request.segments)
        if let route = candidates.first(where: { $0.methods.contains(request.method) }) {
            request.captures = route.match(request.segments) ?? [:]
            return route
        }
        let method = "\(request.method.text)"
        guard !candidates.isEmpty else { throw .noHandler(uri: request.uri, method: method) }
        if request.method == .options { return nil }
        throw .wrongMethod(uri: request.uri, method: method, allowed: self.methods(request.segments))
    }
}
