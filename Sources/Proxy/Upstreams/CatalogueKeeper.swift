internal import Dispatch
internal import EventLoop
internal import Observe
internal import Resolve
internal import Upstream

/// Keeps the catalogue of one upstream: asks when a request needs it and what is known is too old, or older than
/// a change that was answered. A cluster of which nobody wants to know pays nothing. Confined to the first loop; other loops come through ``require(_:)``.
///
/// SAFETY: all state is touched on `context.loop` only.
final class CatalogueKeeper: LoopTimerTarget, @unchecked Sendable {
    /// Bytes of a cluster state, cut down to names: some 200 an index.
    private static let answerMax = 256 << 20
    /// Requests that wait for a refresh; more take what is known.
    private static let waitersMax = 10_000
    /// Between two refreshes, nanoseconds: a flood of changes must not become a flood of questions.
    private static let pause: Int64 = .milliseconds(20)

    private let context: LoopContext
    private let index: Int
    private let fetch: UpstreamFetch
    private let parsing = DispatchQueue(label: "keyward.catalogue", qos: .utility)
    private var timer: LoopTimer?
    private var isRefreshing = false
    private var generation: UInt64 = 0
    private var waiters: [@Sendable () -> Void] = []
    /// Waiters that came while a refresh was on its way that may not know of their change.
    private var late: [@Sendable () -> Void] = []
    private var hasFailed = false

    init(context: LoopContext, upstream index: Int) {
        self.context = context
        self.index = index
        self.fetch = UpstreamFetch(context: context, upstream: index)
        self.timer = LoopTimer(target: self)
    }

    private var entry: UpstreamEntry { self.context.shared.upstreams[self.index] }

    func stop() {
        self.fetch.stop()
        if let timer = self.timer { self.context.loop.disarm(timer) }
        for waiter in self.waiters + self.late { waiter() }
        self.waiters = []
        self.late = []
    }

    func timerFired(_ timer: LoopTimer) { self.refresh() }

    /// Calls `resume` when the catalogue has been taken anew, or could not be. From any thread.
    func require(_ resume: @escaping @Sendable () -> Void) {
        self.context.loop.execute {
            let known = self.entry.catalogue.fresh(
                now: self.context.loop.now, maxAge: self.entry.settings.catalogueMaxAge)
            if known != nil || self.waiters.count + self.late.count >= Self.waitersMax { return resume() }
            if self.isRefreshing { self.late.append(resume) } else { self.waiters.append(resume) }
            self.refresh()
        }
    }

    /// Asks ahead of need, so that nobody has to wait. From any thread.
    func refreshSoon() { self.context.loop.execute { self.refresh() } }

    private func refresh() {
        guard !self.isRefreshing else { return }
        // Without the version nobody knows what to ask.
        guard self.entry.version.number > 0 else { return self.ended() }
        self.isRefreshing = true
        let changes = self.entry.catalogue.changeCount
        let takenAt = self.context.loop.now
        self.get(CatalogueReader.path) { state in
            guard self.entry.version.hasHiddenAliases else {
                return self.read(state, nil, covering: changes, takenAt: takenAt)
            }
            self.get(CatalogueReader.aliasPath) { aliases in
                self.read(state, aliases, covering: changes, takenAt: takenAt)
            }
        }
    }

    private func get(_ path: String, then: @escaping ([UInt8]) -> Void) {
        self.fetch.get(path, answerMax: Self.answerMax) { [unowned self] result in
            if case .success((200, let answer)) = result { return then(answer) }
            var reason = "upstream does not answer"
            if case .success((let status, _)) = result { reason = "status \(status)" }
            if case .failure(.tooLarge) = result { reason = "answer is too large" }
            self.failed(reason)
        }
    }

    private func read(_ state: [UInt8], _ aliases: [UInt8]?, covering changes: UInt64, takenAt: Int64) {
        self.generation += 1
        let generation = self.generation
        // Megabytes on large clusters: not on a loop.
        self.parsing.async {
            let result = Result { () throws(CatalogueReader.Fault) in
                try CatalogueReader.read(
                    state: state, aliases: aliases, generation: generation, takenAt: takenAt)
            }
            self.context.loop.execute {
                switch result {
                case .success(let catalogue):
                    self.entry.catalogue.publish(catalogue, covering: changes)
                    self.hasFailed = false
                    self.ended()
                case .failure(let fault): self.failed(fault.message)
                }
            }
        }
    }

    private func failed(_ reason: String) {
        if !self.hasFailed {
            self.hasFailed = true
            self.context.shared.logger.warning(
                "names of indices could not be learnt",
                ["upstream": self.entry.settings.name, "reason": reason])
        }
        self.ended()
    }

    private func ended() {
        self.isRefreshing = false
        let done = self.waiters
        self.waiters = self.late
        self.late = []
        for waiter in done { waiter() }
        if let timer = self.timer, !self.waiters.isEmpty { self.context.loop.arm(timer, after: Self.pause) }
    }
}
