internal import Bytes
internal import Elasticsearch
internal import HTTP
internal import HTTP1
internal import Transport

/// HTTP/1.1 towards one client (RFC 9112): one exchange after the other, pipelined requests in order.
final class HTTP1Handler: ProtocolHandler {
    enum Phase {
        /// Between requests, or within a head.
        case head
        /// A head is known whose credential is being verified elsewhere; its bytes still wait in the buffer.
        case verifying
        /// The request's content is passed on.
        case content
        /// The rest of the content is dropped: the answer is known.
        case discarding
        /// The request is whole; its response is not.
        case responding
        /// No request will be taken any more.
        case closing
    }

    /// Plaintext staged before it is sent, in bytes: bounds what one turn of an upstream piles up.
    private static let flushThreshold = 64 * 1024

    unowned(unsafe) let connection: DownstreamConnection
    /// The connection's, held here: what is reached through an unowned reference is counted at each step.
    private let transport: Transport
    private let outgoing: ByteBuffer
    private let context: LoopContext
    let exchange: Exchange
    var phase = Phase.head
    var parser: RequestHeadParser
    var decoder = BodyDecoder(framing: .none)
    private var headLength = 0
    var expectsContinue = false
    var wantsContent = false
    private var headHasBegun = false
    private var isDraining = false
    private var keepsAlive = true
    private var isHTTP10 = false
    private var isHeadRequest = false
    private var responseFraming = BodyFraming.none
    var responseHasBegun = false
    private var responseIsWhole = false
    private var requestCount = 0
    private var discarded: UInt64 = 0
    private var discardMax: UInt64 = 0
    var contentBytes: UInt64 = 0
    private var progressMark = 0

    init(connection: DownstreamConnection) {
        self.connection = connection
        self.transport = connection.transport
        self.outgoing = connection.outgoing
        self.context = connection.context
        self.exchange = Exchange(context: connection.context)
        self.parser = RequestHeadParser(limits: connection.context.limits.head, plusIsSpace: false)
    }

    override func start() { self.connection.armDeadline(self.context.limits.idleTimeout) }

    // MARK: Input

    override var wantsInput: Bool {
        switch self.phase {
        case .head: !self.isHeldBack
        case .discarding: true
        case .content: self.wantsContent
        case .verifying, .responding, .closing: false
        }
    }

    /// Whether answers wait that the client does not read: no further request is taken, or they would pile up.
    private var isHeldBack: Bool { self.isFull }

    override func receive(_ inbound: ByteBuffer) {
        while self.connection.phase == .open, !inbound.isEmpty {
            switch self.phase {
            case .head:
                guard !self.isHeldBack else { return }
                if !self.receiveHead(inbound) { return }
            case .content:
                guard self.wantsContent else { return }
                if !self.receiveContent(inbound) { return }
            case .discarding: if !self.receiveContent(inbound) { return }
            case .verifying, .responding, .closing: return
            }
        }
    }

    /// - Returns: whether there may be more to take.
    private func receiveHead(_ inbound: ByteBuffer) -> Bool {
        let bytes = inbound.readable
        let head = self.context.requestHead
        do throws(RequestRefusal) {
            self.parser.plusIsSpace = self.context.plusIsSpace(upstream: self.connection.listener.upstream)
            guard try self.parser.parse(bytes.span, into: head) else {
                // From its first byte; a head that has come at once needs no deadline.
                if !self.headHasBegun { self.connection.armDeadline(self.context.limits.headTimeout) }
                self.headHasBegun = true
                return false
            }
        } catch {
            self.refuse(status: error.status, reason: error.reason)
            return false
        }
        self.headHasBegun = true
        self.requestCount += 1
        self.headLength = head.length
        self.isHTTP10 = head.minorVersion == 0
        self.isHeadRequest = head.method == .head
        self.keepsAlive =
            head.keepAlive && !self.isDraining
            && self.requestCount < self.context.limits.requestsPerConnectionMax
        self.expectsContinue = head.expectsContinue
        self.decoder = BodyDecoder(framing: head.framing)
        self.contentBytes = 0
        self.discarded = 0
        self.discardMax = self.context.limits.discardBytesMax
        self.responseHasBegun = false
        self.responseIsWhole = false
        self.wantsContent = false
        self.phase = .verifying
        self.exchange.begin(head, bytes, connection: self.connection, downstream: self)
        return self.afterHead(inbound)
    }

    /// The exchange has seen the head: it may be waiting for a credential, may have answered, or goes on.
    private func afterHead(_ inbound: ByteBuffer) -> Bool {
        guard self.connection.phase == .open else { return false }
        if self.exchange.isVerifying { return false }
        inbound.consume(self.headLength)
        guard self.phase == .verifying else { return true }
        if self.decoder.isComplete {
            self.phase = .responding
            self.exchange.contentEnded()
            // An answer that came before the phase was known: a refusal, or one of the proxy's own.
            self.advance()
            return true
        }
        self.phase = self.responseIsWhole ? .discarding : .content
        self.connection.armDeadline(self.context.limits.rateInterval)
        // What was delivered before counts in the first interval: asking for it here would cost a system call.
        self.progressMark = 0
        if self.wantsContent { self.sayContinue() }
        return true
    }

    func resumeHead() {
        guard self.phase == .verifying else { return }
        let inbound = self.connection.waitingInput
        let bytes = inbound.readable
        let head = self.context.requestHead
        var parser = RequestHeadParser(
            limits: self.context.limits.head,
            plusIsSpace: self.context.plusIsSpace(upstream: self.connection.listener.upstream))
        // The same bytes were accepted before.
        guard (try? parser.parse(bytes.span, into: head)) == true else { return self.connection.close() }
        self.exchange.resume(head, bytes)
        if self.afterHead(inbound) { self.connection.resumeReading() }
    }

    /// - Returns: whether there may be more to take.
    private func receiveContent(_ inbound: ByteBuffer) -> Bool {
        // Where content is counted it comes in small pieces: it is held back between two of them, never within one.
        let countMax = self.exchange.gate == nil ? inbound.count : BufferPool.bufferSize
        let bytes = UnsafeBufferPointer(rebasing: inbound.readable.prefix(countMax))
        do throws(BodyRefusal) {
            switch try self.decoder.next(bytes.span) {
            case .content(let range, let consumed):
                self.pass(UnsafeBufferPointer(rebasing: bytes[range]))
                guard self.connection.phase == .open else { return false }
                inbound.consume(consumed)
            case .needMore(let consumed):
                inbound.consume(consumed)
                return consumed > 0 && !inbound.isEmpty && bytes.count == countMax
            case .end(let consumed):
                inbound.consume(consumed)
            }
        } catch {
            self.exchange.abort(.malformed(error.reason))
            self.refuseInBody(error.reason)
            return false
        }
        if self.decoder.isComplete { self.contentEnded() }
        return true
    }

    private func pass(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.contentBytes &+= UInt64(bytes.count)
        if self.phase == .discarding {
            self.discarded &+= UInt64(bytes.count)
            if self.discarded > self.discardMax { self.close() }
            return
        }
        guard self.contentBytes <= self.context.limits.bodyBytesMax else {
            return self.exchange.refuseContent(.contentTooLarge)
        }
        self.exchange.content(bytes)
    }

    private func contentEnded() {
        switch self.phase {
        case .content:
            self.phase = .responding
            self.exchange.contentEnded()
            self.advance()
        case .discarding:
            self.phase = .responding
            self.advance()
        default: break
        }
    }

    /// RFC 9110 §10.1.1: only now has it been decided that the content is wanted.
    private func sayContinue() {
        guard self.expectsContinue, !self.responseHasBegun else { return }
        self.expectsContinue = false
        self.outgoing.append("HTTP/1.1 100 Continue\r\n\r\n")
        self.connection.flush()
    }

    // MARK: Ends

    override func blocked() {
        guard self.phase == .responding else { return }
        self.progressMark = self.bytesMoved
        self.connection.armDeadline(self.context.limits.rateInterval)
    }

    override func drained() {
        self.exchange.responseDrained()
        if self.phase == .head { self.connection.resumeReading() }
    }

    override func peerEnded() {
        if self.phase != .head || self.exchange.isActive { self.exchange.abort(.clientGone) }
        self.connection.close()
    }

    override func connectionClosed() { self.exchange.abort(.clientGone) }

    override func drain() {
        self.isDraining = true
        self.keepsAlive = false
        if self.phase == .head, !self.headHasBegun { self.connection.finish() }
    }

    override func deadlinePassed() {
        switch self.phase {
        case .head:
            if self.headHasBegun { return self.refuse(status: 408, reason: "request head took too long") }
            // Not idle while it still reads its answers.
            if self.transport.bytesWaiting > 0, !self.isTooSlow() {
                return self.connection.armDeadline(self.context.limits.rateInterval)
            }
            self.connection.finish()
        case .content, .discarding, .responding:
            guard self.isTooSlow() else {
                if self.phase != .responding || self.transport.bytesWaiting > 0 {
                    self.connection.armDeadline(self.context.limits.rateInterval)
                }
                return
            }
            self.exchange.abort(.clientTooSlow)
            if self.phase == .content, !self.responseHasBegun {
                self.refuseInBody("request content took too long", status: 408)
            } else {
                self.connection.reset()
            }
        case .verifying: break
        case .closing: self.connection.close()
        }
    }

    /// Bytes of bodies that have passed in either direction.
    private var bytesMoved: Int {
        Int(truncatingIfNeeded: self.contentBytes) &+ self.transport.bytesDelivered
    }

    /// Whether the client, and not the upstream, kept the body from moving in the last interval.
    private func isTooSlow() -> Bool {
        let moved = self.bytesMoved
        defer { self.progressMark = moved }
        let waitsForClient =
            self.transport.bytesWaiting > 0
            || (self.phase == .content && self.wantsContent) || self.phase == .discarding
        return waitsForClient && moved &- self.progressMark < self.context.limits.rateBytesMin
    }

    /// Answers what is no request, and closes.
    private func refuse(status: Int, reason: StaticString) {
        self.exchange.recordRefusal(connection: self.connection, status: status, reason: reason)
        self.refuseInBody(reason, status: status)
    }

    private func refuseInBody(_ reason: StaticString, status: Int = 400) {
        guard self.connection.phase == .open else { return }
        guard !self.responseHasBegun else { return self.connection.reset() }
        self.connection.refusal(status, "\(reason)").write(
            into: self.outgoing, isHead: false, keepAlive: false)
        self.responseHasBegun = true
        self.close()
    }

    private func close() {
        self.phase = .closing
        self.connection.finish()
    }

    /// The response is whole: the next request, or the end.
    private func advance() {
        guard self.responseIsWhole, self.connection.phase == .open else { return }
        guard self.keepsAlive else { return self.close() }
        switch self.phase {
        case .responding:
            self.phase = .head
            self.headHasBegun = false
            self.responseHasBegun = false
            self.parser.reset()
            self.connection.armDeadline(self.context.limits.idleTimeout)
            self.connection.resumeReading()
        case .content:
            self.phase = .discarding
            self.connection.resumeReading()
        case .head, .verifying, .discarding, .closing: break
        }
    }
}

extension HTTP1Handler: Downstream {
    var contentRoom: Int { BufferPool.bufferSize }
    var contentPerTurn: Int { DownstreamConnection.bytesPerTurn }
    var isFull: Bool { self.transport.bytesWaiting > self.context.limits.highWatermark }

    func respond(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>, extraFields: [UInt8]) {
        self.responseHasBegun = true
        // An answer before the request's end: what is left of it is not worth the wait.
        if !self.decoder.isComplete { self.keepsAlive = false }
        self.responseFraming = head.framing
        switch head.framing {
        case .untilClose, .chunked:
            self.responseFraming = self.isHTTP10 ? .untilClose : .chunked
            if self.isHTTP10 { self.keepsAlive = false }
        case .none, .length: break
        }
        ResponseWriter.writeHead(
            head, bytes.span, framing: self.responseFraming, keepAlive: self.keepsAlive,
            isHTTP10: self.isHTTP10,
            extraFields: extraFields, into: self.outgoing)
    }

    func respond(_ response: LocalResponse) {
        self.responseHasBegun = true
        // A client that was promised nothing may or may not send its content: only the end is unambiguous.
        if response.closes || (self.expectsContinue && !self.decoder.isComplete) { self.keepsAlive = false }
        if response.readsOn { self.discardMax = self.context.limits.bodyBytesMax }
        if (self.decoder.remaining ?? 0) > self.discardMax { self.keepsAlive = false }
        response.write(into: self.outgoing, isHead: self.isHeadRequest, keepAlive: self.keepsAlive)
        self.responseIsWhole = true
        self.connection.flush()
        self.advance()
    }

    func send(_ bytes: UnsafeBufferPointer<UInt8>) {
        if case .chunked = self.responseFraming {
            ChunkedWriter.writeChunk(bytes, into: self.outgoing)
        } else {
            self.outgoing.append(bytes)
        }
        if self.outgoing.count >= Self.flushThreshold { self.flush() }
    }

    func endResponse() {
        if case .chunked = self.responseFraming, !self.isHeadRequest {
            ChunkedWriter.writeLastChunk(into: self.outgoing)
        }
        self.responseIsWhole = true
        self.flush()
        self.advance()
    }

    func flush() { self.connection.flush() }

    func abortResponse() { self.connection.reset() }

    func wantContent() {
        guard !self.wantsContent else { return }
        self.wantsContent = true
        guard self.phase == .content else { return }
        self.sayContinue()
        self.connection.resumeReading()
    }

    func stopContent() { self.wantsContent = false }
}
