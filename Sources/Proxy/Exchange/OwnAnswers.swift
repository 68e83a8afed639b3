internal import Authenticate
internal import Bytes
internal import Classify
internal import Decide
internal import Dispatch
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Security

/// Requests to the proxy itself: handed to the router with their content in whole, answered off the loop.
enum OwnAnswers {
    /// A request that waits for its content, in one reference: it is large, and few exchanges have one.
    final class Pending {
        let request: SecurityRequest
        init(_ request: SecurityRequest) { self.request = request }
    }

    /// What the router needs of a head, as the head is gone when the content has arrived.
    static func request(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, subject: Subject, session: SessionID?,
        release: Release?, now: Int64, explainer: () -> (any RequestExplainer)?
    ) -> SecurityRequest {
        let target = head.target
        func text(_ name: FieldName) -> String? {
            head.first(name).map { String(decoding: bytes[$0.valueRange], as: UTF8.self) }
        }
        // Who is signed in to the console asks for the routes beneath it.
        let first = session != nil && target.segment(2, equals: "api") ? 3 : 0
        var request = SecurityRequest(
            method: head.method, segments: (first..<target.segmentCount).map { target.segmentText($0) },
            parameters: target.parameters.map {
                (target.text($0.name), $0.hasValue ? target.text($0.value) : nil)
            },
            uri: Steps.uri(head), contentType: text(.contentType), accept: text(.accept), body: [],
            subject: subject, now: now)
        request.session = session
        request.isCompatibleWith7 = release.map { $0.product == .elasticsearch && $0.major < 8 } ?? false
        request.table = release.map { Judge.privileges(of: $0) }
        if target.segment(0, equals: "_keyward") { request.explainer = explainer() }
        return request
    }

    /// Roles that have to be compiled and questions about patterns take their time: not on a loop.
    private static let queue = DispatchQueue(label: "keyward.own", qos: .userInitiated)

    static func answer(_ exchange: Exchange) {
        guard var request = exchange.ownRequest?.request else { return }
        request.body = exchange.collected.array
        exchange.state = .answering
        let number = exchange.number
        let loop = exchange.context.loop
        nonisolated(unsafe) let pending = exchange  // SAFETY: touched on its loop only.
        guard let connection = exchange.connection else { return }
        // What has been changed is told, whether or not the client waits for the answer.
        // SAFETY: both are touched on the loop only.
        nonisolated(unsafe) let origin = AuditOrigin(exchange, connection)
        nonisolated(unsafe) let context = exchange.context
        let router = exchange.context.shared.router
        self.queue.async { [request] in
            router.handle(request) { response in
                loop.execute {
                    if !response.changes.isEmpty { context.write(response.changes, origin) }
                    pending.answered(response, number: number)
                }
            }
        }
    }
}
