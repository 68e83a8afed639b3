internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET /_keyward/api_key`: keys with what only the proxy knows of them, page by page. Who may see all keys sees
/// all, others their own.
enum ListKeys {
    /// Keys up to the end of a page.
    private static let windowMax = 10_000
    private static let sizeDefault = 100

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "api_key"], methods: [.get],
            parameters: [
                "id", "name", "username", "realm_name", "owner", "owner_state", "state",
                "expires_within", "from", "size",
            ], isOfKeyService: true, documentation: self.documentation,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try Asked(request)
                return SecurityRoute.Prepared(
                    complaints: asked.complaints, right: .keys(SecurityAction.getKey) { _ in true },
                    run: { caller, completion in
                        router.searches.run(completion) {
                            self.run(router, asked, caller, now: request.now, completion)
                        }
                    })
            })
    }

    private static var documentation: RouteDocumentation {
        RouteDocumentation(
            "Keys, with what Elasticsearch does not tell",
            "Beside the members of `GET /_security/api_key`: `state`; `owner_state` (present, disabled, gone, or unknown"
                + " for a realm that is not kept here); of an invalidated key `invalidated_by` and"
                + " `invalidation_reason`; of a suspended one `suspension`, `suspended_by` and `suspension_reason`; of a rotated one `former_secret` with the clients that still use"
                + " it, counted since the proxy was started. In the order of creation, or of expiration with"
                + " `expires_within`. Times are milliseconds since 1970.",
            parameters: [
                "id": "Ids with commas between", "name": "A name, or its beginning with `*` behind",
                "username": "The owner's name", "realm_name": "The owner's realm",
                "owner": "`true`: the caller's own keys only",
                "owner_state": "One of present, disabled, gone, unknown",
                "state": "One of active, suspended, expired, invalidated",
                "expires_within": "A duration: valid keys that expire within it, e.g. `7d`",
                "from": "Keys that are skipped, default 0",
                "size": "Keys of the page, default 100; `from` and `size` are 10000 at most together",
            ],
            response: """
                {"type":"object","properties":{"total":{"type":"integer"},"count":{"type":"integer"},"api_keys":\
                {"type":"array","items":{"type":"object"}}}}
                """)
    }

    /// The parameters.
    private struct Asked: Sendable {
        var ids: [String]?
        var name: String?
        var username: String?
        var realm: String?
        var owner: Bool
        var ownerState: OwnerState?
        var state: KeyState?
        var expiresWithin: Int64?
        var from: Int
        var size: Int

        init(_ request: SecurityRequest) throws(ErrorResponse) {
            self.ids = request.parameter("id")?.split(separator: ",").map(String.init)
            self.name = request.parameter("name")
            self.username = request.parameter("username")
            self.realm = request.parameter("realm_name")
            self.owner = try request.flag("owner")
            self.state = try OwnParameters.choice(request, "state", KeyState.self)
            self.ownerState = try OwnParameters.choice(request, "owner_state", OwnerState.self)
            self.expiresWithin = try request.parameter("expires_within").map { (text) throws(ErrorResponse) in
                try OwnParameters.duration(text, "expires_within")
            }
            self.from = try OwnParameters.integer(request, "from", 0...windowMax, default: 0)
            self.size = try OwnParameters.integer(request, "size", 0...windowMax, default: sizeDefault)
        }

        var complaints: [String] {
            var complaints: [String] = []
            if self.from + self.size > windowMax {
                complaints.append("[from] and [size] may be \(windowMax) together at most")
            }
            if self.owner, self.username != nil || self.realm != nil {
                complaints.append("neither username nor realm-name may be specified with [owner]")
            }
            return complaints
        }

        func condition(_ caller: Caller, _ realms: Realms, now: Int64) -> KeyCondition {
            func equals(_ text: String) -> TextTest { .oneOf([Array(text.utf8)]) }
            var all: [KeyCondition] = []
            if let ids = self.ids { all.append(.ids(Set(ids.compactMap { APIKeyID($0) }))) }
            if let name = self.name {
                all.append(
                    .name(name.hasSuffix("*") ? .prefix(Array(name.dropLast().utf8)) : equals(name)))
            }
            if let username = self.username { all.append(.username(equals(username))) }
            if let realm = self.realm { all.append(.realm(equals(realm))) }
            if self.owner { all.append(self.own(caller)) }
            if let wanted = self.ownerState { all.append(.owner { realms.state(of: $0) == wanted }) }
            if let state = self.state { all.append(state.condition(now: now)) }
            if let within = self.expiresWithin {
                all.append(.invalidated(false))
                all.append(.time(.expiration, now + 1...now + within + 1))
            }
            if caller.privileges.apiKeyScope(SecurityAction.getKey) != .all { all.append(self.own(caller)) }
            return all.isEmpty ? .all : .and(all)
        }

        private func own(_ caller: Caller) -> KeyCondition {
            if let id = caller.keyID { return .ids([id]) }
            return .and([
                .username(.oneOf([Array(caller.owner.username.utf8)])),
                .realm(.oneOf([Array(caller.owner.realm.utf8)])),
            ])
        }
    }

    private static func run(
        _ router: SecurityRouter, _ asked: Asked, _ caller: Caller, now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        let keys = router.registry.table.all.selecting(asked.condition(caller, router.realms, now: now))
        let order = KeyOrder(asked.expiresWithin == nil ? [] : [KeyOrder.Part(.expiration)])
        let ids = keys.page(order, from: asked.from, size: asked.size).map(\.id)
        router.registry.find(KeyQuery(ids: ids)) { result in
            completion(
                result.mapError(StoreFailure.response).map { records in
                    let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
                    let shown = ids.compactMap { byID[$0] }
                    return .object { writer in
                        KeyView.writePage(total: keys.count, shown, &writer) { record, writer in
                            OwnKeyView.write(
                                record, state: KeyState(record, now: now),
                                owner: router.realms.state(of: record.owner),
                                router.formerSecrets.report(record.id), now: now, &writer)
                        }
                    }
                })
        }
    }
}
