internal import EventLoop
internal import Metrics
internal import Synchronization
internal import Upstream

/// What one loop tells at a scrape.
struct LoopReport: Sendable {
    struct Pool: Sendable {
        var open = 0
        var idle = 0
        var connecting = 0
        var waiting = 0
    }

    var counters: LoopCounters
    var connections: Int
    var rounds: UInt64
    /// Nanoseconds from the question to the answer: what an event waits for its turn.
    var delay: Int64
    /// Of each upstream.
    var pools: [Pool]
}

extension LoopContext {
    /// - Parameter askedAt: monotonic nanoseconds.
    func report(askedAt: Int64) -> LoopReport {
        LoopReport(
            counters: self.metrics, connections: self.connectionCount, rounds: self.loop.round,
            delay: Clock.monotonic - askedAt,
            pools: self.pools.map { pool in
                LoopReport.Pool(
                    open: pool.connections.count, idle: pool.idleCount, connecting: pool.connectingCount,
                    waiting: pool.waitingCount)
            })
    }
}

/// The loops' contexts, to be asked on their loops.
///
/// SAFETY: each member is used on its own loop only.
struct LoopContexts: @unchecked Sendable {
    let all: [LoopContext]
    init(_ all: [LoopContext]) { self.all = all }
}

/// What the loops have told so far.
final class CollectedReports: Sendable {
    private let reports: Mutex<[LoopReport?]>

    init(count: Int) { self.reports = Mutex(Array(repeating: nil, count: count)) }

    func set(_ index: Int, _ report: LoopReport) { self.reports.withLock { $0[index] = report } }
    var all: [LoopReport] { self.reports.withLock { $0.compactMap(\.self) } }
}
