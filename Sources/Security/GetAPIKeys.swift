internal import Authenticate
internal import Elasticsearch
internal import JSON
internal import Keys

/// `GET /_security/api_key`: what is known of keys, without their secrets.
enum GetAPIKeys {
    static let parameters = [
        "id", "name", "username", "realm_name", "owner", "with_limited_by", "active_only", "with_profile_uid",
    ]

    @Sendable
    static func handle(
        _ router: SecurityRouter, _ request: SecurityRequest,
        _ completion: @escaping SecurityRouter.Completion
    ) {
        do throws(ErrorResponse) {
            let withLimitedBy = try request.flag("with_limited_by")
            let pretty = try request.flag("pretty")
            _ = try request.flag("with_profile_uid")
            let id = request.parameter("id")
            let query = try self.query(router, request)
            try Rights.check(
                request.subject, router.registry.table, action: "cluster:admin/xpack/security/api_key/get",
                privileges: "read_security,manage_api_key,manage_security,all")
            guard let query else {
                // An id that no key can have.
                return completion(.success(self.answer([], asked: id, withLimitedBy: false, pretty: pretty)))
            }
            router.registry.find(query) { result in
                switch result {
                case .success(let records):
                    completion(
                        .success(
                            self.answer(records, asked: id, withLimitedBy: withLimitedBy, pretty: pretty)))
                case .failure(let error): completion(.failure(StoreFailure.response(error)))
                }
            }
        } catch {
            completion(.failure(error))
        }
    }

    /// - Returns: nil when nothing can match.
    private static func query(
        _ router: SecurityRouter, _ request: SecurityRequest
    ) throws(ErrorResponse) -> KeyQuery? {
        let id = request.parameter("id")
        let name = request.parameter("name")
        var username = request.parameter("username")
        var realm = request.parameter("realm_name")
        let owner = try request.flag("owner")
        let activeOnly = try request.flag("active_only")
        var complaints: [String] = []
        if id != nil || name != nil, username != nil || realm != nil {
            complaints.append(
                "username or realm name must not be specified when the api key id or api key name is specified"
            )
        }
        if owner, username != nil || realm != nil {
            complaints.append(
                "neither username nor realm-name may be specified when retrieving owned API keys")
        }
        if id != nil, name != nil {
            complaints.append("only one of [api key id, api key name] can be specified")
        }
        guard complaints.isEmpty else { throw .validation(complaints) }
        if owner {
            let own = Owner.of(request.subject, router.registry.table)
            username = own.username
            realm = own.realm
        }
        var query = KeyQuery(name: name == "*" ? nil : name, username: username, realm: realm)
        if activeOnly { query.activeAt = request.now }
        if let id {
            guard let id = APIKeyID(id) else { return nil }
            query.ids = [id]
        }
        return query
    }

    private static func answer(
        _ records: [KeyRecord], asked id: String?, withLimitedBy: Bool, pretty: Bool
    ) -> SecurityResponse {
        var writer = JSONWriter(pretty: pretty)
        writer.beginObject()
        writer.name("api_keys")
        writer.beginArray()
        for record in records { self.write(record, &writer, withLimitedBy: withLimitedBy) }
        writer.endArray()
        writer.endObject()
        return SecurityResponse(status: id != nil && records.isEmpty ? 404 : 200, body: writer.bytes)
    }

    private static func write(_ record: KeyRecord, _ writer: inout JSONWriter, withLimitedBy: Bool) {
        writer.beginObject()
        writer.name("id")
        writer.string(record.id.description)
        writer.name("name")
        writer.string(record.name)
        writer.name("type")
        writer.string("rest")
        writer.name("creation")
        writer.integer(Int(record.creation))
        if let expiration = record.expiration {
            writer.name("expiration")
            writer.integer(Int(expiration))
        }
        writer.name("invalidated")
        writer.bool(record.invalidation != nil)
        if let invalidation = record.invalidation {
            writer.name("invalidation")
            writer.integer(Int(invalidation))
        }
        writer.name("username")
        writer.string(record.owner.username)
        writer.name("realm")
        writer.string(record.owner.realm)
        writer.name("realm_type")
        writer.string(record.owner.realmType)
        writer.name("metadata")
        writer.stored(record.metadata)
        writer.name("role_descriptors")
        writer.stored(record.roleDescriptors)
        if withLimitedBy {
            writer.name("limited_by")
            writer.beginArray()
            writer.stored(record.limitedBy)
            writer.endArray()
        }
        writer.endObject()
    }
}

/// Whose keys are "one's own": the user's, or those of the owner of the key that asks.
enum Owner {
    static func of(_ subject: Subject, _ table: KeyTable) -> (username: String, realm: String) {
        switch subject {
        case .user(let principal): return (principal.username, principal.realm)
        case .key(let entry):
            let owner = table.owner(of: entry)
            return (owner.username, owner.realm)
        }
    }
}

extension JSONWriter {
    /// An object that was stored as text.
    mutating func stored(_ text: String) {
        if let value = try? JSONParser.parse(Array(text.utf8)) {
            self.value(value)
        } else {
            self.beginObject()
            self.endObject()
        }
    }
}
