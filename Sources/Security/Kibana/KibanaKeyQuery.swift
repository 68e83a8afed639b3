internal import Elasticsearch
internal import HTTP
internal import JSON

/// `POST /internal/security/api_key/_query` (Kibana 8.14 and later): a page of the list, and what its filters would find.
enum KibanaKeyQuery {
    private static let sizeDefault = 25
    /// Names of owners that the list may be filtered by.
    private static let usernamesMax = 100

    static func route(_ path: [String]) -> SecurityRoute {
        SecurityRoute(
            path: path, methods: [.post], takesBody: true, isOfKeyService: true,
            prepare: { (router, request) throws(ErrorResponse) in
                try KibanaRoleRoutes.checkToken(request)
                let body = try self.body(try KibanaKeyRoutes.object(request.body))
                return SecurityRoute.Prepared(
                    right: .keys(SecurityAction.queryKey) { _ in true },
                    run: { caller, completion in
                        self.run(router, caller, body, now: request.now, completion)
                    })
            })
    }

    private static func run(
        _ router: SecurityRouter, _ caller: Caller, _ body: JSONValue, now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        let rights = KibanaKeyRoutes.Rights(caller).members
        QueryAPIKeys.search(body, router, caller, now: now) { result in
            switch result {
            case .failure(let error) where error.status == 400:
                // The search was wrong, not the request: the screen says so beside the search field.
                let told: [(String, JSONValue)] = [
                    ("name", .text("ResponseError")), ("message", .text("\(error.type): \(error.reason)")),
                ]
                completion(
                    .success(
                        KibanaRoleRoutes.answer(
                            .object([("apiKeys", .list([])), ("queryError", .object(told))] + rights))))
            case .failure(let error): completion(.failure(error))
            case .success(let page):
                QueryAPIKeys.search(self.counts, router, caller, now: now) { result in
                    completion(result.map { self.answer(page, $0, rights) })
                }
            }
        }
    }

    private static func answer(
        _ page: SecurityResponse, _ counts: SecurityResponse, _ rights: [(String, JSONValue)]
    ) -> SecurityResponse {
        let found = try? JSONParser.parse(page.body)
        let counted = try? JSONParser.parse(counts.body)
        let keys = (found?["api_keys"]?.elements ?? []).map(self.named)
        var members: [(String, JSONValue)] = [("apiKeys", .list(keys))]
        for name in ["total", "count"] { members.append((name, found?[name] ?? .number(0))) }
        if let last = keys.last?["_sort"] { members.append(("searchAfter", last)) }
        members.append(("aggregations", counted?["aggregations"] ?? .object([])))
        members.append(("aggregationTotal", counted?["total"] ?? .number(0)))
        return KibanaRoleRoutes.answer(.object(members + rights))
    }

    /// Keys without a name are called by their id.
    private static func named(_ key: JSONValue) -> JSONValue {
        guard key["name"]?.string == nil, let id = key["id"] else { return key }
        return .object((key.members ?? []).map { ($0.name, $0.name == "name" ? id : $0.value) })
    }

    // MARK: Searches

    private static func leaf(_ type: String, _ field: String, _ value: JSONValue) -> JSONValue {
        .object([(type, .object([(field, value)]))])
    }

    private static func bool(_ clauses: [(String, [JSONValue])]) -> JSONValue {
        .object([("bool", .object(clauses.map { ($0.0, .list($0.1)) }))])
    }

    private static let isValid = leaf("term", "invalidated", .flag(false))
    private static let hasExpired = leaf("range", "expiration", .object([("lte", .text("now"))]))
    /// Keys that Kibana makes for itself.
    private static let managed = [
        ("metadataBased", leaf("term", "metadata.managed", .flag(true))),
        ("namePrefixBased", leaf("prefix", "name", .text("Alerting: "))),
    ]

    /// What the filters of the screen would find among all that is not invalidated.
    private static let counts: JSONValue = .object([
        ("query", isValid), ("size", .number(0)),
        (
            "aggs",
            .object([
                (
                    "usernames",
                    .object([("terms", .object([("field", .text("username")), ("size", .number(100))]))])
                ),
                ("types", .object([("terms", .object([("field", .text("type"))]))])),
                ("expired", .object([("filter", hasExpired)])),
                ("managed", .object([("filters", .object([("filters", .object(managed))]))])),
            ])
        ),
    ])

    /// The search that is asked for, in Elasticsearch's words.
    private static func body(_ asked: JSONValue) throws(ErrorResponse) -> JSONValue {
        var must: [JSONValue] = [self.isValid]
        var not: [JSONValue] = []
        var members: [(String, JSONValue)] = []
        var size = JSONValue.number(Int64(self.sizeDefault))
        var sort: [JSONValue] = []
        for member in asked.members ?? [] {
            switch member.name {
            case "query": must.append(member.value)
            case "from": members.append(("from", member.value))
            case "size": size = member.value
            case "searchAfter": members.append(("search_after", member.value))
            case "sort": sort = try self.sort(member.value)
            case "filters": try self.filter(member.value, &must, &not)
            default:
                throw .illegalArgument("[request body.\(member.name)]: definition for this key is missing")
            }
        }
        members.append(("size", size))
        members.append(("query", self.bool([("must", must), ("must_not", not)])))
        if !sort.isEmpty { members.append(("sort", .list(sort))) }
        return .object(members)
    }

    /// With what puts keys that are beside each other into an order.
    private static func sort(_ asked: JSONValue) throws(ErrorResponse) -> [JSONValue] {
        guard let field = asked["field"]?.string, let direction = asked["direction"]?.string,
            ["asc", "desc"].contains(direction)
        else {
            throw .illegalArgument("[request body.sort]: expected [field] and [direction], asc or desc")
        }
        return [field, "name", "creation"].enumerated().filter { $0.offset == 0 || $0.element != field }.map {
            .object([
                ($0.element, .object([("order", .text($0.offset == 0 ? direction : "asc"))]))
            ])
        }
    }

    private static func filter(
        _ asked: JSONValue, _ must: inout [JSONValue], _ not: inout [JSONValue]
    ) throws(ErrorResponse) {
        for member in asked.members ?? [] {
            switch member.name {
            case "usernames":
                guard let names = member.value.elements, names.count <= self.usernamesMax else {
                    throw .illegalArgument(
                        "[request body.filters.usernames]: expected at most \(self.usernamesMax) names")
                }
                if !names.isEmpty { must.append(self.leaf("terms", "username", member.value)) }
            case "type":
                let ofKibana = self.managed.map(\.1)
                switch member.value.string {
                case "managed":
                    must.append(
                        .object([
                            (
                                "bool",
                                .object([("should", .list(ofKibana)), ("minimum_should_match", .number(1))])
                            )
                        ]))
                case "rest"?, "cross_cluster"?:
                    must.append(self.leaf("term", "type", member.value))
                    not += ofKibana
                default:
                    throw .illegalArgument(
                        "[request body.filters.type]: expected rest, cross_cluster or managed")
                }
            case "expired":
                guard let isExpired = member.value.bool else {
                    throw .illegalArgument("[request body.filters.expired]: expected value of type [boolean]")
                }
                if isExpired { must.append(self.hasExpired) } else { not.append(self.hasExpired) }
            default:
                throw .illegalArgument(
                    "[request body.filters.\(member.name)]: definition for this key is missing")
            }
        }
    }
}
