internal import Bytes
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import HTTP2

/// The client side of one exchange over HTTP/2: one stream. Belongs to its ``HTTP2Handler`` while open, to the
/// loop's ``HTTP2StreamPool`` else. Its exchange does not know that it is not HTTP/1.1's.
final class HTTP2Stream: ServerStream {
    /// Octets of content that are handed over at once; fewer are collected until the turn ends, so that many
    /// small frames become one write to the upstream.
    private static let contentAtOnce = 4 * 1024

    private let context: LoopContext
    let exchange: Exchange
    unowned(unsafe) private(set) var handler: HTTP2Handler?
    /// The exchange has taken the head up.
    private var hasBegun = false
    private var wantsContent = false
    private var expectsContinue = false
    private var isHeadRequest = false
    /// The exchange knows that the request is whole.
    private var endIsTold = false
    private var responseHasBegun = false
    /// Octets of the response's content to come, where its head says so.
    private var responseLeft: UInt64?
    /// Content that the exchange does not take yet. The stream's window bounds it.
    private let waitingContent: ByteBuffer
    private var contentBytes: UInt64 = 0
    /// Octets of content that nobody wanted.
    private var dropped: UInt64 = 0
    private var dropMax: UInt64 = 0
    /// It is in the handler's list of those to be served at the turn's end.
    private(set) var waitsForTurn = false
    /// When the rate of the client was looked at, and where it stood, as ``HTTP2Deadlines`` keeps it.
    var rate = HTTP2Deadlines.Rate()

    init(context: LoopContext) {
        self.context = context
        self.exchange = Exchange(context: context)
        self.waitingContent = ByteBuffer(pool: context.loop.pool)
        super.init(pool: context.loop.smallPool)
    }

    /// The head of a request has come to `handler`.
    func begin(_ handler: HTTP2Handler) {
        self.handler = handler
        self.hasBegun = false
        self.wantsContent = false
        self.expectsContinue = false
        self.isHeadRequest = false
        self.endIsTold = false
        self.responseHasBegun = false
        self.responseLeft = nil
        self.contentBytes = 0
        self.dropped = 0
        self.dropMax = self.context.limits.discardBytesMax
        self.waitsForTurn = false
        self.rate = HTTP2Deadlines.Rate(lookedAt: self.context.loop.now)
    }

    // MARK: Request

    /// Parses the head and passes it to the exchange.
    func takeUp(_ handler: HTTP2Handler) {
        guard !self.isClosed, !self.head.isEmpty else { return }
        let bytes = self.head.readable
        guard let request = self.parse(bytes, handler) else { return }
        self.isHeadRequest = request.method == .head
        self.expectsContinue = request.expectsContinue
        // Who waits to be asked for content has sent none.
        self.readsOn = !request.expectsContinue
        self.hasBegun = true
        let isEmpty = request.framing == .none || request.framing == .length(0)
        self.exchange.begin(request, bytes, connection: handler.connection, downstream: self)
        self.afterHead(isEmpty: isEmpty)
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ handler: HTTP2Handler) -> RequestHead? {
        let head = self.context.requestHead
        var parser = RequestHeadParser(
            limits: self.context.limits.head,
            plusIsSpace: self.context.plusIsSpace(upstream: handler.connection.listener.upstream))
        do throws(RequestRefusal) {
            // The session writes whole heads only.
            guard try parser.parse(bytes.span, into: head) else {
                self.refuse(status: 400, reason: "malformed request")
                return nil
            }
            return head
        } catch {
            self.refuse(status: error.status, reason: error.reason)
            return nil
        }
    }

    func resumeHead() {
        guard !self.isClosed, !self.head.isEmpty, let handler = self.handler else { return }
        let bytes = self.head.readable
        guard let request = self.parse(bytes, handler) else { return }
        let isEmpty = request.framing == .none || request.framing == .length(0)
        self.exchange.resume(request, bytes)
        self.afterHead(isEmpty: isEmpty)
        self.handler?.schedule()
    }

    /// The exchange has seen the head: it may be waiting for a credential, may have answered, or goes on.
    private func afterHead(isEmpty: Bool) {
        if self.exchange.isVerifying { return }
        self.head.giveBack()
        if isEmpty, !self.endIsTold {
            self.endIsTold = true
            self.exchange.contentEnded()
        } else {
            self.askForTurn()
        }
    }

    /// Answers what is no request that we serve. Other streams are not touched: their frames are sound.
    func refuse(status: Int, reason: StaticString) {
        guard let handler = self.handler else { return }
        self.exchange.recordRefusal(connection: handler.connection, status: status, reason: reason)
        self.hasBegun = true
        self.head.giveBack()
        handler.glitch()
        self.respond(handler.connection.refusal(status, "\(reason)"))
    }

    /// The session refused the head.
    func refused(_ refusal: HeadRefusal) {
        guard let handler = self.handler else { return }
        if let status = refusal.status { return self.refuse(status: status, reason: refusal.reason) }
        if self.exchange.isActive {
            self.exchange.abort(.malformed(refusal.reason))
        } else if !self.hasBegun {
            self.exchange.recordRefusal(connection: handler.connection, status: 400, reason: refusal.reason)
        }
        self.hasBegun = true
    }

    // MARK: Content of the request

    func received(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.contentBytes &+= UInt64(bytes.count)
        guard !self.hasBegun || self.exchange.isActive else { return self.drop(bytes.count) }
        if self.wantsContent, bytes.count >= Self.contentAtOnce, self.waitingContent.isEmpty {
            self.pass(bytes)
            self.handler?.session.consume(self, bytes.count)
            return
        }
        self.waitingContent.append(bytes)
        self.askForTurn()
    }

    func requestEnded() { self.askForTurn() }

    private func askForTurn() {
        guard self.wantsContent, !self.waitsForTurn, let handler = self.handler else { return }
        self.waitsForTurn = true
        handler.serveAtTurn(self)
    }

    /// Hands over what waits, as far as the exchange takes it.
    func serve() {
        self.waitsForTurn = false
        guard self.hasBegun, !self.isClosed || self.exchange.isActive else { return }
        let waiting = self.waitingContent
        while !waiting.isEmpty, self.wantsContent, self.exchange.isActive {
            let count = min(waiting.count, BufferPool.bufferSize)
            self.pass(UnsafeBufferPointer(rebasing: waiting.readable[..<count]))
            self.handler?.session.consume(self, count)
            // The stream may have been closed by what the exchange made of it.
            waiting.consume(min(count, waiting.count))
        }
        guard self.exchange.isActive else { return self.dropContent() }
        guard waiting.isEmpty else { return }
        waiting.giveBack()
        if self.requestIsWhole, self.wantsContent, !self.endIsTold {
            self.endIsTold = true
            self.exchange.contentEnded()
        }
    }

    private func pass(_ bytes: UnsafeBufferPointer<UInt8>) {
        let waiting = UInt64(self.waitingContent.count)
        guard self.contentBytes &- waiting <= self.context.limits.bodyBytesMax else {
            return self.exchange.refuseContent(.contentTooLarge)
        }
        self.exchange.content(bytes)
    }

    private func drop(_ count: Int) {
        if count > 0 {
            self.dropped &+= UInt64(count)
            self.handler?.session.consume(self, count)
        }
        guard self.dropped > 0, self.responseIsWhole, self.dropped > self.dropMax else { return }
        self.handler?.session.reset(self, .noError)
        self.handler?.schedule()
    }

    private func dropContent() {
        self.drop(self.waitingContent.count)
        self.waitingContent.giveBack()
    }

    // MARK: Ends

    /// Whether the client, and not the upstream, is the one to move.
    var waitsForClient: Bool {
        self.isHeldBack
            || (self.hasBegun && (self.wantsContent || self.responseIsWhole) && !self.requestIsWhole)
    }

    /// The client did not move for too long.
    func tooSlow() {
        guard self.exchange.isActive else {
            guard self.responseIsWhole else { return self.abortResponse() }
            self.handler?.session.reset(self, .noError)
            return self.handler?.schedule() ?? ()
        }
        let isSending = !self.responseHasBegun
        self.exchange.abort(.clientTooSlow)
        if isSending {
            if let connection = self.handler?.connection {
                self.respond(connection.refusal(408, "request content took too long"))
            }
        } else {
            self.handler?.session.reset(self, .cancel)
            self.handler?.schedule()
        }
    }

    /// The stream is over, or its connection is.
    func closed() {
        self.exchange.abort(.clientGone)
        self.dropContent()
        self.head.giveBack()
        self.handler = nil
    }
}

extension HTTP2Stream: Downstream {
    /// Content goes on to the connection as long as the client's windows let it: what stays is held back.
    var isFull: Bool { self.isHeldBack }

    /// Thousands of streams may have windows of nothing: what is read for each is a kilobyte then.
    var contentRoom: Int {
        guard let handler = self.handler else { return BufferPool.bufferSize }
        return max(1024, min(BufferPool.bufferSize, handler.session.window(of: self)))
    }

    var contentPerTurn: Int { self.handler?.session.contentPerTurn ?? BufferPool.bufferSize }

    func respond(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>, extraFields: [UInt8]) {
        guard let handler = self.handler else { return }
        self.responseHasBegun = true
        if case .length(let length) = head.framing { self.responseLeft = length }
        let endsStream = head.framing == .none || head.framing == .length(0)
        extraFields.withUnsafeBufferPointer { extra in
            let fields = self.context.http2.resources.fields
            fields.begin(status: head.status, bytes: head.length + extra.count)
            fields.add(head, bytes)
            fields.add(lines: extra)
            handler.respond(self, endsStream: endsStream)
        }
    }

    func respond(_ response: LocalResponse) {
        guard let handler = self.handler else { return }
        self.responseHasBegun = true
        if response.readsOn { self.dropMax = self.context.limits.bodyBytesMax }
        let hasLength = response.status != 204 && response.status != 304
        let fields = self.context.http2.resources.fields
        fields.begin(
            status: response.status,
            bytes: response.fields.reduce(32) { $0 + $1.0.utf8.count + $1.1.utf8.count })
        for (name, value) in response.fields { fields.add(name: name, value: value) }
        if hasLength { fields.addContentLength(UInt64(response.body.count)) }
        let hasContent = hasLength && !self.isHeadRequest && !response.body.isEmpty
        handler.respond(self, endsStream: !hasContent)
        if hasContent { response.body.withUnsafeBufferPointer { handler.send(self, $0, ends: true) } }
        if !self.exchange.isActive { self.dropContent() }
    }

    func send(_ bytes: UnsafeBufferPointer<UInt8>) {
        var ends = false
        if let left = self.responseLeft {
            self.responseLeft = left &- UInt64(bytes.count)
            ends = left == UInt64(bytes.count)
        }
        self.handler?.send(self, bytes, ends: ends)
    }

    func endResponse() {
        // With a length it ended with the last of its content.
        if self.responseLeft != 0 {
            self.handler?.send(self, UnsafeBufferPointer(start: nil, count: 0), ends: true)
        }
        if !self.exchange.isActive { self.dropContent() }
    }

    func flush() { self.handler?.schedule() }

    func abortResponse() {
        self.handler?.session.reset(self, .internalError)
        self.handler?.schedule()
    }

    func wantContent() {
        guard !self.wantsContent else { return }
        self.wantsContent = true
        if self.expectsContinue, !self.responseHasBegun, self.contentBytes == 0 {
            self.expectsContinue = false
            self.readsOn = true
            self.handler?.sendContinue(self)
        }
        self.askForTurn()
        self.handler?.schedule()
    }

    func stopContent() { self.wantsContent = false }
}
