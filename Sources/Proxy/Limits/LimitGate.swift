internal import EventLoop
internal import Limit
internal import Upstream

/// What limits make of one exchange: it may have to wait for its turn, and its content in either direction may be held
/// back. Made for the first exchange that needs it and used again with the exchange; confined to its loop.
final class LimitGate {
    private unowned(unsafe) let exchange: Exchange
    private let context: LoopContext
    /// Of the exchange that is under way.
    private(set) var limits: LimitSet?
    /// Content of the request is not taken for now.
    private(set) var holdsContent = false
    /// Until when, in monotonic nanoseconds.
    private var contentHeldUntil: Int64 = 0
    /// Content of the answer is not taken from the upstream for now.
    private(set) var holdsAnswer = false
    /// The one document of the request has been counted, and maybe waited for.
    private(set) var hasDocument = false
    private var contentTimer: LoopTimer?
    private var answerTimer: LoopTimer?

    init(_ exchange: Exchange) {
        self.exchange = exchange
        self.context = exchange.context
    }

    /// Counts the request.
    func begin(_ limits: LimitSet, hasContent: Bool) -> LimitSet.Admission {
        let admission = limits.enter(
            hasContent: hasContent, now: self.context.loop.now, wallNow: self.context.loop.wallNow)
        if case .refused = admission { return admission }
        self.limits = limits
        return admission
    }

    /// The exchange is over: nothing is held any more, what was counted in vain is given back.
    func end(documentsInVain: Int) {
        if let timer = self.contentTimer { self.context.loop.disarm(timer) }
        if let timer = self.answerTimer { self.context.loop.disarm(timer) }
        self.holdsContent = false
        self.holdsAnswer = false
        self.hasDocument = false
        guard let limits = self.limits else { return }
        self.limits = nil
        if documentsInVain > 0 {
            limits.refundDocuments(documentsInVain, wallNow: self.context.loop.wallNow)
        }
        limits.leave()
    }

    /// Counts the one document of a request.
    func takeDocument() -> LimitSet.Admission {
        guard let limits = self.limits, limits.limitsDocuments, !self.hasDocument else { return .passed }
        let admission = limits.takeDocument(
            now: self.context.loop.now, wallNow: self.context.loop.wallNow)
        if case .refused = admission { return admission }
        self.hasDocument = true
        return admission
    }

    // MARK: Waiting

    /// The head is taken up again after some nanoseconds.
    func delayHead(_ nanoseconds: Int64) { self.armContent(nanoseconds) }

    /// No content is taken for some nanoseconds.
    func holdContent(_ nanoseconds: Int64) {
        let now = self.context.loop.now
        self.contentHeldUntil = max(now &+ nanoseconds, self.holdsContent ? self.contentHeldUntil : 0)
        self.holdsContent = true
        self.exchange.downstream?.stopContent()
        self.armContent(self.contentHeldUntil &- now)
    }

    private func armContent(_ nanoseconds: Int64) {
        let timer = self.contentTimer ?? LoopTimer(target: self)
        self.contentTimer = timer
        self.context.loop.arm(timer, after: nanoseconds)
    }

    // MARK: Bytes

    /// Counts content of the request.
    ///
    /// - Returns: why no more of it may come.
    func received(_ count: Int) -> LimitRefusal? {
        guard let limits = self.limits, limits.limitsReceived else { return nil }
        let (hold, refusal) = limits.charge(
            .received, count, now: self.context.loop.now, wallNow: self.context.loop.wallNow)
        if refusal == nil, hold > 0 { self.holdContent(hold) }
        return refusal
    }

    /// Counts content of the answer.
    func sent(_ count: Int) {
        guard let limits = self.limits, limits.limitsSent, count > 0 else { return }
        let (hold, _) = limits.charge(
            .sent, count, now: self.context.loop.now, wallNow: self.context.loop.wallNow)
        guard hold > 0, let upstream = self.exchange.upstream else { return }
        self.holdsAnswer = true
        upstream.pauseReading()
        let timer = self.answerTimer ?? LoopTimer(target: self)
        self.answerTimer = timer
        self.context.loop.arm(timer, after: hold)
    }
}

extension LimitGate: LoopTimerTarget {
    func timerFired(_ timer: LoopTimer) {
        if timer === self.answerTimer {
            self.holdsAnswer = false
            self.exchange.answerReleased()
        } else if self.holdsContent {
            self.holdsContent = false
            self.exchange.contentReleased()
        } else {
            self.exchange.downstream?.resumeHead()
        }
    }
}
