internal import Elasticsearch
internal import HTTP

/// `GET /_keyward/metrics` for who may see the cluster's own figures (`monitor`).
enum MetricsRoute {
    private static let action = Action("cluster:monitor/nodes/stats")

    static func all(_ reports: Reports) -> [SecurityRoute] {
        guard let action = self.action else { return [] }
        return [
            SecurityRoute(
                path: ["_keyward", "metrics"], methods: [.get],
                documentation: RouteDocumentation(
                    "What the proxy counts, for Prometheus",
                    "In Prometheus' text format, not JSON. Needs the cluster privilege `monitor`.",
                    response: #"{"type":"string"}"#),
                prepare: { (_, _) throws(ErrorResponse) in
                    SecurityRoute.Prepared(
                        right: .cluster(action),
                        run: { _, completion in reports.metrics { completion(.success($0)) } })
                })
        ]
    }
}
