public import Bytes
public import EventLoop
public import HTTP
internal import HTTP1
internal import TLS
internal import Transport

/// One connection to one host of an upstream, used by one exchange after the other. Confined to its loop.
///
/// It belongs to its ``UpstreamPool``; a response never reaches another exchange: whatever is in doubt
/// closes the connection.
public final class UpstreamConnection: DescriptorHandler, DeferredSender {
    enum Phase { case connecting, handshaking, idle, busy, closed }

    /// Interim responses (1xx) taken before a final one (RFC 9110 §15.2 sets no bound).
    private static let interimMax = 8

    private let loop: EventLoop
    private unowned(unsafe) let pool: UpstreamPool
    public let hostIndex: Int
    private let transport: Transport
    private(set) var phase = Phase.connecting
    public var waitsForTurn = false
    public var waitsToSend = false
    private var timer: LoopTimer?
    private var client: (any UpstreamClient)?
    private let inbound: ByteBuffer
    private var parser: ResponseHeadParser
    private var decoder: BodyDecoder?
    private var requestMethod = Method.get
    private var requestIsSent = false
    private var responseBytes = 0
    private var responseKeepsAlive = false
    private var interimCount = 0
    /// The loop's round in which the exchange began.
    private var beganInRound: UInt64 = 0
    private var isReadingPaused = false
    /// Bytes that one read of the response takes at most.
    public var readLimit = BufferPool.bufferSize
    private var wantsDrained = false
    private var atEnd = false
    /// Exchanges that have ended well on it.
    public private(set) var uses = 0

    init(pool: UpstreamPool, loop: EventLoop, hostIndex: Int, transport: Transport) {
        self.pool = pool
        self.loop = loop
        self.hostIndex = hostIndex
        self.transport = transport
        self.inbound = ByteBuffer(pool: loop.pool)
        self.parser = ResponseHeadParser(limits: .default)
        let timer = LoopTimer(target: self)
        self.timer = timer
        loop.add(transport.descriptor, handler: self)
        loop.arm(timer, after: pool.settings.connectTimeout)
    }

    /// Whether it has served an exchange before: if it now ends without a byte, it was closed while idle.
    public var isReused: Bool { self.uses > 0 }
    /// Bytes of the request that the kernel has not taken.
    public var bytesWaiting: Int { self.transport.bytesWaiting }

    // MARK: For the exchange

    func begin(_ client: any UpstreamClient) {
        self.phase = .busy
        self.client = client
        self.requestIsSent = false
        self.responseBytes = 0
        self.responseKeepsAlive = false
        self.interimCount = 0
        self.beganInRound = self.loop.round
        self.decoder = nil
        self.isReadingPaused = false
        self.readLimit = BufferPool.bufferSize
        self.wantsDrained = false
        self.parser = ResponseHeadParser(limits: .default)
        self.arm(self.pool.settings.bodyTimeout)
    }

    /// Where the request is written; ``flush()`` sends it.
    public var outgoing: ByteBuffer { self.transport.outgoing }

    /// - Parameter method: decides whether the response has content (RFC 9112 §6.3).
    public func willSend(_ method: Method) { self.requestMethod = method }

    /// The whole request has been written: from now on the response is due.
    public func requestEnded() {
        self.requestIsSent = true
        self.armForProgress()
    }

    /// Sends what was written: a little of it at the end of the loop's round. A failure is reported to the exchange in the
    /// loop's next turn.
    public func flush() {
        guard self.phase == .busy else { return }
        if self.transport.mayWait(highWatermark: self.pool.settings.highWatermark) {
            self.loop.sendLater(self)
        } else {
            self.sendWaiting()
        }
    }

    public func sendWaiting() {
        guard self.phase == .busy else { return }
        switch self.transport.flush() {
        case .done:
            // What was blocked has gone without the loop's word, which may not come for long.
            if self.wantsDrained { self.loop.again(self) }
        case .blocked: self.wantsDrained = true
        case .failed:
            // The upstream may have answered before it closed: read that first.
            self.loop.again(self)
        }
    }

    public func pauseReading() { self.isReadingPaused = true }

    /// - Parameter limit: sets ``readLimit``, unless nil.
    public func resumeReading(limit: Int? = nil) {
        if let limit { self.readLimit = limit }
        guard self.isReadingPaused else { return }
        self.isReadingPaused = false
        self.loop.again(self)
    }

    /// Ends the exchange's use: kept when both messages are whole and nothing is left over, closed else.
    public func release() {
        guard self.phase == .busy else { return }
        self.client = nil
        let isClean =
            self.requestIsSent && self.responseKeepsAlive && self.decoder?.isComplete == true
            && self.inbound.isEmpty && self.transport.bytesWaiting == 0 && !self.transport.isBroken
            && !self.atEnd && !self.transport.hasUnreadInput()
        guard isClean, !self.pool.isClosed else { return self.close() }
        self.uses += 1
        self.decoder = nil
        self.phase = .idle
        self.arm(self.pool.settings.idleTimeout)
        self.pool.becameIdle(self)
    }

    // MARK: Events

    public func ready(_ readiness: Readiness) {
        switch self.phase {
        case .closed: return
        case .connecting: self.connected()
        case .handshaking:
            self.transport.noteInput(readiness)
            self.continueHandshake()
        case .idle:
            // Not asked for, or the end: either way of no use any more.
            self.transport.noteInput(readiness)
            if readiness.intersects(.input) { self.close() }
        case .busy:
            if readiness.contains(.writable) { self.continueWriting() }
            guard readiness.intersects(.input), self.phase == .busy else { return }
            // The kernel told of this before the exchange began: it is the end, or no answer to its request.
            guard self.beganInRound != self.loop.round else {
                return self.fail(.closed(beforeResponse: true))
            }
            self.transport.noteInput(readiness)
            self.receive()
        }
    }

    public func turn() {
        guard self.phase == .busy else { return }
        self.continueWriting()
        guard self.phase == .busy else { return }
        // What was left when reading was paused comes before what is still to be received.
        self.process()
        self.receive()
    }

    private func connected() {
        if let error = Socket.connectResult(self.transport.descriptor) {
            return self.failConnecting(.socket(error))
        }
        guard self.transport.session != nil else { return self.becameUsable() }
        self.phase = .handshaking
        self.continueHandshake()
    }

    private func continueHandshake() {
        switch self.transport.handshake() {
        case .done: self.becameUsable()
        case .wouldBlock: break
        case .failed(let error): self.failConnecting(error)
        }
    }

    private func becameUsable() {
        self.phase = .idle
        self.arm(self.pool.settings.idleTimeout)
        self.pool.becameUsable(self)
    }

    private func failConnecting(_ error: TransportError) {
        self.close()
        self.pool.failedToConnect(hostIndex: self.hostIndex, error)
    }

    private func continueWriting() {
        guard self.transport.bytesWaiting > 0 || self.wantsDrained else { return }
        switch self.transport.flush() {
        case .done, .blocked:
            self.armForProgress()
            if self.wantsDrained, self.transport.bytesWaiting <= self.pool.settings.highWatermark / 2 {
                self.wantsDrained = false
                self.client?.upstreamDrained()
            }
        case .failed: self.loop.again(self)
        }
    }

    private func receive() {
        var taken = 0
        while self.phase == .busy, !self.isReadingPaused {
            // Most responses come with one read: the question is not asked for those.
            guard taken == 0 || taken < self.client?.upstreamBytesPerTurn ?? 0 else {
                return self.loop.again(self)
            }
            switch self.transport.read(into: self.inbound, limit: self.readLimit) {
            case .bytes(let count):
                taken += count
                self.responseBytes += count
                // Each piece of content wins time anew; a head has one deadline, or it may trickle for ever.
                if self.decoder != nil { self.arm(self.pool.settings.bodyTimeout) }
                self.process()
            case .wouldBlock:
                self.giveBackInbound()
                return self.endTurn()
            case .end(let isClean):
                self.atEnd = true
                return self.ended(isClean: isClean)
            case .failed(let error):
                return self.fail(self.responseBytes == 0 ? .closed(beforeResponse: true) : .lost(error))
            }
        }
        self.endTurn()
    }

    private func endTurn() {
        // A TLS session may have had something to say.
        if self.phase == .busy, case .failed = self.transport.flush() { return self.loop.again(self) }
        self.client?.upstreamTurnEnded()
    }

    /// Takes what has been received as far as it goes.
    private func process() {
        while self.phase == .busy, !self.isReadingPaused, !self.inbound.isEmpty {
            let more =
                self.decoder == nil ? self.processHead(self.inbound) : self.processBody(self.inbound)
            if !more { break }
        }
        self.giveBackInbound()
    }

    /// - Returns: whether there may be more to take.
    private func processHead(_ inbound: ByteBuffer) -> Bool {
        let head = self.pool.responseHead
        let bytes = inbound.readable
        do throws(ResponseRefusal) {
            guard try self.parser.parse(bytes.span, into: head, requestMethod: self.requestMethod) else {
                return false
            }
        } catch {
            self.fail(.malformedHead(error))
            return false
        }
        if head.status < 200 {
            self.interimCount += 1
            guard self.interimCount <= Self.interimMax else {
                self.fail(.malformedHead(.tooManyInterim))
                return false
            }
            inbound.consume(head.length)
            self.parser = ResponseHeadParser(limits: .default)
            return true
        }
        self.responseKeepsAlive = head.keepAlive
        let decoder = BodyDecoder(framing: head.framing)
        self.decoder = decoder
        self.arm(self.pool.settings.bodyTimeout)
        self.client?.upstreamResponded(head, bytes)
        guard self.phase == .busy else { return false }
        inbound.consume(head.length)
        if decoder.isComplete { return self.completed() }
        return true
    }

    private func processBody(_ inbound: ByteBuffer) -> Bool {
        guard var decoder = self.decoder else { return false }
        let bytes = inbound.readable
        do throws(BodyRefusal) {
            switch try decoder.next(bytes.span) {
            case .content(let range, let consumed):
                self.decoder = decoder
                self.client?.upstreamBody(UnsafeBufferPointer(rebasing: bytes[range]))
                guard self.phase == .busy else { return false }
                inbound.consume(consumed)
                return decoder.isComplete ? self.completed() : true
            case .needMore(let consumed):
                self.decoder = decoder
                inbound.consume(consumed)
                return false
            case .end(let consumed):
                self.decoder = decoder
                inbound.consume(consumed)
                return self.completed()
            }
        } catch {
            self.fail(.malformedBody(error))
            return false
        }
    }

    private func completed() -> Bool {
        self.giveBackInbound()
        self.client?.upstreamEnded()
        return false
    }

    private func ended(isClean: Bool) {
        self.giveBackInbound()
        guard self.responseBytes > 0 else { return self.fail(.closed(beforeResponse: true)) }
        // RFC 9112 §8: a body that ends with the connection is whole only when TLS says so too.
        if var decoder = self.decoder, isClean, decoder.endOfInput() {
            self.decoder = decoder
            self.responseKeepsAlive = false
            self.client?.upstreamEnded()
            return
        }
        self.fail(.closed(beforeResponse: false))
    }

    private func giveBackInbound() {
        if self.inbound.isEmpty { self.inbound.giveBack() }
    }

    // MARK: Ends

    private func fail(_ error: UpstreamError) {
        guard self.phase != .closed else { return }
        let client = self.client
        self.client = nil
        self.close()
        client?.upstreamFailed(error)
    }

    /// Closes at once; the exchange, if any, is told nothing.
    public func close() {
        guard self.phase != .closed else { return }
        let wasIdle = self.phase == .idle
        if wasIdle || self.phase == .busy, self.transport.session != nil, !self.atEnd {
            self.transport.finish()
        }
        self.phase = .closed
        self.client = nil
        if let timer = self.timer { self.loop.disarm(timer) }
        self.transport.close()
        self.pool.closed(self, wasIdle: wasIdle)
    }

    private func arm(_ nanoseconds: Int64) {
        if let timer = self.timer { self.loop.arm(timer, after: nanoseconds) }
    }

    private func armForProgress() {
        let isResponseDue = self.requestIsSent && self.decoder == nil
        self.arm(isResponseDue ? self.pool.settings.responseTimeout : self.pool.settings.bodyTimeout)
    }
}

extension UpstreamConnection: LoopTimerTarget {
    public func timerFired(_ timer: LoopTimer) {
        switch self.phase {
        case .connecting, .handshaking:
            self.failConnecting(.socket(SocketError(operation: "connect", text: "timed out")))
        case .idle: self.close()
        case .busy:
            // A client that is slow has its own deadline; ours runs only while we wait for the upstream.
            let waitsForClient =
                self.isReadingPaused || (!self.requestIsSent && self.transport.bytesWaiting == 0)
            if waitsForClient { return self.arm(self.pool.settings.bodyTimeout) }
            self.fail(self.decoder == nil && self.requestIsSent ? .responseTimeout : .stalled)
        case .closed: break
        }
    }
}
