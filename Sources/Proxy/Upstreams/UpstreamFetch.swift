internal import Bytes
internal import EventLoop
internal import HTTP
internal import Upstream

/// One small request of the proxy's own to an upstream, its answer collected in whole. Reused; confined to one loop.
final class UpstreamFetch: UpstreamClient {
    enum Failure: Error {
        case unreachable
        case tooLarge
    }

    private let context: LoopContext
    private let index: Int
    var queueLinks = UpstreamQueueLinks()
    private var connection: UpstreamConnection?
    private var path = ""
    /// Content of a POST; nil: the request is a GET.
    private var content: [UInt8]?
    private var answerMax = 0
    private var status = 0
    private var answer: [UInt8] = []
    /// Status and content; set while a request is on its way.
    private var completion: ((Result<(Int, [UInt8]), Failure>) -> Void)?

    init(context: LoopContext, upstream index: Int) {
        self.context = context
        self.index = index
    }

    var isActive: Bool { self.completion != nil }
    /// Whether there is no connection yet.
    var isWaiting: Bool { self.isActive && self.connection == nil }

    /// Asks for `path`. Nothing else may be on its way.
    ///
    /// - Parameters:
    ///   - path: path and query in their final form.
    ///   - answerMax: bytes of an answer that is taken.
    func get(_ path: String, answerMax: Int, completion: @escaping (Result<(Int, [UInt8]), Failure>) -> Void)
    {
        self.ask(path, nil, answerMax, completion)
    }

    /// The same with JSON as content.
    func post(
        _ path: String, _ content: [UInt8], answerMax: Int,
        completion: @escaping (Result<(Int, [UInt8]), Failure>) -> Void
    ) { self.ask(path, content, answerMax, completion) }

    private func ask(
        _ path: String, _ content: [UInt8]?, _ answerMax: Int,
        _ completion: @escaping (Result<(Int, [UInt8]), Failure>) -> Void
    ) {
        precondition(self.completion == nil, "one request at a time")
        self.path = path
        self.content = content
        self.answerMax = answerMax
        self.status = 0
        self.answer = []
        self.completion = completion
        self.context.pools[self.index].acquire(for: self)
    }

    func stop() {
        self.completion = nil
        self.context.pools[self.index].cancel(self)
        self.connection?.close()
        self.connection = nil
    }

    private func ended(_ result: Result<(Int, [UInt8]), Failure>) {
        let completion = self.completion
        self.completion = nil
        self.answer = []
        completion?(result)
    }

    func upstreamReady(_ connection: UpstreamConnection) {
        self.connection = connection
        connection.willSend(self.content == nil ? .get : .post)
        connection.outgoing.append(self.content == nil ? "GET " : "POST ")
        connection.outgoing.append(self.path)
        connection.outgoing.append(" HTTP/1.1\r\n")
        connection.outgoing.append(self.context.shared.upstreams[self.index].ownFields)
        connection.outgoing.append("accept: application/json\r\n")
        if let content = self.content {
            connection.outgoing.append("content-type: application/json\r\ncontent-length: ")
            connection.outgoing.append(decimal: content.count)
            connection.outgoing.append("\r\n\r\n")
            connection.outgoing.append(content)
            self.content = nil
        } else {
            connection.outgoing.append("\r\n")
        }
        connection.flush()
        connection.requestEnded()
    }

    func upstreamUnavailable(_ error: UpstreamError) { self.ended(.failure(.unreachable)) }
    func upstreamResponded(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.status = head.status
    }

    func upstreamBody(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard self.completion != nil else { return }
        guard self.answer.count + bytes.count <= self.answerMax else {
            self.connection?.close()
            self.connection = nil
            return self.ended(.failure(.tooLarge))
        }
        self.answer.append(contentsOf: bytes)
    }

    func upstreamDrained() {}
    var upstreamBytesPerTurn: Int { DownstreamConnection.bytesPerTurn }
    func upstreamTurnEnded() {}

    func upstreamFailed(_ error: UpstreamError) {
        self.connection = nil
        self.ended(.failure(.unreachable))
    }

    func upstreamEnded() {
        let connection = self.connection
        self.connection = nil
        connection?.release()
        self.ended(.success((self.status, self.answer)))
    }
}
