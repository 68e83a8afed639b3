internal import Address
internal import Audit
internal import Authenticate
internal import Bodies
internal import Bytes
internal import Classify
internal import Cursors
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Keys
internal import Metrics
internal import Security
internal import Upstream

/// One request with its response, whatever protocol carries it: authenticate, decide, forward or answer,
/// and exactly one audit record at its end. Confined to its loop; reused by its connection.
final class Exchange: UpstreamClient {
    enum State {
        case idle
        /// A password is being verified, or names are being learnt, off the loop.
        case verifying
        /// Content of a request to the proxy itself is being collected.
        case collecting
        /// Content is being collected that has to be read before the request goes on.
        case inspecting
        /// The cluster is asked what a template of its own comes to.
        case rendering
        /// The proxy's own answer is being made off the loop.
        case answering
        /// Waiting for a connection to the upstream.
        case connecting
        /// The request is on its way; the response has not begun.
        case forwarding
        /// The response is being relayed.
        case relaying
    }

    let context: LoopContext
    unowned(unsafe) var connection: DownstreamConnection?
    unowned(unsafe) var downstream: (any Downstream)?
    var state = State.idle
    /// Grows with each exchange: an answer from elsewhere for a former one is dropped.
    var number: UInt64 = 0
    var record: ExchangeRecord
    var method = Method.get
    var framing = BodyFraming.none
    var contentIsWhole = false
    var upstream: UpstreamConnection?
    unowned(unsafe) var pool: UpstreamPool?
    /// The request head as the upstream gets it; kept until the exchange ends, for one retry.
    let upstreamHead: ByteBuffer
    var headWithoutNames: [UInt8]?
    /// Of the search that a template comes to.
    var headOfSearch: [UInt8]?
    /// Asks what that is.
    var fetch: UpstreamFetch?
    private var hasRetried = false
    var contentHasPassed = false
    /// All that goes on of the content has been written.
    var contentIsSent = false
    /// What limits make of it; nil until there is one.
    var gate: LimitGate?
    /// What the client wants answers to be called.
    private(set) var vendorType = VendorType.none
    /// Whom the request comes from.
    var client = IPAddress(ipv4: 0)
    /// The answer to a credential that does not hold, which takes its time.
    var delayedRefusal: Refusal?
    /// Content of a request to the proxy itself.
    let collected: ByteBuffer
    var subject: Subject?
    /// The session of the console that it came with.
    var session: SessionID?
    var requester: Requester?
    /// What was compiled for this very request, while it waited.
    var prepared: CompiledRequester?
    /// How often it has waited for that: roles may change meanwhile.
    var preparations = 0
    /// How the request goes on; set once it has been decided.
    var passage: Passage?
    /// Whether it has waited for names to be learnt, once.
    var hasWaited = false
    /// Whether a key's secret has been found out off the loop for it, once.
    var hasVerifiedKey = false
    /// What the answer's content goes through.
    var transform = ResponseTransform.none
    /// Content that is read on its way; nil where it just passes.
    var requestContent: RequestContent?
    /// Content that was written anew, to go out behind the head.
    var rewrittenContent: ByteBuffer?
    /// Items that were taken out of it.
    var deniedItems: DeniedItems?
    /// How the client wants what is put into an answer.
    var responseStyle = ResponseStyle(major: 8)
    var verdict: PasswordVerdict?
    /// Whom the request is made for, where it says so, or why it may not be.
    var acting: Result<Subject, ErrorResponse>?
    var ownRequest: OwnAnswers.Pending?
    private var queueTimer: LoopTimer?
    var queueLinks = UpstreamQueueLinks()

    init(context: LoopContext) {
        self.context = context
        self.record = ExchangeRecord(pool: context.loop.smallPool)
        self.upstreamHead = ByteBuffer(pool: context.loop.smallPool)
        self.collected = ByteBuffer(pool: context.loop.pool)
    }

    var isActive: Bool { self.state != .idle }
    // Looked at without a copy of the subject, which is large.
    var hasSubject: Bool { if case nil = self.subject { false } else { true } }
    /// Whether the subject is the key that was shown, and no user that it acts for.
    var isKeyItself: Bool { if case .key? = self.subject { true } else { false } }
    var isVerifying: Bool { self.state == .verifying }
    var upstreamIndex: Int { self.connection?.listener.upstream ?? 0 }

    // MARK: Request

    /// Takes a request head. `bytes` is what `head`'s offsets refer to.
    func begin(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, connection: DownstreamConnection,
        downstream: any Downstream
    ) {
        self.number &+= 1
        self.connection = connection
        self.downstream = downstream
        self.method = head.method
        self.framing = head.framing
        self.contentIsWhole = false
        self.contentHasPassed = false
        self.contentIsSent = false
        self.hasRetried = false
        if self.hasSubject { self.subject = nil }
        self.session = nil
        self.hasWaited = false
        self.prepared = nil
        self.preparations = 0
        if case .some = self.acting { self.acting = nil }
        self.hasVerifiedKey = false
        self.state = .forwarding
        self.record.begin(head, bytes, context: self.context)
        self.vendorType =
            head.first(.accept).map { VendorType(UnsafeBufferPointer(rebasing: bytes[$0.valueRange])) }
            ?? .none
        self.client = connection.client(head, bytes)
        if connection.listener.forwardedField != .none {
            if self.client != connection.remote.address { self.record.client = self.client }
            guard connection.listener.admits(requestFrom: self.client) else {
                return self.answer(.addressNotAllowed)
            }
        }
        self.took(Steps.authenticate(self, head, bytes, connection), head, bytes)
    }

    /// The proxy's own answer has been made off the loop, for the exchange of that number.
    func answered(_ response: SecurityResponse, number: UInt64) {
        guard self.number == number, self.state == .answering else { return }
        self.record.decidedAction = response.action
        self.record.isRefused = response.status >= 400
        if response.status == 403 { self.record.event = .accessDenied }
        self.answer(LocalResponse(response), outcome: response.status < 400 ? .success : .failure)
    }

    func connect() {
        guard let pool = self.pool else { return }
        self.state = .connecting
        pool.acquire(for: self)
        guard self.state == .connecting else { return }
        self.armQueueTimer()
    }

    func armQueueTimer() {
        guard let pool = self.pool else { return }
        let timer = self.queueTimer ?? LoopTimer(target: self)
        self.queueTimer = timer
        self.context.loop.arm(timer, after: pool.settings.queueTimeout)
    }

    func disarmQueueTimer() { if let timer = self.queueTimer { self.context.loop.disarm(timer) } }

    // MARK: Upstream

    func upstreamReady(_ connection: UpstreamConnection) {
        self.disarmQueueTimer()
        guard self.state == .connecting else { return connection.close() }
        self.upstream = connection
        self.state = .forwarding
        self.record.upstreamHost = connection.hostIndex
        connection.willSend(self.method)
        if let downstream = self.downstream { connection.readLimit = downstream.contentRoom }
        connection.outgoing.append(self.upstreamHead.readable)
        let inspected = self.inspectedContent
        if let inspected { connection.outgoing.append(inspected.readable) }
        if self.framing == .none || self.contentIsWhole {
            // What was read in whole has a length now; else it is repeated, and its content was empty.
            if inspected == nil, case .chunked = self.framing {
                ChunkedWriter.writeLastChunk(into: connection.outgoing)
            }
            connection.flush()
            connection.requestEnded()
            self.contentIsSent = true
        } else {
            // The head leaves with the first content, or now when none is there.
            self.askForContent()
            if self.upstream === connection { connection.flush() }
        }
    }

    func upstreamUnavailable(_ error: UpstreamError) {
        self.disarmQueueTimer()
        guard self.state == .connecting else { return }
        self.context.metrics.upstreamFailed(self.upstreamIndex)
        self.answer(Refusal(error))
    }

    func upstreamResponded(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard self.state == .forwarding else { return }
        self.state = .relaying
        self.record.status = head.status
        guard self.prepareTransform(head, bytes) else { return }
        self.downstream?.respond(head, bytes, extraFields: self.extraFields(head))
    }

    func upstreamBody(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard self.state == .relaying, let downstream = self.downstream else { return }
        if self.transform.isNone {
            self.record.responseBytes &+= bytes.count
            downstream.send(bytes)
            self.gate?.sent(bytes.count)
        } else {
            self.sendTransformed(bytes)
        }
        guard self.state == .relaying else { return }
        if downstream.isFull {
            downstream.flush()
            guard self.state == .relaying else { return }
            if downstream.isFull { self.upstream?.pauseReading() }
        }
    }

    func upstreamEnded() {
        guard self.state == .relaying else { return }
        let upstream = self.upstream
        self.upstream = nil
        upstream?.release()
        self.noteChanges()
        guard self.endTransform() else { return }
        let downstream = self.downstream
        self.end(.success)
        downstream?.endResponse()
    }

    func upstreamFailed(_ error: UpstreamError) {
        guard self.state == .forwarding || self.state == .relaying else { return }
        let wasReused = self.upstream?.isReused ?? false
        self.upstream = nil
        if self.state == .relaying {
            // Half an answer has gone out: the client must notice, nothing else can be said.
            let downstream = self.downstream
            self.context.metrics.upstreamFailed(self.upstreamIndex)
            self.record.reason = Refusal(error).reason
            self.end(.failure)
            downstream?.abortResponse()
            return
        }
        // RFC 9110 §9.2.2: once, and only what was closed while idle and may be repeated.
        if case .closed(beforeResponse: true) = error, wasReused, !self.hasRetried, !self.contentHasPassed,
            self.method.isIdempotent
        {
            self.hasRetried = true
            // Nobody takes content until there is a connection again.
            self.downstream?.stopContent()
            self.connect()
            return
        }
        self.context.metrics.upstreamFailed(self.upstreamIndex)
        self.answer(Refusal(error))
    }

    func upstreamDrained() {
        guard !self.contentIsWhole, self.state == .forwarding || self.state == .relaying else { return }
        self.askForContent()
    }

    var upstreamBytesPerTurn: Int { self.downstream?.contentPerTurn ?? BufferPool.bufferSize }

    func upstreamTurnEnded() { self.downstream?.flush() }

    // MARK: Downstream

    /// What waited for the client has gone below the low watermark.
    func responseDrained() {
        guard self.gate?.holdsAnswer != true else { return }
        self.upstream?.resumeReading(limit: self.downstream?.contentRoom)
    }

    /// The client is gone or broke the protocol: the upstream's work is not wanted any more.
    func abort(_ cause: AbortCause) {
        guard self.isActive else { return }
        self.pool?.cancel(self)
        self.disarmQueueTimer()
        self.upstream?.close()
        self.upstream = nil
        if self.record.status == 0 { self.record.status = cause.status }
        self.record.reason = cause.reason
        self.end(.failure)
    }

    /// Content was too much; the rest of the request is not read.
    func refuseContent(_ refusal: Refusal) {
        self.upstream?.close()
        self.upstream = nil
        if self.state == .relaying {
            let downstream = self.downstream
            self.record.reason = refusal.reason
            self.end(.failure)
            downstream?.abortResponse()
            return
        }
        self.answer(refusal)
    }

    /// The proxy's own answer to a request that goes no further.
    func answer(_ refusal: Refusal) {
        self.record.reason = refusal.reason
        self.record.isRefused = true
        self.record.event = self.record.event(of: refusal)
        var response = LocalResponse(refusal.error, closes: refusal.closes)
        response.readsOn = refusal.readsOn
        self.answer(response, outcome: .failure)
    }

    func answer(_ response: LocalResponse, outcome: ExchangeRecord.Outcome) {
        guard let downstream = self.downstream else { return }
        let response = self.amended(response)
        self.record.status = response.status
        self.record.responseBytes = self.method == .head ? 0 : response.body.count
        self.gate?.sent(self.record.responseBytes)
        self.end(outcome)
        downstream.respond(response)
    }

    /// Ends with a failure whose reason has been noted.
    func fail() { self.end(.failure) }

    /// Writes the record and forgets the request.
    func end(_ outcome: ExchangeRecord.Outcome) {
        guard self.state != .idle else { return }
        self.state = .idle
        self.record.outcome = outcome
        if let connection = self.connection {
            self.record.write(method: self.method, connection: connection, context: self.context)
        }
        self.gate?.end(documentsInVain: self.documentsInVain)
        self.upstreamHead.giveBack()
        self.collected.giveBack()
        self.pool = nil
        if self.hasSubject { self.subject = nil }
        self.requester = nil
        self.passage = nil
        if !self.transform.isNone { self.transform = .none }
        if let content = self.requestContent { self.context.loop.pool.give(content.output) }
        self.requestContent = nil
        if let content = self.rewrittenContent { self.context.loop.pool.give(content) }
        self.rewrittenContent = nil
        self.deniedItems = nil
        self.headWithoutNames = nil
        self.headOfSearch = nil
        if let fetch = self.fetch { fetch.stop() }
        self.fetch = nil
        self.ownRequest = nil
        // A large one that few exchanges have: to forget nothing costs as much as to forget something.
        if case .some = self.delayedRefusal { self.delayedRefusal = nil }
    }

    deinit {
        self.disarmQueueTimer()
        self.gate?.end(documentsInVain: 0)
    }
}
