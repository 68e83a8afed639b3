internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET /_security/api_key`: what is known of keys, without their secrets.
enum GetAPIKeys {
    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key"], methods: [.get],
            parameters: [
                "id", "name", "username", "realm_name", "owner", "with_limited_by", "active_only",
                "with_profile_uid",
            ],
            isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try Asked(request)
                return SecurityRoute.Prepared(
                    complaints: asked.complaints,
                    right: .keysOrSelf(
                        SecurityAction.getKey, isOwn: { asked.isOwn(of: $0) },
                        isSelf: { asked.isSelf(of: $0) }),
                    run: { caller, completion in self.run(router, asked, caller, request.now, completion) })
            })
    }

    /// The parameters.
    private struct Asked: Sendable {
        var id: String?
        var name: String?
        var username: String?
        var realm: String?
        var owner: Bool
        var activeOnly: Bool
        var withLimitedBy: Bool

        init(_ request: SecurityRequest) throws(ErrorResponse) {
            self.id = request.parameter("id")
            self.name = request.parameter("name")
            self.username = request.parameter("username")
            self.realm = request.parameter("realm_name")
            self.owner = try request.flag("owner")
            self.withLimitedBy = try request.flag("with_limited_by")
            self.activeOnly = try request.flag("active_only")
            // There are no profiles here: nobody's is known.
            _ = try request.flag("with_profile_uid")
        }

        var complaints: [String] {
            var complaints: [String] = []
            if self.id != nil || self.name != nil, self.username != nil || self.realm != nil {
                complaints.append(
                    "username or realm name must not be specified when the api key id or api key name is specified"
                )
            }
            if self.owner, self.username != nil || self.realm != nil {
                complaints.append(
                    "neither username nor realm-name may be specified when retrieving owned API keys")
            }
            if self.id != nil, self.name != nil {
                complaints.append("only one of [api key id, api key name] can be specified")
            }
            return complaints
        }

        /// A key that asks for itself needs no privilege, unless it wants to see what bounds it.
        func isSelf(of caller: Caller) -> Bool {
            !self.withLimitedBy && self.id != nil && self.id == caller.keyID?.description
        }

        /// Judged by what is asked, not by what is found.
        func isOwn(of caller: Caller) -> Bool {
            if caller.isKey { return self.isSelf(of: caller) }
            return self.owner || caller.isOwn(username: self.username, realm: self.realm)
        }
    }

    private static func run(
        _ router: SecurityRouter, _ asked: Asked, _ caller: Caller, _ now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        var query = KeyQuery(
            name: asked.name == "*" ? nil : asked.name, username: asked.username, realm: asked.realm)
        if asked.owner {
            query.username = caller.owner.username
            query.realm = caller.owner.realm
        }
        if asked.activeOnly { query.activeAt = now }
        // An id that no key can have finds none.
        if let id = asked.id { query.ids = APIKeyID(id).map { [$0] } ?? [] }
        router.registry.find(query) { result in
            switch result {
            case .success(let records):
                let status = asked.id != nil && records.isEmpty ? 404 : 200
                completion(
                    .success(
                        .object(status) { writer in
                            writer.name("api_keys")
                            writer.beginArray()
                            for record in records {
                                writer.beginObject()
                                KeyView.write(record, withLimitedBy: asked.withLimitedBy, &writer)
                                writer.endObject()
                            }
                            writer.endArray()
                        }))
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            }
        }
    }
}
