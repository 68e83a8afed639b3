internal import Authenticate
internal import Bytes
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST|PUT /_security/api_key`: makes a key on behalf of whoever asks.
enum CreateAPIKey {
    static let parser = ObjectParser(
        "api_key_request", ["name", "expiration", "role_descriptors", "metadata", "_keyward"])

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key"], methods: [.post, .put], parameters: ["refresh"], takesBody: true,
            isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let body = try self.read(request.body)
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    complaints: body.nameComplaints + body.metadataComplaints
                        + body.descriptorComplaints(router.resolver.table)
                        + router.settings.policy.complaints(name: body.name, lifetime: body.lifetime),
                    right: .keys(SecurityAction.createKey) { _ in true },
                    run: { caller, completion in
                        do throws(ErrorResponse) {
                            try body.checkSupport()
                            let origin = try self.origin(of: caller, body, router)
                            self.create(router, body, origin, now: request.now, completion)
                        } catch {
                            completion(.failure(error))
                        }
                    })
            })
    }

    static func read(_ bytes: [UInt8]) throws(ErrorResponse) -> KeyBody {
        var body = KeyBody()
        try self.parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            try body.read(field, self.parser, &reader)
        }
        try self.build(&body)
        return body
    }

    /// What has been read must be a key.
    static func build(_ body: inout KeyBody) throws(ErrorResponse) {
        guard body.name != nil else { throw .illegalArgument("Required [name]") }
        try body.build(self.parser)
    }

    /// Whose a new key is and what bounds it.
    struct Origin: Sendable {
        var owner: KeyOwner
        /// The owner's descriptors as a JSON object.
        var limitedBy: String
    }

    private static func origin(
        of caller: Caller, _ body: KeyBody, _ router: SecurityRouter
    ) throws(ErrorResponse) -> Origin {
        switch caller.subject {
        case .user(let principal): return self.origin(of: principal, router)
        case .key:
            // A key may only make keys that can do nothing.
            guard let roles = body.descriptors?.roles, !roles.isEmpty, roles.allSatisfy(\.isEmpty) else {
                throw .illegalArgument(
                    "creating derived api keys requires an explicit role descriptor that is empty (has no privileges)"
                )
            }
            var owner = caller.owner
            (owner.realm, owner.realmType) = (KeyView.keyRealm, KeyView.keyRealm)
            return Origin(owner: owner, limitedBy: "{}")
        }
    }

    static func origin(of principal: Principal, _ router: SecurityRouter) -> Origin {
        Origin(
            owner: principal.asOwner,
            limitedBy: RoleSnapshot.text(router.resolver.roles.descriptors(principal.roles).known))
    }

    /// Makes and stores the key, and shows its secret for the only time.
    ///
    /// - Parameter adjust: what is otherwise than the body says.
    static func create(
        _ router: SecurityRouter, _ body: KeyBody, _ origin: Origin, now: Int64,
        _ completion: @escaping SecurityRoute.Completion, adjust: (inout KeyRecord) -> Void = { _ in }
    ) {
        let secret = Secret.generate(router.settings.secretFormat)
        let policy = router.settings.policy
        var record = KeyRecord(
            id: .generate(now: now), name: body.name, creation: now,
            expiration: policy.expiration(name: body.name, lifetime: body.lifetime, now: now),
            hash: SecretHasher().hash(secret).text, owner: origin.owner, metadata: body.metadata ?? "{}",
            roleDescriptors: body.descriptors?.text ?? "{}", limitedBy: origin.limitedBy)
        record.limits = body.limits
        adjust(&record)
        let made = record
        router.registry.create([made], limit: policy.ownerLimit(now: now)) { error in
            if case .ownerLimit(let limit) = error {
                return completion(
                    .failure(
                        .illegalArgument(
                            "user [\(made.owner.username)] has [\(limit.max)] API keys already, more are not allowed"
                        )))
            }
            if let error { return completion(.failure(StoreFailure.response(error))) }
            completion(.success(.object { KeyView.writeNew(made, secret, &$0) }))
        }
    }
}

/// What a failing store means to a client.
enum StoreFailure {
    static func response(_ error: StoreError) -> ErrorResponse {
        switch error {
        case .busy: .tooManyRequests(error.description, retryAfter: 1)
        case .closed: .unavailable("the proxy is shutting down", retryAfter: 5)
        case .failed, .duplicate, .ownerLimit: .internalFailure("the store failed; nothing was changed")
        }
    }
}
