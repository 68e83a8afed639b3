internal import Elasticsearch
internal import HTTP

/// `GET /_keyward/status`: the proxy and its upstreams at a glance, for who may see the cluster's own state (`monitor`).
enum StatusRoute {
    private static let action = Action("cluster:monitor/health")

    static func all(_ reports: Reports) -> [SecurityRoute] {
        guard let action = self.action else { return [] }
        return [
            SecurityRoute(
                path: ["_keyward", "status"], methods: [.get],
                documentation: RouteDocumentation(
                    "The proxy and its upstreams",
                    "`version` and `started` of the proxy, its open `connections`; of each of the `upstreams` its name,"
                        + " whether it answered last (`reachable`) and its `release`; of each of the `listeners` with"
                        + " TLS when its first certificate ends (`certificate_expires`). Times are milliseconds since"
                        + " 1970. Needs the cluster privilege `monitor`.",
                    response: #"{"type":"object"}"#),
                prepare: { (_, _) throws(ErrorResponse) in
                    SecurityRoute.Prepared(
                        right: .cluster(action), run: { _, completion in reports.status(completion) })
                })
        ]
    }
}
