public import HTTP2
internal import Synchronization

/// How often clients went over each budget of HTTP/2, over all loops: for the metrics.
public final class HTTP2Overruns: Sendable {
    private let counts = Mutex<[Int]>(Array(repeating: 0, count: Budget.allCases.count))

    public init() {}

    func count(_ budget: Budget) { self.counts.withLock { $0[budget.rawValue] += 1 } }

    public subscript(budget: Budget) -> Int { self.counts.withLock { $0[budget.rawValue] } }
}
