internal import Synchronization

/// Holds one rate (GCRA: the generic cell rate algorithm): a single number, the time at which all that was let
/// through is paid for. Shared by all loops without a lock; nothing has to be swept.
public final class Meter: Sendable {
    /// Nanoseconds of the monotonic clock.
    private let paidAt = Atomic<Int64>(0)

    public init() {}

    /// Lets `units` pass if the rate allows.
    ///
    /// - Parameter now: monotonic nanoseconds.
    /// - Returns: 0 when they pass, else the nanoseconds after which they would.
    public func take(_ units: Int, _ rate: Rate, now: Int64) -> Int64 {
        let cost = rate.cost(units)
        var paidAt = self.paidAt.load(ordering: .relaxed)
        while true {
            let after = max(paidAt, now) &+ cost
            // More than the burst in one piece could never pass: it passes when nothing is owed.
            let allowed = now &+ max(rate.tolerance, cost)
            guard after <= allowed else { return after &- allowed }
            let (exchanged, original) = self.paidAt.weakCompareExchange(
                expected: paidAt, desired: after, ordering: .relaxed)
            if exchanged { return 0 }
            paidAt = original
        }
    }

    /// Counts `units` that have passed already, e.g. of an answer.
    ///
    /// - Returns: the nanoseconds after which the next unit may pass: 0 within the burst.
    public func charge(_ units: Int, _ rate: Rate, now: Int64) -> Int64 {
        let cost = rate.cost(units)
        var paidAt = self.paidAt.load(ordering: .relaxed)
        while true {
            // What is owed is bounded, so that one huge answer does not close a key for days.
            let after = min(max(paidAt, now) &+ cost, now &+ rate.tolerance &+ Self.debtMax)
            let (exchanged, original) = self.paidAt.weakCompareExchange(
                expected: paidAt, desired: after, ordering: .relaxed)
            if exchanged { return max(0, after &- rate.tolerance &- now) }
            paidAt = original
        }
    }

    /// Gives back what was taken and not used.
    public func refund(_ units: Int, _ rate: Rate) {
        self.paidAt.subtract(rate.cost(units), ordering: .relaxed)
    }

    /// Nanoseconds that may be owed beyond the burst: a minute.
    private static let debtMax: Int64 = 60_000_000_000

    /// Units that would pass at once now.
    public func remaining(_ rate: Rate, now: Int64) -> Int {
        let free = now &+ rate.tolerance &- max(self.paidAt.load(ordering: .relaxed), now)
        return free <= 0 ? 0 : Int((Double(free) / rate.interval).rounded(.down))
    }
}
