internal import Elasticsearch
internal import JSON
internal import Keys

/// `DELETE /_security/api_key`: ends keys at once, on every connection.
enum InvalidateAPIKeys {
    @Sendable
    static func handle(
        _ router: SecurityRouter, _ request: SecurityRequest,
        _ completion: @escaping SecurityRouter.Completion
    ) {
        do throws(ErrorResponse) {
            let query = try self.query(router, request)
            let pretty = try request.flag("pretty")
            try Rights.check(
                request.subject, router.registry.table,
                action: "cluster:admin/xpack/security/api_key/invalidate",
                privileges: "manage_api_key,manage_security,all")
            router.registry.find(query) { result in
                switch result {
                case .failure(let error): completion(.failure(StoreFailure.response(error)))
                case .success(let records):
                    let ids = records.filter { $0.invalidation == nil }.map(\.id)
                    router.registry.invalidate(ids, at: request.now) { result in
                        switch result {
                        case .failure(let error): completion(.failure(StoreFailure.response(error)))
                        case .success(let changed):
                            completion(.success(SecurityResponse(body: self.answer(changed, pretty: pretty))))
                        }
                    }
                }
            }
        } catch {
            completion(.failure(error))
        }
    }

    private static func query(
        _ router: SecurityRouter, _ request: SecurityRequest
    ) throws(ErrorResponse) -> KeyQuery {
        let reader = try BodyReader(
            request.body, parser: "invalidate_api_key",
            known: ["ids", "name", "username", "realm_name", "owner"])
        let ids = try reader.strings("ids")
        let name = Self.given(try reader.string("name"))
        var username = Self.given(try reader.string("username"))
        var realm = Self.given(try reader.string("realm_name"))
        let owner = try reader.bool("owner") ?? false
        if let ids { try self.check(ids, reader) }
        var complaints: [String] = []
        if ids == nil, name == nil, username == nil, realm == nil, !owner {
            complaints.append(
                "One of [api key id(s), api key name, username, realm name] must be specified if [owner] flag is false"
            )
        }
        if ids != nil || name != nil, username != nil || realm != nil {
            complaints.append(
                "username or realm name must not be specified when the api key id(s) or api key name are specified"
            )
        }
        if owner, username != nil || realm != nil {
            complaints.append(
                "neither username nor realm-name may be specified when invalidating owned API keys")
        }
        if ids != nil, name != nil {
            complaints.append("only one of [api key id(s), api key name] can be specified")
        }
        guard complaints.isEmpty else { throw .validation(complaints) }
        if owner {
            let own = Owner.of(request.subject, router.registry.table)
            username = own.username
            realm = own.realm
        }
        return KeyQuery(
            ids: ids.map { $0.compactMap { APIKeyID($0) } }, name: name == "*" ? nil : name,
            username: username, realm: realm)
    }

    /// Elasticsearch takes a blank text as absent.
    private static func given(_ text: String?) -> String? {
        text?.contains { !$0.isWhitespace } == true ? text : nil
    }

    private static func check(_ ids: [String], _ reader: BodyReader) throws(ErrorResponse) {
        let complaint: String
        let blank = ids.indices.filter { Self.given(ids[$0]) == nil }
        if ids.isEmpty {
            complaint = "Field [ids] cannot be an empty array"
        } else if !blank.isEmpty {
            let words = blank.count == 1 ? "blank id at index position" : "blank ids at index positions"
            complaint =
                "Field [ids] must not contain blank id, but got \(words): [\(blank.map { "\($0)" }.joined(separator: ", "))]"
        } else {
            return
        }
        throw reader.failedToBuild(
            .cause(
                type: "action_request_validation_exception",
                reason: ErrorResponse.validationReason([complaint]), by: nil))
    }

    private static func answer(_ changed: [APIKeyID], pretty: Bool) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.beginObject()
        writer.name("invalidated_api_keys")
        writer.beginArray()
        for id in changed { writer.string(id.description) }
        writer.endArray()
        // Only a race between two calls could fill it: the store settles each key for one of them.
        writer.name("previously_invalidated_api_keys")
        writer.beginArray()
        writer.endArray()
        writer.name("error_count")
        writer.integer(0)
        writer.endObject()
        return writer.bytes
    }
}
