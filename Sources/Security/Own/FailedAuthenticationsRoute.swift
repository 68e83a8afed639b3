internal import Elasticsearch
internal import HTTP

/// `GET /_keyward/failed_authentications`: from which addresses credentials are shown that do not hold, for who may look at
/// users and their rights (`read_security`, `manage_security`).
enum FailedAuthenticationsRoute {
    private static let sizeDefault = 10
    private static let sizeMax = 1000

    static func all(_ reports: Reports) -> [SecurityRoute] {
        [
            SecurityRoute(
                path: ["_keyward", "failed_authentications"], methods: [.get], parameters: ["size"],
                documentation: RouteDocumentation(
                    "Where failed authentications come from",
                    "`addresses`, those with the most failures first: the `address` (of IPv6 the /64), its `failures` with"
                        + " less than an hour between each, the time of the `first` and the `last`, and its `state`:"
                        + " `within` its budget, `slowed`, or `refused` until the time `until`. `total` counts the"
                        + " addresses of the last hour that are remembered. Times are milliseconds since 1970. Needs"
                        + " `read_security` or `manage_security`.",
                    parameters: [
                        "size": "Addresses, default \(sizeDefault), at most \(sizeMax)"
                    ],
                    response: """
                        {"type":"object","properties":{"total":{"type":"integer"},"addresses":{"type":"array","items":\
                        {"type":"object"}}}}
                        """),
                prepare: { (router, request) throws(ErrorResponse) in
                    let size = try OwnParameters.integer(
                        request, "size", 0...self.sizeMax, default: self.sizeDefault)
                    return SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.getUser),
                        run: { _, completion in
                            router.searches.run(completion) { reports.failures(size, completion) }
                        })
                })
        ]
    }
}
