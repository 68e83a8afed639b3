internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST /_keyward/api_key/{id}/_rotate`: a new secret for a key that stays what it is. The former secret is accepted
/// for a time of grace, 0 for one that has leaked.
///
/// The caller gets the secret and so all that the key may do: he has to be the key's owner, the key itself, or one who
/// manages users and could give himself any role.
enum RotateAPIKey {
    private static let parser = ObjectParser("rotate_api_key", ["grace"])

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "api_key", "{id}", "_rotate"], methods: [.post], takesBody: true,
            isOfKeyService: true, documentation: self.documentation,
            prepare: { (router, request) throws(ErrorResponse) in
                let grace = try self.grace(request, router.settings)
                let id = request.captures["id"] ?? ""
                return SecurityRoute.Prepared(
                    right: .keys(SecurityAction.updateKey) { _ in true },
                    run: { caller, completion in
                        self.run(router, id, caller, grace: grace, now: request.now, completion)
                    })
            })
    }

    private static var documentation: RouteDocumentation {
        RouteDocumentation(
            "Gives a key a new secret",
            "Id, name and privileges stay. The former secret is accepted for `grace` (default:"
                + " `authc.api_key.rotate.grace`; `0s` ends it at once); one that was replaced before it is accepted no"
                + " more. `former_secret.clients` of the answer are those that used the secret before the last one.",
            parameters: ["id": "The key's id"],
            request: """
                {"type":"object","properties":{"grace":{"type":"string","description":"A duration, e.g. 24h"}}}
                """,
            response: """
                {"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"expiration":\
                {"type":"integer"},"api_key":{"type":"string"},"encoded":{"type":"string"},"former_secret":\
                {"type":"object","properties":{"valid_until":{"type":"integer"},"clients":{"type":"array"},\
                "other_uses":{"type":"integer"}}}}}
                """)
    }

    /// Milliseconds.
    private static func grace(
        _ request: SecurityRequest, _ settings: SecuritySettings
    ) throws(ErrorResponse) -> Int64 {
        guard !request.body.isEmpty else { return settings.rotationGrace }
        var text: String?
        try self.parser.parse(request.body) { (field, reader) throws(ObjectParser.Fault) in
            text = try self.parser.optionalString(field, &reader)
        }
        guard let text else { return settings.rotationGrace }
        let value = try OwnParameters.duration(text, "grace")
        guard value <= settings.rotationGraceMax else {
            throw .illegalArgument(
                "[grace] is [\(text)], but may be [\(OwnParameters.text(settings.rotationGraceMax))] at most")
        }
        return value
    }

    private static func mayTake(_ record: KeyRecord, _ caller: Caller) -> Bool {
        caller.owns(record)
            || caller.privileges.apiKeyScope(SecurityAction.updateKey) == .all
                && caller.privileges.allows(SecurityAction.putUser)
    }

    private static func run(
        _ router: SecurityRouter, _ id: String, _ caller: Caller, grace: Int64, now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        let secret = Secret.generate(router.settings.secretFormat)
        let hash = SecretHasher().hash(secret).text
        let refusal = Collected<String, ErrorResponse>()
        router.registry.change(APIKeyID(id).map { [$0] } ?? []) { record in
            guard self.mayTake(record, caller) else { return nil }
            if let error = self.refusal(record, now) {
                refusal[id] = error
                return nil
            }
            var next = record
            next.hash = hash
            next.previous = grace > 0 ? KeyRecord.Previous(hash: record.hash, until: now + grace) : nil
            return next
        } completion: { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(let records):
                guard let record = records.first else {
                    return completion(
                        .failure(
                            refusal[id]
                                ?? .notFound("no API key found for ID [\(id)] whose secret may be replaced")))
                }
                let uses = router.formerSecrets.report(record.id)
                router.formerSecrets.forget([record.id])
                completion(
                    .success(
                        .object { writer in
                            KeyView.writeNew(record, secret, &writer)
                            writer.name("former_secret")
                            OwnKeyView.writeFormer(until: record.previous?.until ?? now, uses, &writer)
                        }))
            }
        }
    }

    private static func refusal(_ record: KeyRecord, _ now: Int64) -> ErrorResponse? {
        if record.invalidation != nil {
            return .illegalArgument("cannot rotate invalidated API key [\(record.id)]")
        }
        if let expiration = record.expiration, expiration <= now {
            return .illegalArgument("cannot rotate expired API key [\(record.id)]")
        }
        return nil
    }
}
