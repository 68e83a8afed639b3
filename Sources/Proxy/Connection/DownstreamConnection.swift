internal import Address
internal import Audit
internal import Bytes
internal import EventLoop
internal import TLS
internal import Transport

/// One client's connection: accept, TLS handshake, reading with back-pressure, writing, close. Confined to
/// its loop. What the bytes mean is its ``ProtocolHandler``'s matter.
final class DownstreamConnection: DescriptorHandler, DeferredSender {
    enum Phase {
        /// The PROXY header is awaited.
        case announcing
        case handshaking
        case open
        /// The last answer is being sent; then we end our direction.
        case finishing
        /// We have ended our direction and read on, so that the answer is not lost to a reset.
        case lingering
        case closed
    }

    /// Bytes read before others get a turn.
    static let bytesPerTurn = 256 * 1024
    /// Bytes taken by one read: four TLS records of plaintext, or one where little may be buffered.
    private var bytesPerRead: Int {
        min(64 * 1024, max(BufferPool.bufferSize, self.context.limits.highWatermark))
    }
    /// Bytes read and dropped while lingering.
    private static let lingerBytesMax = 1024 * 1024

    let context: LoopContext
    let listener: ListenerSettings
    /// Whom it comes from: who connected, or whom a load balancer named.
    var remote: SocketAddress
    let transport: Transport
    private(set) var phase: Phase
    private var handler: ProtocolHandler?
    private(set) var speaksHTTP2 = false
    private var timer: LoopTimer?
    var waitsForTurn = false
    var waitsToSend = false
    private let inbound: ByteBuffer
    private var wantsDrained = false
    private var lingerBytes = 0
    /// Of the last request that came through a proxy.
    private var forwarded: (client: IPAddress, members: AuditMembers)?
    /// Bytes that had been delivered when the deadline of ``Phase/finishing`` was last armed.
    private var finishingMark = 0

    init(
        context: LoopContext, listener: ListenerSettings, descriptor: Int32, remote: SocketAddress,
        session: TLSSession?
    ) {
        self.context = context
        self.listener = listener
        self.remote = remote
        self.transport = Transport(descriptor: descriptor, loop: context.loop, session: session)
        self.inbound = ByteBuffer(pool: context.loop.pool)
        self.phase = .announcing
        self.timer = LoopTimer(target: self)
        context.loop.add(descriptor, handler: self)
        if listener.takesProxyHeader {
            self.armDeadline(context.limits.handshakeTimeout)
        } else if session == nil {
            self.startHandler()
        } else {
            self.phase = .handshaking
            self.armDeadline(context.limits.handshakeTimeout)
        }
    }

    /// It is known whom the connection comes from.
    func begin() {
        guard self.transport.session != nil else { return self.startHandler() }
        self.phase = .handshaking
        self.armDeadline(self.context.limits.handshakeTimeout)
        self.handshake()
    }

    var loop: EventLoop { self.context.loop }

    // MARK: For the handler

    /// Calls the handler's `deadlinePassed` after `nanoseconds`; replaces the deadline before.
    func armDeadline(_ nanoseconds: Int64) {
        if let timer = self.timer { self.loop.arm(timer, after: nanoseconds) }
    }
    func disarmDeadline() { if let timer = self.timer { self.loop.disarm(timer) } }

    /// Where the handler writes; ``flush()`` sends it.
    var outgoing: ByteBuffer { self.transport.outgoing }

    /// Sends what waits: a little of it at the end of the loop's round, unless the connection is about to end.
    func flush() {
        if self.phase == .open, self.transport.mayWait(highWatermark: self.context.limits.highWatermark) {
            self.loop.sendLater(self)
        } else {
            self.sendWaiting()
        }
    }

    func sendWaiting() {
        self.push()
        if self.phase == .open, self.transport.bytesWaiting > 0 { self.handler?.blocked() }
    }

    private func push() {
        guard self.phase != .closed, self.phase != .lingering else { return }
        switch self.transport.flush() {
        case .done:
            if self.phase == .finishing { return self.beginLingering() }
            // What was blocked has gone without the loop's word, which may not come while the client reads nothing.
            if self.wantsDrained { self.loop.again(self) }
        case .blocked: self.wantsDrained = true
        case .failed: self.close()
        }
    }

    /// What the audit trail tells of the connection; made at its first request.
    private(set) lazy var auditMembers = self.context.audit.connection(
        address: self.remote.host, port: self.remote.port, tlsVersion: self.tlsVersion,
        listener: self.listener.name)

    /// The same for a request that a proxy passed on for `client`; nil: that came by itself.
    func auditMembers(client: IPAddress?) -> AuditMembers {
        guard let client else { return self.auditMembers }
        if let known = self.forwarded, known.client == client { return known.members }
        let members = self.context.audit.connection(
            address: client.description, port: 0, tlsVersion: self.tlsVersion, listener: self.listener.name)
        self.forwarded = (client, members)
        return members
    }

    /// Calls the handler's `drained` when what waits now has gone, even if it goes at once.
    func tellWhenDrained() { self.wantsDrained = true }

    private var tlsVersion: StaticString {
        switch self.transport.session?.version {
        case .tlsV13: "1.3"
        case .tlsV12: "1.2"
        case nil: ""
        }
    }

    /// What was read and not yet taken.
    var waitingInput: ByteBuffer { self.inbound }

    /// Whether bytes wait that the handler has not seen.
    var mayHaveInput: Bool { !self.inbound.isEmpty || self.transport.mayHaveInput }

    /// Reads again: the handler wants input that it did not want before.
    func resumeReading() { if self.phase == .open, self.mayHaveInput { self.loop.again(self) } }

    /// Sends what waits, then closes in a way that lets the answer arrive.
    func finish() {
        guard self.phase == .open else { return }
        self.phase = .finishing
        self.armFinishing()
        self.flush()
    }

    /// Closes at once. The handler is told.
    func close() {
        guard self.phase != .closed else { return }
        self.phase = .closed
        // What was to go at the end of this round goes now, or never.
        if self.waitsToSend { _ = self.transport.flush() }
        self.disarmDeadline()
        self.transport.close()
        self.context.closed(self)
        let handler = self.handler
        self.handler = nil
        handler?.connectionClosed()
    }

    /// Closes at once with a reset: the client must not take what it has got for a whole answer.
    func reset() {
        if self.transport.session == nil { Socket.setResetOnClose(self.transport.descriptor) }
        self.close()
    }

    /// Lets what is in flight end, then closes.
    func drain() {
        switch self.phase {
        case .announcing, .handshaking: self.close()
        case .open: self.handler?.drain()
        case .finishing, .lingering, .closed: break
        }
    }

    // MARK: Events

    func ready(_ readiness: Readiness) {
        let input = readiness.intersects(.input)
        if input { self.transport.noteInput(readiness) }
        switch self.phase {
        case .closed: return
        case .announcing: if input { self.readAnnouncement() }
        case .handshaking: self.handshake()
        case .open:
            if readiness.contains(.writable) { self.continueWriting() }
            guard self.phase == .open, input else { return }
            if self.handler?.wantsInput == true {
                self.receive()
            } else if readiness.intersects(.hangup) {
                self.handler?.peerEnded()
            }
        case .finishing:
            if readiness.contains(.writable) { self.flush() }
            if self.phase == .lingering { self.linger() }
        case .lingering: self.linger()
        }
    }

    func turn() {
        switch self.phase {
        case .announcing: self.readAnnouncement()
        case .handshaking: self.handshake()
        case .open:
            self.continueWriting()
            if self.phase == .open { self.receive() }
        case .lingering: self.linger()
        case .finishing, .closed: break
        }
    }

    private func handshake() {
        guard self.context.mayHandshake() else { return self.loop.again(self) }
        switch self.transport.handshake() {
        case .done:
            self.context.handshakeDone(self)
            self.startHandler()
        case .wouldBlock: break
        case .failed(let error):
            self.context.handshakeFailed(self, error)
            self.close()
        }
    }

    private func startHandler() {
        self.phase = .open
        guard let handler = ProtocolHandler.choose(for: self) else { return self.close() }
        self.take(handler)
        self.receive()
    }

    /// Lets `handler` speak from now on.
    func take(_ handler: ProtocolHandler) {
        self.handler = handler
        self.speaksHTTP2 = handler is HTTP2Handler
        handler.start()
    }

    private func continueWriting() {
        guard self.wantsDrained else { return }
        self.push()
        guard self.phase == .open, self.transport.bytesWaiting <= self.context.limits.highWatermark / 2 else {
            return
        }
        self.wantsDrained = self.transport.bytesWaiting > 0
        self.handler?.drained()
    }

    private func receive() {
        var budget = Self.bytesPerTurn
        if !self.inbound.isEmpty { self.handler?.receive(self.inbound) }
        while self.phase == .open, let handler = self.handler, handler.wantsInput {
            guard budget > 0 else {
                self.loop.again(self)
                break
            }
            switch self.transport.read(into: self.inbound, limit: self.bytesPerRead) {
            case .bytes(let count):
                budget -= count
                handler.receive(self.inbound)
                continue
            case .wouldBlock: break
            case .end, .failed: handler.peerEnded()
            }
            break
        }
        self.endReceiving()
    }

    private func endReceiving() {
        guard self.phase == .open else { return }
        if self.inbound.isEmpty { self.inbound.giveBack() }
        self.handler?.turnEnded()
        // TLS may have had something to say (a key update), and holds a buffer until it is sent.
        self.flush()
    }

    // MARK: Closing

    private func armFinishing() {
        self.finishingMark = self.transport.bytesDelivered
        self.armDeadline(self.context.limits.rateInterval)
    }

    private func beginLingering() {
        self.transport.finish()
        self.phase = .lingering
        if self.handler?.isDoneWhenFinished == true { self.handler = nil }
        self.armDeadline(self.context.limits.lingerTimeout)
        self.transport.noteInput(.readable)
        self.loop.again(self)
    }

    /// Drops ciphertext or plaintext alike: nobody wants it any more.
    private func linger() {
        while self.phase == .lingering {
            switch Socket.receive(self.transport.descriptor, into: self.loop.scratch) {
            case .bytes(let count):
                self.lingerBytes += count
                if self.lingerBytes > Self.lingerBytesMax { return self.close() }
            case .wouldBlock: return
            case .end, .failed: return self.close()
            }
        }
    }
}

extension DownstreamConnection: LoopTimerTarget {
    func timerFired(_ timer: LoopTimer) {
        switch self.phase {
        case .announcing:
            self.context.refused(self, "PROXY header is missing")
            self.close()
        case .handshaking:
            self.context.handshakeFailed(
                self, .socket(SocketError(operation: "TLS handshake", text: "timed out")))
            self.close()
        case .open: self.handler?.deadlinePassed()
        case .finishing:
            // The last answer has the time that any other has, as long as the client reads it.
            let moved = self.transport.bytesDelivered &- self.finishingMark
            if moved < self.context.limits.rateBytesMin { self.close() } else { self.armFinishing() }
        case .lingering: self.close()
        case .closed: break
        }
    }
}
