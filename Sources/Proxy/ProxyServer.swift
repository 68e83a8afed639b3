internal import Dispatch
public import EventLoop
internal import Observe
internal import Security
internal import Synchronization
internal import Usage

/// The proxy as a whole: loops, their listeners and their end.
///
/// SAFETY: `contexts` is set in `init` and each member is used on its own loop only.
public final class ProxyServer: @unchecked Sendable {
    private let group: LoopGroup
    private let shared: ProxyShared
    private let contexts: [LoopContext]
    private let listenerNames: [String]
    private let listenerSettings: [ListenerSettings]
    /// The addresses that are listened on, in the order of the settings: with port 0 the kernel chose one.
    public let addresses: [SocketAddress]
    private var probes: [HealthProbe] = []
    private var keepers: [CatalogueKeeper] = []

    /// Binds all listeners on all loops; nothing is accepted before ``start()``.
    public init(group: LoopGroup, shared: ProxyShared, listeners: [ListenerSettings]) throws(SocketError) {
        self.group = group
        self.shared = shared
        self.contexts = group.loops.map {
            LoopContext(loop: $0, shared: shared, listenerCount: listeners.count)
        }
        self.listenerNames = listeners.map(\.name)
        if let first = self.contexts.first {
            self.keepers = shared.upstreams.indices.map { CatalogueKeeper(context: first, upstream: $0) }
            for context in self.contexts { context.keepers = self.keepers }
        }
        var addresses = listeners.map(\.address)
        for context in self.contexts {
            for (index, settings) in listeners.enumerated() {
                var bound = settings
                bound.address = addresses[index]
                bound.index = index
                if context === self.contexts.first { try Listener.requireFree(bound.address) }
                let listener = try Listener(loop: context.loop, address: bound.address) { [unowned context] in
                    context.accepted($0, $1, bound)
                }
                let logger = shared.logger
                listener.onShortage = { logger.error("connections cannot be accepted", ["error": "\($0)"]) }
                // Loops after the first share the port that the kernel chose for it.
                addresses[index] = listener.address
                context.listeners.append(listener)
            }
        }
        self.addresses = addresses
        self.listenerSettings = zip(listeners, addresses).map { listener, address in
            var bound = listener
            bound.address = address
            return bound
        }
    }

    public func start() {
        let status = StatusReport(
            shared: self.shared, listeners: self.listenerSettings, started: Clock.wall)
        self.shared.reports.setStatus { completion in completion(status.write()) }
        let failures = FailureReport(failures: self.shared.book.failures)
        self.shared.reports.setFailures { failures.write($0) }
        for context in self.contexts {
            nonisolated(unsafe) let context = context  // SAFETY: used on its loop from here on.
            context.loop.execute { for listener in context.listeners { listener.start() } }
        }
        self.reportMetrics()
        self.shared.usage?.setSources(
            self.contexts.map { context in
                nonisolated(unsafe) let context = context  // SAFETY: used on its loop.
                return { done in
                    context.loop.execute {
                        context.usage.flush()
                        done()
                    }
                }
            })
        guard let first = self.contexts.first else { return }
        nonisolated(unsafe) let context = first  // SAFETY: used on its loop.
        first.loop.execute {
            self.probes = context.pools.indices.map { HealthProbe(context: context, upstream: $0) }
            for probe in self.probes { probe.start() }
        }
    }

    /// Stops accepting, lets exchanges finish and closes; after `deadline` nanoseconds whatever is left is closed.
    /// Blocks until then: not on a loop.
    ///
    /// - Returns: whether everything had finished in time.
    @discardableResult
    public func stop(deadline: Int64) -> Bool {
        self.shared.noteStop()
        let drained = DispatchSemaphore(value: 0)
        for context in self.contexts {
            nonisolated(unsafe) let context = context  // SAFETY: used on its loop.
            context.loop.execute {
                context.onDrained = {
                    context.onDrained = nil
                    drained.signal()
                }
                context.drain()
            }
        }
        let end = DispatchTime.now() + .nanoseconds(Int(deadline))
        var isWhole = true
        for _ in self.contexts where drained.wait(timeout: end) == .timedOut { isWhole = false }
        for context in self.contexts {
            nonisolated(unsafe) let context = context  // SAFETY: used on its loop.
            context.loop.queue.sync {
                if context === self.contexts.first {
                    for probe in self.probes { probe.stop() }
                    self.probes = []
                    for keeper in self.keepers { keeper.stop() }
                }
                context.close()
            }
        }
        return isWhole
    }

    // MARK: Metrics

    /// Lets scrapes ask the loops. A scrape that comes while the proxy stops still gets what there is.
    private func reportMetrics() {
        let queue = DispatchQueue(label: "keyward.metrics", qos: .utility)
        let (shared, listeners, contexts) = (self.shared, self.listenerNames, LoopContexts(self.contexts))
        shared.reports.setMetrics { completion in
            let collected = CollectedReports(count: contexts.all.count)
            let group = DispatchGroup()
            let askedAt = Clock.monotonic
            for index in contexts.all.indices {
                group.enter()
                contexts.all[index].loop.execute {
                    collected.set(index, contexts.all[index].report(askedAt: askedAt))
                    group.leave()
                }
            }
            let finish: @Sendable ([UsageTotals]) -> Void = { topKeys in
                group.notify(queue: queue) {
                    let report = MetricsReport(
                        shared: shared, listeners: listeners, loops: collected.all, topKeys: topKeys)
                    completion(report.write())
                }
            }
            guard let usage = shared.usage, shared.topKeys > 0 else { return finish([]) }
            usage.read { store in
                // Without it the scrape is still of use.
                let page = try? store.totals(nil, sort: .requests, from: 0, size: shared.topKeys)
                finish(page?.totals ?? [])
            }
        }
    }
}
