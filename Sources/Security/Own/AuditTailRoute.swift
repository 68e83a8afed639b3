internal import Audit
internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET /_keyward/audit`: the latest lines of the trail, for who may look at users and their rights (`read_security`,
/// `manage_security`). The lines of one key are also for whoever may look at that key as his own.
enum AuditTailRoute {
    private static let sizeDefault = 200

    static func all(_ tail: AuditTail) -> [SecurityRoute] {
        [
            SecurityRoute(
                path: ["_keyward", "audit"], methods: [.get],
                parameters: ["after", "size", "key", "text", "outcome"],
                documentation: RouteDocumentation(
                    "The latest lines of the audit trail",
                    "`records` as they are in the trail, the oldest first. `next` is what to give as `after` to see what"
                        + " has come since; `missed` counts lines between that are not kept any more. Some megabytes"
                        + " are kept in memory. Needs `read_security` or `manage_security`; with `key`, the key's owner may look as well"
                        + " (`manage_own_api_key`), and the key itself.",
                    parameters: [
                        "after": "The number of the first line; without it the last lines",
                        "size": "Lines of the page, default \(sizeDefault), at most \(AuditTail.pageMax)",
                        "key": "An id of a key: only its lines",
                        "text": "Only lines in which this stands, ASCII letters of either case",
                        "outcome": "`success` or `failure`",
                    ],
                    response: #"{"type":"object"}"#),
                prepare: { (router, request) throws(ErrorResponse) in
                    let size = try OwnParameters.integer(
                        request, "size", 1...AuditTail.pageMax, default: self.sizeDefault)
                    let after =
                        request.parameter("after") == nil
                        ? nil : try OwnParameters.integer(request, "after", 0...Int.max, default: 0)
                    let filter = try self.filter(request)
                    let key = request.parameter("key").flatMap(APIKeyID.init)
                    return SecurityRoute.Prepared(
                        right: .clusterOrSelf(
                            SecurityAction.getUser,
                            isSelf: { caller in key.map { self.isOwn($0, caller, router) } ?? false }),
                        run: { _, completion in
                            router.searches.run(completion) {
                                let page = tail.page(after: after, count: size, matching: filter)
                                completion(.success(self.answer(page)))
                            }
                        })
                })
        ]
    }

    private static func isOwn(_ id: APIKeyID, _ caller: Caller, _ router: SecurityRouter) -> Bool {
        if caller.isKey { return caller.keyID == id }
        guard caller.privileges.apiKeyScope(SecurityAction.getKey) != .none,
            let entry = router.registry.table.lookup(id), let owner = router.registry.table.owner(of: entry)
        else { return false }
        return caller.isOwn(username: owner.username, realm: owner.realm)
    }

    private static func filter(_ request: SecurityRequest) throws(ErrorResponse) -> AuditTailFilter {
        let text = request.parameter("text").flatMap { $0.isEmpty ? nil : $0 }
        guard (text?.utf8.count ?? 0) <= AuditTailFilter.textMax else {
            throw .illegalArgument("[text] may have \(AuditTailFilter.textMax) bytes at most")
        }
        return AuditTailFilter(
            key: request.parameter("key"), text: text,
            outcome: try OwnParameters.choice(request, "outcome", AuditTailFilter.Outcome.self))
    }

    private static func answer(_ page: AuditTail.Page) -> SecurityResponse {
        .object { writer in
            writer.name("next")
            writer.integer(page.next)
            writer.name("missed")
            writer.integer(page.missed)
            writer.name("records")
            writer.beginArray()
            for line in page.lines { writer.stored(String(decoding: line, as: UTF8.self)) }
            writer.endArray()
        }
    }
}
