internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `/internal/security/api_key` on listeners before a Kibana: what its screen of API keys asks its own server, which would ask
/// a cluster without security. Each is one of the routes of Elasticsearch with the content put into its words.
enum KibanaKeyRoutes {
    private static let path = [KibanaRoleRoutes.root, "internal", "security", "api_key"]
    /// Keys that one request may end.
    private static let endedMax = 1_000

    static var all: [SecurityRoute] {
        [
            self.enabled, self.privileges, self.hasActive, self.list, self.create, self.update,
            self.invalidate,
            KibanaKeyQuery.route(self.path + ["_query"]),
        ]
    }

    // MARK: What is there

    private static var enabled: SecurityRoute {
        SecurityRoute(
            path: self.path + ["_enabled"], methods: [.get],
            prepare: { (router, _) throws(ErrorResponse) in
                let isEnabled = router.settings.keysAreEnabled
                return SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { _, completion in
                        completion(.success(.object { $0.member("apiKeysEnabled", isEnabled) }))
                    })
            })
    }

    private static var privileges: SecurityRoute {
        SecurityRoute(
            path: self.path + ["privileges"], methods: [.get],
            prepare: { (router, _) throws(ErrorResponse) in
                let isEnabled = router.settings.keysAreEnabled
                return SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { caller, completion in
                        let rights = Rights(caller)
                        completion(
                            .success(
                                .object { writer in
                                    writer.member("areApiKeysEnabled", isEnabled)
                                    writer.member("isAdmin", rights.managesAll)
                                    writer.member("canManage", rights.managesAll || rights.managesOwn)
                                }))
                    })
            })
    }

    /// What the screen offers to whoever looks at it.
    struct Rights {
        var managesAll: Bool
        var managesOwn: Bool

        init(_ caller: Caller) {
            let scope = caller.privileges.apiKeyScope(SecurityAction.invalidateKey)
            self.managesAll = scope == .all
            self.managesOwn = scope != .none
        }

        /// Keys for other clusters are not made here.
        var members: [(String, JSONValue)] {
            [
                ("canManageCrossClusterApiKeys", .flag(false)), ("canManageApiKeys", .flag(self.managesAll)),
                ("canManageOwnApiKeys", .flag(self.managesOwn)),
            ]
        }
    }

    private static var hasActive: SecurityRoute {
        SecurityRoute(
            path: self.path + ["_has_active"], methods: [.get], isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let now = request.now
                return SecurityRoute.Prepared(
                    right: .keys(SecurityAction.getKey) { _ in true },
                    run: { caller, completion in
                        router.searches.run(completion) {
                            let owner = caller.owner
                            let condition = KeyCondition.and([
                                .username(.oneOf([Array(owner.username.utf8)])),
                                .realm(.oneOf([Array(owner.realm.utf8)])), .invalidated(false),
                                .not(.time(.expiration, .min...now)),
                            ])
                            let count = router.registry.table.all.selecting(condition).count
                            completion(.success(.object { $0.member("hasApiKeys", count > 0) }))
                        }
                    })
            })
    }

    /// All that is not invalidated; `isAdmin`: of everybody.
    private static var list: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.get], parameters: ["isAdmin"], isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                guard let text = request.parameter("isAdmin"), ["true", "false"].contains(text) else {
                    throw .illegalArgument(
                        "[request query.isAdmin]: expected value to equal [true] or [false]")
                }
                let ofAll = text == "true"
                return SecurityRoute.Prepared(
                    right: .keys(SecurityAction.getKey) { !ofAll && !$0.isKey },
                    run: { caller, completion in
                        var query = KeyQuery()
                        if !ofAll {
                            (query.username, query.realm) = (caller.owner.username, caller.owner.realm)
                        }
                        router.registry.find(query) { result in
                            completion(
                                result.mapError(StoreFailure.response).map { self.answer($0, Rights(caller)) }
                            )
                        }
                    })
            })
    }

    private static func answer(_ records: [KeyRecord], _ rights: Rights) -> SecurityResponse {
        .object { writer in
            writer.name("apiKeys")
            writer.beginArray()
            for record in records where record.invalidation == nil {
                writer.beginObject()
                KeyView.write(record, withLimitedBy: false, &writer)
                writer.endObject()
            }
            writer.endArray()
            for (name, value) in rights.members {
                writer.name(name)
                writer.value(value)
            }
        }
    }

    // MARK: Changes

    private static var create: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.post], takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                try KibanaRoleRoutes.checkToken(request)
                var inner = request
                inner.body = try self.keyBody(request.body, ["name", "expiration"])
                return try CreateAPIKey.route.prepare(router, inner)
            })
    }

    private static var update: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.put], takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                try KibanaRoleRoutes.checkToken(request)
                var inner = request
                let body = try self.object(request.body)
                guard let id = body["id"]?.string else {
                    throw .illegalArgument("[request body.id]: expected value of type [string]")
                }
                inner.captures = ["id": id]
                inner.body = try self.keyBody(
                    request.body, ["id", "name", "expiration"], told: ["expiration"])
                return try UpdateAPIKeys.route.prepare(router, inner)
            })
    }

    private static var invalidate: SecurityRoute {
        SecurityRoute(
            path: self.path + ["invalidate"], methods: [.post], takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                try KibanaRoleRoutes.checkToken(request)
                let body = try self.object(request.body)
                guard let keys = body["apiKeys"]?.elements, let ofAll = body["isAdmin"]?.bool else {
                    throw .illegalArgument(
                        "[request body]: expected [apiKeys] of type [array] and [isAdmin] of type [boolean]")
                }
                let ids = keys.compactMap { $0["id"]?.string }
                guard ids.count == keys.count, ids.count <= self.endedMax else {
                    throw .illegalArgument(
                        "[request body.apiKeys]: expected at most \(self.endedMax) objects with an [id]")
                }
                var inner = request
                let wanted: [(String, JSONValue)] = [("ids", .list(ids.map { .text($0) }))]
                inner.body = Array(
                    JSONWriter.text(.object(wanted + (ofAll ? [] : [("owner", .flag(true))]))).utf8)
                var prepared = try InvalidateAPIKeys.route.prepare(router, inner)
                let run = prepared.run
                prepared.run = { caller, completion in
                    run(caller) { result in
                        // A key that nobody has, or that was ended before, is as good as ended.
                        completion(
                            result.map { _ in
                                KibanaRoleRoutes.answer(
                                    .object([("itemsInvalidated", .list(keys)), ("errors", .list([]))]))
                            })
                    }
                }
                return prepared
            })
    }

    // MARK: Bodies

    static func object(_ bytes: [UInt8]) throws(ErrorResponse) -> JSONValue {
        guard let body = try? JSONParser.parse(bytes), body.members != nil else {
            throw .illegalArgument("[request body]: expected a plain object value")
        }
        return body
    }

    /// What Kibana says of a key, in Elasticsearch's words.
    ///
    /// - Parameters:
    ///   - names: members that there may be beside those of every key.
    ///   - told: those of them that Elasticsearch is told; nil: all.
    private static func keyBody(
        _ bytes: [UInt8], _ names: [String], told: [String]? = nil
    ) throws(ErrorResponse) -> [UInt8] {
        var members: [(String, JSONValue)] = []
        for member in try self.object(bytes).members ?? [] {
            switch member.name {
            case "type":
                guard member.value.string == "rest" else {
                    throw .illegalArgument("[request body.type]: keys for other clusters are not made here")
                }
            case "role_descriptors", "metadata": members.append((member.name, member.value))
            case "kibana_role_descriptors":
                members.append(("role_descriptors", try self.descriptors(member.value)))
            case let name where names.contains(name):
                if told?.contains(name) ?? true { members.append((name, member.value)) }
            default:
                throw .illegalArgument("[request body.\(member.name)]: definition for this key is missing")
            }
        }
        return Array(JSONWriter.text(.object(members)).utf8)
    }

    private static func descriptors(_ roles: JSONValue) throws(ErrorResponse) -> JSONValue {
        var descriptors: [(String, JSONValue)] = []
        for role in roles.members ?? [] {
            descriptors.append((role.name, try KibanaRole.descriptor(role.value)))
        }
        return .object(descriptors)
    }
}
