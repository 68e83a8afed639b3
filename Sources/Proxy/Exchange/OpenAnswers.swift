internal import Bytes
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Security

/// What is answered without a credential: whether the process lives and is ready, on every listener; on the listener for
/// metrics these too, and nothing else.
enum OpenAnswers {
    enum Answer {
        case now(LocalResponse)
        case metrics
    }

    /// - Returns: nil for a request that takes a credential.
    static func answer(
        _ head: RequestHead, _ connection: DownstreamConnection, _ context: LoopContext
    ) -> Answer? {
        let target = head.target
        let isForMetrics = connection.listener.servesMetrics
        guard isForMetrics || target.segment(0, equals: "_keyward") else { return nil }
        let isRead = head.method == .get || head.method == .head
        if isRead, target.segmentCount == 3, target.segment(0, equals: "_keyward"),
            target.segment(1, equals: "health")
        {
            if target.segment(2, equals: "live") { return .now(self.state("live", isGood: true)) }
            if target.segment(2, equals: "ready") {
                let isReady = context.shared.isReady
                return .now(self.state(isReady ? "ready" : "not ready", isGood: isReady))
            }
        }
        guard isForMetrics else { return nil }
        let isMetrics =
            target.segmentCount == 1 && target.segment(0, equals: "metrics")
            || target.segmentCount == 2 && target.segment(0, equals: "_keyward")
                && target.segment(1, equals: "metrics")
        guard isRead, isMetrics else {
            return .now(LocalResponse(.httpRefusal(status: 404, reason: "this listener serves metrics only")))
        }
        return .metrics
    }

    private static func state(_ state: String, isGood: Bool) -> LocalResponse {
        LocalResponse(
            status: isGood ? 200 : 503,
            fields: [("content-type", "application/json"), ("cache-control", "no-store")],
            body: Array("{\"status\":\"\(state)\"}".utf8))
    }

    /// Collects the metrics off the loop and answers `exchange` with them.
    static func answerMetrics(_ exchange: Exchange) {
        exchange.state = .answering
        let number = exchange.number
        let loop = exchange.context.loop
        nonisolated(unsafe) let pending = exchange  // SAFETY: touched on its loop only.
        exchange.context.shared.reports.metrics { response in
            loop.execute { pending.answered(response, number: number) }
        }
    }
}
