internal import Audit
internal import Elasticsearch
internal import HTTP
internal import JSON

/// `GET /_keyward/audit`: the latest lines of the trail, for who may look at users and their rights (`read_security`,
/// `manage_security`).
enum AuditTailRoute {
    private static let sizeDefault = 200

    static func all(_ tail: AuditTail) -> [SecurityRoute] {
        [
            SecurityRoute(
                path: ["_keyward", "audit"], methods: [.get], parameters: ["after", "size"],
                documentation: RouteDocumentation(
                    "The latest lines of the audit trail",
                    "`records` as they are in the trail, the oldest first. `next` is what to give as `after` to see what"
                        + " has come since; `missed` counts lines between that are not kept any more. Needs"
                        + " `read_security` or `manage_security`.",
                    parameters: [
                        "after": "The number of the first line; without it the last lines",
                        "size": "Lines of the page, default \(sizeDefault), at most \(AuditTail.pageMax)",
                    ],
                    response: #"{"type":"object"}"#),
                prepare: { (_, request) throws(ErrorResponse) in
                    let size = try OwnParameters.integer(
                        request, "size", 1...AuditTail.pageMax, default: self.sizeDefault)
                    let after =
                        request.parameter("after") == nil
                        ? nil : try OwnParameters.integer(request, "after", 0...Int.max, default: 0)
                    return SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.getUser),
                        run: { _, completion in
                            completion(.success(self.answer(tail.page(after: after, count: size))))
                        })
                })
        ]
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
