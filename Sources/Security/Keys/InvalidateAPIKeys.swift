internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `DELETE /_security/api_key`: ends keys at once, on every connection.
enum InvalidateAPIKeys {
    private static let parser = ObjectParser(
        "invalidate_api_key", ["ids", "name", "username", "realm_name", "owner"])
    /// What clients of release 7 may send too.
    private static let oldParser = ObjectParser(
        "invalidate_api_key", ["ids", "name", "username", "realm_name", "owner", "id"])

    /// With the reason, which only the proxy's own route takes.
    private static let ownParser = ObjectParser(
        "invalidate_api_key", ["ids", "name", "username", "realm_name", "owner", "reason"])
    /// UTF-16 units of a reason.
    private static let reasonMax = 1_000

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key"], methods: [.delete], takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                try self.prepare(router, request, request.isCompatibleWith7 ? self.oldParser : self.parser)
            })
    }

    /// `POST /_keyward/api_key/_invalidate`: the same, with a reason that is kept beside who did it and when.
    static var ownRoute: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "api_key", "_invalidate"], methods: [.post], takesBody: true,
            isOfKeyService: true,
            documentation: RouteDocumentation(
                "Ends keys at once, with a reason",
                "As `DELETE /_security/api_key`; who did it, when and why is shown by `GET /_keyward/api_key` until"
                    + " `authc.api_key.delete.retention_period` is over.",
                request: """
                    {"type":"object","properties":{"ids":{"type":"array","items":{"type":"string"}},"name":{"type":\
                    "string"},"username":{"type":"string"},"realm_name":{"type":"string"},"owner":{"type":"boolean"},\
                    "reason":{"type":"string","maxLength":1000}}}
                    """,
                response: """
                    {"type":"object","properties":{"invalidated_api_keys":{"type":"array","items":{"type":"string"}},\
                    "previously_invalidated_api_keys":{"type":"array","items":{"type":"string"}},"error_count":\
                    {"type":"integer"}}}
                    """),
            prepare: { (router, request) throws(ErrorResponse) in
                try self.prepare(router, request, self.ownParser)
            })
    }

    /// What is wrong with a reason that is to be kept; nil: nothing.
    static func complaint(reason: String?) -> String? {
        guard let reason, reason.utf16.count > self.reasonMax else { return nil }
        return "reason may not be more than \(self.reasonMax) characters long"
    }

    private static func prepare(
        _ router: SecurityRouter, _ request: SecurityRequest, _ parser: ObjectParser
    ) throws(ErrorResponse) -> SecurityRoute.Prepared {
        let asked = try Asked(request, parser)
        return SecurityRoute.Prepared(
            complaints: asked.complaints,
            right: .keys(SecurityAction.invalidateKey) { asked.isOwn(of: $0) },
            run: { caller, completion in self.run(router, asked, caller, request.now, completion) })
    }

    /// The body.
    private struct Asked: Sendable {
        var ids: [String]?
        var name: String?
        var username: String?
        var realm: String?
        var owner = false
        var reason: String?

        init(_ request: SecurityRequest, _ parser: ObjectParser) throws(ErrorResponse) {
            var id: String?
            var asked = (ids: [String]?.none, name: String?.none, username: String?.none, realm: String?.none)
            var (owner, reason) = (false, String?.none)
            try parser.parse(request.body) { (field, reader) throws(ObjectParser.Fault) in
                switch field {
                case "ids": asked.ids = try parser.strings(field, &reader)
                case "name": asked.name = try parser.string(field, &reader)
                case "username": asked.username = try parser.string(field, &reader)
                case "realm_name": asked.realm = try parser.string(field, &reader)
                case "reason": reason = try parser.optionalString(field, &reader)
                case "id": id = try parser.string(field, &reader)
                default: owner = try parser.bool(field, &reader)
                }
            }
            if let id = Self.given(id) {
                guard asked.ids == nil else {
                    throw Self.failed("Must use either [id] or [ids], not both at the same time", parser)
                }
                asked.ids = [id]
            }
            if let ids = asked.ids { try Self.check(ids, parser) }
            (self.ids, self.name, self.username, self.realm) = (
                asked.ids, Self.given(asked.name), Self.given(asked.username), Self.given(asked.realm)
            )
            self.owner = owner
            self.reason = Self.given(reason)
        }

        /// Elasticsearch takes a blank text as absent.
        private static func given(_ text: String?) -> String? {
            text?.contains { !$0.isWhitespace } == true ? text : nil
        }

        private static func check(_ ids: [String], _ parser: ObjectParser) throws(ErrorResponse) {
            let blank = ids.indices.filter { self.given(ids[$0]) == nil }
            if ids.isEmpty {
                throw self.failed("Field [ids] cannot be an empty array", parser)
            } else if !blank.isEmpty {
                let words = blank.count == 1 ? "blank id at index position" : "blank ids at index positions"
                throw self.failed(
                    "Field [ids] must not contain blank id, but got \(words):"
                        + " [\(blank.map { "\($0)" }.joined(separator: ", "))]", parser)
            }
        }

        private static func failed(_ complaint: String, _ parser: ObjectParser) -> ErrorResponse {
            parser.failedToBuild(
                .cause(
                    type: "action_request_validation_exception",
                    reason: ErrorResponse.validationReason([complaint])))
        }

        var complaints: [String] {
            var complaints: [String] = []
            if self.ids == nil, self.name == nil, self.username == nil, self.realm == nil, !self.owner {
                complaints.append(
                    "One of [api key id(s), api key name, username, realm name] must be specified if [owner] flag"
                        + " is false")
            }
            if self.ids != nil || self.name != nil, self.username != nil || self.realm != nil {
                complaints.append(
                    "username or realm name must not be specified when the api key id(s) or api key name are"
                        + " specified")
            }
            if self.owner, self.username != nil || self.realm != nil {
                complaints.append(
                    "neither username nor realm-name may be specified when invalidating owned API keys")
            }
            if self.ids != nil, self.name != nil {
                complaints.append("only one of [api key id(s), api key name] can be specified")
            }
            if let complaint = complaint(reason: self.reason) { complaints.append(complaint) }
            return complaints
        }

        /// A key may end itself only, by its id; a user all that is his.
        func isOwn(of caller: Caller) -> Bool {
            if let own = caller.keyID { return self.ids == [own.description] }
            return self.owner || caller.isOwn(username: self.username, realm: self.realm)
        }
    }

    private static func run(
        _ router: SecurityRouter, _ asked: Asked, _ caller: Caller, _ now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        var query = KeyQuery(
            ids: asked.ids?.compactMap { APIKeyID($0) }, name: asked.name == "*" ? nil : asked.name,
            username: asked.username, realm: asked.realm)
        if asked.owner {
            query.username = caller.owner.username
            query.realm = caller.owner.realm
        }
        let tombstone = KeyRecord.Tombstone(by: caller.signature, reason: asked.reason)
        router.registry.find(query) { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(let records):
                let ids = records.filter { $0.invalidation == nil }.map(\.id)
                router.registry.invalidate(ids, at: now, tombstone: tombstone) { result in
                    switch result {
                    case .failure(let error): completion(.failure(StoreFailure.response(error)))
                    case .success(let changed): completion(.success(self.answer(changed)))
                    }
                }
            }
        }
    }

    private static func answer(_ changed: [APIKeyID]) -> SecurityResponse {
        .object { writer in
            writer.strings("invalidated_api_keys", changed.map(\.description))
            // Only a race between two calls could fill it: the store settles each key for one of them.
            writer.strings("previously_invalidated_api_keys", [])
            writer.name("error_count")
            writer.integer(0)
        }
    }
}
