internal import Authenticate
internal import Bytes
internal import Elasticsearch
internal import JSON
internal import Keys

/// `POST|PUT /_security/api_key`: makes a key on behalf of whoever asks.
enum CreateAPIKey {
    static let parameters = ["refresh"]
    /// UTF-16 units of a name, as Elasticsearch counts.
    private static let nameLengthMax = 256

    /// What the body asks for.
    struct Body {
        var name: String?
        /// Milliseconds since 1970.
        var expiration: Int64?
        /// nil: not given.
        var descriptors: RoleDescriptors?
        var metadata = "{}"
        var metadataNames: [String] = []
    }

    @Sendable
    static func handle(
        _ router: SecurityRouter, _ request: SecurityRequest,
        _ completion: @escaping SecurityRouter.Completion
    ) {
        do throws(ErrorResponse) {
            let body = try self.read(request)
            try Rights.check(
                request.subject, router.registry.table, action: "cluster:admin/xpack/security/api_key/create",
                privileges: "manage_own_api_key,manage_api_key,manage_security,all")
            try self.validate(body)
            try self.create(router, request, body, completion)
        } catch {
            completion(.failure(error))
        }
    }

    // MARK: Body

    private static func read(_ request: SecurityRequest) throws(ErrorResponse) -> Body {
        if let refresh = request.parameter("refresh"), !["true", "false", "wait_for"].contains(refresh) {
            throw .illegalArgument("Unknown value for refresh: [\(refresh)].")
        }
        let reader = try BodyReader(
            request.body, parser: "api_key_request",
            known: ["name", "expiration", "role_descriptors", "metadata"])
        var body = Body()
        body.name = try reader.string("name")
        let expiration = try reader.string("expiration")
        if let value = reader["role_descriptors"] { body.descriptors = try self.descriptors(reader, value) }
        if let value = reader["metadata"] {
            guard let members = value.members else { throw reader.wrongType("metadata", value) }
            body.metadata = JSONWriter.text(value)
            body.metadataNames = members.map(\.name)
        }
        guard body.name != nil else { throw .illegalArgument("Required [name]") }
        if let expiration {
            do throws(TimeValue.Failure) {
                body.expiration =
                    request.now + (try TimeValue.seconds(expiration, setting: "expiration")) * 1000
            } catch {
                throw reader.failedToBuild(
                    .cause(type: "illegal_argument_exception", reason: error.reason, by: error.cause))
            }
        }
        return body
    }

    private static func descriptors(
        _ reader: BodyReader, _ value: JSONValue
    ) throws(ErrorResponse) -> RoleDescriptors {
        guard let members = value.members else {
            throw .contentParse(
                "\(reader.place(value.start)) failed to parse field [role_descriptors]",
                causedBy: .cause(
                    type: "illegal_argument_exception",
                    reason:
                        "[role_descriptors] doesn't support arrays. Use a single object with multiple fields.",
                    by: nil))
        }
        var descriptors = RoleDescriptors()
        for member in members {
            do throws(RoleDescriptors.Fault) {
                try descriptors.add(member.name, member.value)
            } catch {
                throw self.error(reader, member.name, error)
            }
        }
        return descriptors
    }

    /// The chain of causes that Elasticsearch's nested parsers leave.
    private static func error(
        _ reader: BodyReader, _ role: String, _ fault: RoleDescriptors.Fault
    ) -> ErrorResponse {
        let position = reader.position(fault.offset)
        var cause: ErrorResponse.Cause?
        for (type, reason) in fault.causes.reversed() {
            cause = .cause(type: type, reason: reason, by: cause)
        }
        let inner = "\(position) [role_descriptors] failed to parse field [\(role)]"
        var error = ErrorResponse.contentParse(
            "\(position) [\(reader.parser)] failed to parse field [role_descriptors]",
            causedBy: .cause(type: "x_content_parse_exception", reason: inner, by: cause))
        // The root is the innermost exception of Elasticsearch's own kind.
        error.rootCause =
            fault.causes.last { $0.type == "parse_exception" } ?? ("x_content_parse_exception", inner)
        return error
    }

    private static func validate(_ body: Body) throws(ErrorResponse) {
        var complaints: [String] = []
        let name = body.name ?? ""
        if name.isEmpty {
            complaints.append("api key name is required")
        } else {
            if name.utf16.count > self.nameLengthMax {
                complaints.append("api key name may not be more than 256 characters long")
            }
            if let first = name.unicodeScalars.first, let last = name.unicodeScalars.last,
                first.value <= 0x20 || last.value <= 0x20
            {
                complaints.append("api key name may not begin or end with whitespace")
            }
            if name.hasPrefix("_") { complaints.append("api key name may not begin with an underscore") }
        }
        if body.metadataNames.contains(where: { $0.hasPrefix("_") }) {
            complaints.append("API key metadata keys may not start with [_]")
        }
        complaints += body.descriptors?.complaints ?? []
        guard complaints.isEmpty else { throw .validation(complaints) }
        if let unsupported = body.descriptors?.unsupported { throw .illegalArgument(unsupported) }
    }

    // MARK: Key

    private static func create(
        _ router: SecurityRouter, _ request: SecurityRequest, _ body: Body,
        _ completion: @escaping SecurityRouter.Completion
    ) throws(ErrorResponse) {
        let owner: KeyOwner
        var limitedBy = SuperuserDescriptor.text
        switch request.subject {
        case .user(let principal):
            owner = KeyOwner(
                username: principal.username, fullName: principal.fullName, email: principal.email,
                metadata: principal.metadata, realm: principal.realm, realmType: principal.realmType)
        case .key(let entry):
            // A key may only make keys that can do nothing.
            guard let descriptors = body.descriptors, !descriptors.normal.isEmpty,
                descriptors.emptyCount == descriptors.normal.count
            else {
                throw .illegalArgument(
                    "creating derived api keys requires an explicit role descriptor that is empty (has no privileges)"
                )
            }
            owner = router.registry.table.owner(of: entry)
            limitedBy = "{}"
        }
        let secret = Secret.generate()
        let record = KeyRecord(
            id: .generate(now: request.now), name: body.name, creation: request.now,
            expiration: body.expiration,
            hash: SecretHasher().hash(secret).text, owner: owner, metadata: body.metadata,
            roleDescriptors: body.descriptors?.text ?? "{}", limitedBy: limitedBy)
        let pretty = try request.flag("pretty")
        router.registry.create(record) { error in
            if let error { return completion(.failure(StoreFailure.response(error))) }
            completion(.success(SecurityResponse(body: self.answer(record, secret, pretty: pretty))))
        }
    }

    private static func answer(_ record: KeyRecord, _ secret: Secret, pretty: Bool) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.beginObject()
        writer.name("id")
        writer.string(record.id.description)
        writer.name("name")
        writer.string(record.name)
        if let expiration = record.expiration {
            writer.name("expiration")
            writer.integer(Int(expiration))
        }
        writer.name("api_key")
        writer.string(String(decoding: secret.text, as: UTF8.self))
        writer.name("encoded")
        let pair = Array("\(record.id):".utf8) + secret.text
        writer.string(String(decoding: Base64.encode(pair), as: UTF8.self))
        writer.endObject()
        return writer.bytes
    }
}

/// What a failing store means to a client.
enum StoreFailure {
    static func response(_ error: StoreError) -> ErrorResponse {
        switch error {
        case .busy: .tooManyRequests(error.description, retryAfter: 1)
        case .closed: .unavailable("the proxy is shutting down", retryAfter: 5)
        case .failed, .duplicate: .internalFailure("the key store failed; nothing was changed")
        }
    }
}
