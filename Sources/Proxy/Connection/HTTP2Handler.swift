internal import Bytes
internal import EventLoop
internal import HTTP
internal import HTTP2
internal import Transport

/// HTTP/2 towards one client (RFC 9113): a ``ServerSession`` fed and emptied, a stream for each exchange.
///
/// A turn goes: frames are read and written down; at its end the requests that are still wanted are taken up, the
/// content is handed over, and all that is to be sent goes in one write. A request that is reset in the turn it
/// came in reaches nobody.
final class HTTP2Handler: ProtocolHandler {
    private enum Drain {
        case no
        /// GOAWAY says that an end is near; what is on its way is still taken.
        case announced(at: Int64)
        case refusing
    }

    /// Octets of heads that may wait for the turn's end.
    private static let arrivedBytesMax = 64 * 1024
    /// Nanoseconds that requests wait for the rest of a frame behind them.
    private static let tornTimeMax: Int64 = .milliseconds(10)
    /// Nanoseconds that content waits for a larger window.
    private static let smallWindowTimeMax: Int64 = .milliseconds(20)
    /// Nanoseconds that an announced end waits for the client's PING.
    private static let announceTimeMax: Int64 = .seconds(1)

    unowned(unsafe) let connection: DownstreamConnection
    private let context: LoopContext
    let session: ServerSession
    /// The connection's, held here: what is reached through an unowned reference is counted at each step.
    private let transport: Transport
    /// Where frames are written: the connection's.
    private let output: ByteBuffer
    private var deadlines: HTTP2Deadlines
    /// What was read last ends within a frame: more is on its way.
    private var isTorn = false
    /// Content waits for a larger window, and a deadline is set for it.
    private var isHeldForWindow = false
    /// Requests of this turn.
    private var arrived: [HTTP2Stream] = []
    private var arrivedBytes = 0
    /// Streams with content to hand over at the turn's end.
    private var serving: [HTTP2Stream] = []
    private var drainState = Drain.no
    /// What went wrong where nothing can be done about it: dealt with at the turn's end.
    private var failure: HTTP2Error?
    private var isClosing = false
    /// The connection's own progress, where the client takes nothing off the socket.
    private var rate: HTTP2Deadlines.Rate

    init(connection: DownstreamConnection) throws(HTTP2Error) {
        self.connection = connection
        self.context = connection.context
        self.transport = connection.transport
        self.output = connection.outgoing
        var settings = self.context.limits.http2
        settings.headBytesMax = self.context.limits.head.headBytesMax
        settings.fieldCountMax = self.context.limits.head.fieldCountMax
        settings.isSecure = connection.transport.session != nil
        self.session = try ServerSession(settings: settings, resources: self.context.http2.resources)
        let now = self.context.loop.now
        self.deadlines = HTTP2Deadlines(limits: self.context.limits, now: now)
        self.rate = HTTP2Deadlines.Rate(lookedAt: now)
    }

    override func start() {
        self.connection.armDeadline(self.deadlines.tick)
        self.write()
    }

    // MARK: Input

    /// Nothing more is read while what we have to say is not taken: answers to floods would pile up.
    override var wantsInput: Bool {
        !self.isClosing && self.transport.bytesWaiting <= self.context.limits.highWatermark
    }

    override func receive(_ inbound: ByteBuffer) {
        let now = self.context.loop.now
        let bytes = inbound.readable
        var index = 0
        while index < bytes.count, !self.isClosing, self.connection.phase == .open {
            do throws(HTTP2Error) {
                index += try self.session.receive(UnsafeBufferPointer(rebasing: bytes[index...]), now: now)
            } catch {
                return self.fail(error)
            }
            self.handleEvents()
            if self.arrivedBytes > Self.arrivedBytesMax { self.takeUpArrived() }
        }
        guard self.connection.phase == .open else { return }
        inbound.consume(inbound.count)
        let unfinished = self.session.unfinishedFrame
        self.isTorn = unfinished != nil
        self.deadlines.received(now: now, unfinishedFrame: unfinished)
    }

    private func handleEvents() {
        let events = self.session.takeEvents()
        guard !events.isEmpty else { return }
        for event in events {
            switch event {
            case .head(let stream): self.arrived(self.own(stream))
            case .refused(let stream, let refusal):
                let stream = self.own(stream)
                if stream.handler == nil { stream.begin(self) }
                stream.refused(refusal)
            case .content(let stream, let bytes): self.own(stream).received(bytes)
            case .ended(let stream): self.own(stream).requestEnded()
            case .drained(let stream): self.own(stream).exchange.responseDrained()
            case .closed(let stream, _): self.closed(self.own(stream))
            }
        }
        self.session.reuse(consume events)
    }

    /// The session's streams are those that our pool made.
    private func own(_ stream: ServerStream) -> HTTP2Stream {
        unsafeDowncast(stream, to: HTTP2Stream.self)
    }

    private func arrived(_ stream: HTTP2Stream) {
        stream.begin(self)
        self.arrived.append(stream)
        self.arrivedBytes += stream.head.count
        self.deadlines.moved(now: self.context.loop.now)
        if self.session.streamsOpened == self.context.limits.requestsPerConnectionMax { self.drain() }
    }

    private func closed(_ stream: HTTP2Stream) {
        // One that was withdrawn before it was taken up takes no room any more.
        self.arrivedBytes -= min(self.arrivedBytes, stream.head.count)
        stream.closed()
        self.deadlines.moved(now: self.context.loop.now)
        self.context.http2.give(stream)
    }

    private func takeUpArrived() {
        guard !self.arrived.isEmpty else { return }
        var arrived: [HTTP2Stream] = []
        swap(&arrived, &self.arrived)
        self.arrivedBytes = 0
        for stream in arrived where stream.handler === self { stream.takeUp(self) }
        guard self.arrived.isEmpty else { return }
        arrived.removeAll(keepingCapacity: true)
        self.arrived = arrived
    }

    func serveAtTurn(_ stream: HTTP2Stream) { self.serving.append(stream) }

    private func serve() {
        guard !self.serving.isEmpty else { return }
        var serving: [HTTP2Stream] = []
        swap(&serving, &self.serving)
        for stream in serving where stream.handler === self { stream.serve() }
    }

    /// Counts a request that was refused.
    func glitch() { if let error = self.session.glitch() { self.failure = self.failure ?? error } }

    // MARK: Output

    /// Comes back at the end of this round: to write once what several exchanges have to say.
    func schedule() { self.connection.loop.again(self.connection) }

    override func turnEnded() {
        guard self.connection.phase == .open, !self.isClosing else { return }
        if self.isTorn, !self.arrived.isEmpty {
            // The rest of the frame may withdraw what has come: wait for it, but not long.
            self.connection.armDeadline(Self.tornTimeMax)
        } else {
            self.takeUpArrived()
        }
        self.serve()
        self.write()
        if self.session.isHeldForWindow, !self.isHeldForWindow {
            self.isHeldForWindow = true
            self.connection.armDeadline(Self.smallWindowTimeMax)
        }
        if self.session.isPaused { self.connection.tellWhenDrained() }
        self.handleEvents()
        if let failure = self.failure { return self.fail(failure) }
        self.continueDraining()
        if self.session.isOver { self.close() }
    }

    /// How much content may stand in the connection's buffer of what is to be sent next.
    private var outputMax: Int {
        let waiting = self.transport.bytesWaiting &- self.output.count
        return self.context.limits.highWatermark &- waiting
    }

    private var mayWrite: Bool { self.failure == nil && !self.isClosing && self.connection.phase == .open }

    private func failedToWrite(_ error: HTTP2Error) {
        self.failure = error
        self.schedule()
    }

    private func write() {
        guard self.mayWrite else { return }
        do throws(HTTP2Error) {
            try self.session.write(into: self.output, max: self.outputMax)
        } catch {
            self.failedToWrite(error)
        }
    }

    /// Writes the head that stands in the loop's fields.
    func respond(_ stream: HTTP2Stream, endsStream: Bool) {
        guard self.mayWrite else { return self.schedule() }
        do throws(HTTP2Error) {
            try self.session.respond(stream, endsStream: endsStream, into: self.output, max: self.outputMax)
        } catch {
            self.failedToWrite(error)
        }
        self.schedule()
    }

    func send(_ stream: HTTP2Stream, _ bytes: UnsafeBufferPointer<UInt8>, ends: Bool) {
        guard self.mayWrite else { return self.schedule() }
        do throws(HTTP2Error) {
            try self.session.send(stream, bytes, ends: ends, into: self.output, max: self.outputMax)
        } catch {
            self.failedToWrite(error)
        }
        self.schedule()
    }

    func sendContinue(_ stream: HTTP2Stream) {
        guard self.mayWrite else { return }
        do throws(HTTP2Error) {
            try self.session.sendContinue(stream, into: self.output, max: self.outputMax)
        } catch {
            self.failedToWrite(error)
        }
    }

    override func drained() { self.schedule() }

    // MARK: Deadlines

    override func deadlinePassed() {
        guard !self.isClosing else { return self.connection.close() }
        let now = self.context.loop.now
        var facts = HTTP2Deadlines.Facts()
        facts.streamCount = self.session.streamCount
        facts.settingsAreAcknowledged = self.session.settingsAreAcknowledged
        facts.pingIsPending = self.session.pingIsPending
        switch self.deadlines.look(facts, now: now) {
        case .fine: break
        case .ping: self.session.ping()
        case .dead: return self.connection.close()
        case .unfinishedFrame: return self.end(.enhanceYourCalm, "frame took too long")
        case .settings: return self.end(.settingsTimeout, "settings not acknowledged")
        case .idle: return self.end(.noError, "idle")
        }
        let transport = self.transport
        if self.deadlines.isTooSlow(
            &self.rate, moved: transport.bytesSent, waits: transport.bytesWaiting > 0, now: now)
        {
            return self.connection.close()
        }
        self.lookAtStreams(now)
        self.isTorn = false
        if self.isHeldForWindow {
            self.isHeldForWindow = false
            self.session.releaseHeld()
        }
        self.connection.armDeadline(self.deadlines.tick)
        self.schedule()
    }

    private func lookAtStreams(_ now: Int64) {
        var next = self.session.firstStream
        while let stream = next {
            next = self.session.next(after: stream)
            let own = self.own(stream)
            if self.deadlines.isTooSlow(
                &own.rate, moved: own.bytesMoved, waits: own.waitsForClient, now: now)
            {
                own.tooSlow()
            }
        }
    }

    // MARK: Ends

    /// The client broke the protocol or went over a budget.
    private func fail(_ error: HTTP2Error) {
        guard !self.isClosing else { return }
        if case .overBudget(let budget) = error { self.context.http2Overrun(self.connection, budget) }
        self.close()
    }

    private func end(_ code: ErrorCode, _ debug: StaticString) {
        self.session.terminate(code, debug)
        self.close()
    }

    /// Sends what waits, GOAWAY among it, and closes.
    private func close() {
        guard !self.isClosing else { return }
        self.isClosing = true
        try? self.session.write(into: self.output, max: 0)  // The connection ends in any case.
        self.abortAll()
        self.connection.finish()
    }

    private func abortAll() {
        self.arrived.removeAll()
        self.serving.removeAll()
        while let stream = self.session.firstStream {
            self.own(stream).closed()
            self.session.abandon(stream)
            self.context.http2.give(self.own(stream))
        }
    }

    override func peerEnded() {
        self.isClosing = true
        self.abortAll()
        self.connection.close()
    }

    override var isDoneWhenFinished: Bool { true }

    override func connectionClosed() {
        self.isClosing = true
        self.abortAll()
    }

    // MARK: Drain

    override func drain() {
        guard case .no = self.drainState else { return }
        self.drainState = .announced(at: self.context.loop.now)
        // The answer to the PING shows that the client has seen what came before it (RFC 9113 §6.8).
        self.session.announceShutdown()
        self.session.ping()
        self.connection.armDeadline(min(self.deadlines.tick, Self.announceTimeMax / 2))
        self.schedule()
    }

    private func continueDraining() {
        switch self.drainState {
        case .no: return
        case .announced(let since):
            let isLate = self.context.loop.now &- since >= Self.announceTimeMax
            guard !self.session.pingIsPending || isLate else { return }
            self.drainState = .refusing
            self.session.refuseNewStreams()
            self.write()
        case .refusing: break
        }
        if self.session.streamCount == 0 { self.close() }
    }
}
