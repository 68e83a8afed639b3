internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `PUT /_security/api_key/{id}` and `POST /_security/api_key/_bulk_update`: changes keys of the user who asks, and
/// bounds them by his roles as they are now.
enum UpdateAPIKeys {
    private static let fields = ["role_descriptors", "metadata", "expiration"]
    private static let parser = ObjectParser("update_api_key_request_payload", fields)
    private static let bulkParser = ObjectParser("bulk_update_api_key_request", ["ids"] + fields)

    static var routes: [SecurityRoute] { [self.route, self.bulkRoute] }

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key", "{id}"], methods: [.put], takesBody: true,
            isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let body = try self.read(request)
                let id = request.captures["id"] ?? ""
                return SecurityRoute.Prepared(
                    complaints: self.complaints(body, router),
                    right: .keys(SecurityAction.updateKey) { _ in true },
                    run: { caller, completion in
                        self.update(router, [id], body, caller, request.now) { result in
                            completion(result.flatMap { self.answer($0, id) })
                        }
                    })
            })
    }

    private static var bulkRoute: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key", "_bulk_update"], methods: [.post], takesBody: true,
            isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let (ids, body) = try self.readBulk(request)
                return SecurityRoute.Prepared(
                    complaints: self.complaints(body, router)
                        + (ids.isEmpty ? ["Field [ids] cannot be empty"] : []),
                    right: .keys(SecurityAction.bulkUpdateKey) { _ in true },
                    run: { caller, completion in
                        self.update(router, ids, body, caller, request.now) { result in
                            completion(result.map { self.bulkAnswer($0) })
                        }
                    })
            })
    }

    // MARK: Body

    private static func read(_ request: SecurityRequest) throws(ErrorResponse) -> KeyBody {
        var body = KeyBody()
        guard !request.body.isEmpty else { return body }
        try self.parser.parse(request.body) { (field, reader) throws(ObjectParser.Fault) in
            try body.read(field, self.parser, &reader)
        }
        try body.build(self.parser)
        return body
    }

    private static func readBulk(_ request: SecurityRequest) throws(ErrorResponse) -> ([String], KeyBody) {
        var body = KeyBody()
        var ids: [String]?
        try self.bulkParser.parse(request.body) { (field, reader) throws(ObjectParser.Fault) in
            if field == "ids" {
                ids = try self.bulkParser.strings(field, &reader)
            } else {
                try body.read(field, self.bulkParser, &reader)
            }
        }
        guard let ids else { throw .illegalArgument("Required [ids]") }
        try body.build(self.bulkParser)
        return (ids, body)
    }

    private static func complaints(_ body: KeyBody, _ router: SecurityRouter) -> [String] {
        var complaints = body.metadataComplaints
        if let lifetime = body.lifetime, !lifetime.isPositive {
            complaints.append("API key expiration must be in the future")
        }
        return complaints + body.descriptorComplaints(router.resolver.table)
    }

    // MARK: Change

    /// What became of one key.
    private enum Outcome: Sendable {
        case updated
        case unchanged
        case failed(ErrorResponse)
    }

    /// In the order of the request.
    private typealias Outcomes = [(id: String, outcome: Outcome)]

    private static func update(
        _ router: SecurityRouter, _ ids: [String], _ body: KeyBody, _ caller: Caller, _ now: Int64,
        _ completion: @escaping @Sendable (Result<Outcomes, ErrorResponse>) -> Void
    ) {
        guard case .user(let principal) = caller.subject else {
            return completion(
                .failure(
                    .illegalArgument(
                        "authentication via API key not supported: only the owner user can update an API key")
                ))
        }
        do throws(ErrorResponse) { try body.checkSupport() } catch { return completion(.failure(error)) }
        let origin = CreateAPIKey.origin(of: principal, router)
        var seen: Set<String> = []
        let ids = ids.filter { seen.insert($0).inserted }
        let outcomes = Collected<String, Outcome>()
        router.registry.change(ids.compactMap { APIKeyID($0) }) { record in
            guard record.owner.username == origin.owner.username, record.owner.realm == origin.owner.realm
            else { return nil }
            let id = record.id.description
            if let error = self.refusal(record, body, router.settings.policy, now) {
                outcomes[id] = .failed(error)
                return nil
            }
            let next = self.next(record, body, origin, now)
            outcomes[id] = next == nil ? .unchanged : .updated
            return next
        } completion: { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success:
                completion(
                    .success(
                        ids.map { id in
                            let missing = ErrorResponse.notFound(
                                "no API key owned by requesting user found for ID [\(id)]")
                            return (id, outcomes[id] ?? .failed(missing))
                        }))
            }
        }
    }

    private static func refusal(
        _ record: KeyRecord, _ body: KeyBody, _ policy: KeyPolicy, _ now: Int64
    ) -> ErrorResponse? {
        if record.invalidation != nil {
            return .illegalArgument("cannot update invalidated API key [\(record.id)]")
        }
        if let expiration = record.expiration, expiration <= now {
            return .illegalArgument("cannot update expired API key [\(record.id)]")
        }
        if record.name?.isEmpty != false {
            return .illegalArgument("cannot update legacy API key [\(record.id)] without name")
        }
        if let complaint = policy.complaint(name: record.name, lifetime: body.lifetime) {
            return .illegalArgument(complaint)
        }
        return nil
    }

    /// - Returns: nil when nothing would change.
    private static func next(
        _ record: KeyRecord, _ body: KeyBody, _ origin: CreateAPIKey.Origin, _ now: Int64
    ) -> KeyRecord? {
        var next = record
        next.owner = origin.owner
        next.limitedBy = origin.limitedBy
        if let descriptors = body.descriptors?.text, !JSONText.areEqual(descriptors, record.roleDescriptors) {
            next.roleDescriptors = descriptors
        }
        if let metadata = body.metadata, !JSONText.areEqual(metadata, record.metadata) {
            next.metadata = metadata
        }
        if let lifetime = body.lifetime { next.expiration = now + lifetime.seconds * 1000 }
        if JSONText.areEqual(next.limitedBy, record.limitedBy) { next.limitedBy = record.limitedBy }
        // An expiry that was asked for is a change, whatever it comes to.
        return next == record && body.lifetime == nil ? nil : next
    }

    // MARK: Answer

    private static func answer(_ outcomes: Outcomes, _ id: String) -> Result<SecurityResponse, ErrorResponse>
    {
        switch outcomes.first?.outcome {
        case .failed(let error): .failure(error)
        case .updated: .success(.object { $0.member("updated", true) })
        default: .success(.object { $0.member("updated", false) })
        }
    }

    private static func bulkAnswer(_ outcomes: Outcomes) -> SecurityResponse {
        var updated: [String] = []
        var unchanged: [String] = []
        var failed: [(String, ErrorResponse)] = []
        for (id, outcome) in outcomes {
            switch outcome {
            case .updated: updated.append(id)
            case .unchanged: unchanged.append(id)
            case .failed(let error): failed.append((id, error))
            }
        }
        return .object { writer in
            writer.strings("updated", updated)
            writer.strings("noops", unchanged)
            BulkErrors.write(failed, &writer)
        }
    }
}

/// The `errors` of an answer about many things.
enum BulkErrors {
    static func write(_ errors: [(String, ErrorResponse)], _ writer: inout JSONWriter) {
        guard !errors.isEmpty else { return }
        writer.name("errors")
        writer.beginObject()
        writer.name("count")
        writer.integer(errors.count)
        writer.name("details")
        writer.beginObject()
        for (name, error) in errors {
            writer.name(name)
            writer.beginObject()
            writer.name("type")
            writer.string(error.type)
            writer.name("reason")
            writer.string(error.reason)
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
    }
}
