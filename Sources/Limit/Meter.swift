internal import Synchronization

/// Holds one rate (GCRA: the generic cell rate algorithm): a single number, the time at which all that was let
/// through is paid for. Shared by all loops without a lock; nothing has to be swept.
public struct Meter: ~Copyable, Sendable {
    /// Nanoseconds that may be owed beyond the burst for what has passed already: ten minutes.
    public static let debtMax: Int64 = 600_000_000_000

    /// Nanoseconds of the monotonic clock.
    private let paidAt = Atomic<Int64>(0)

    public init() {}

    /// Lets `units` pass if the rate allows.
    ///
    /// - Parameter now: monotonic nanoseconds.
    /// - Returns: 0 when they pass, else the nanoseconds after which they would.
    public func take(_ units: Int, _ rate: Rate, now: Int64) -> Int64 {
        let wait = self.reserve(units, rate, now: now, waitMax: 0)
        return wait.isTaken ? 0 : wait.nanoseconds
    }

    /// What became of a reservation.
    public struct Wait: Sendable, Equatable {
        /// Whether the units are spoken for.
        public var isTaken: Bool
        /// How long they have to wait; where they were not taken, how long until they could be.
        public var nanoseconds: Int64
    }

    /// Takes `units` that may pass within `waitMax` nanoseconds: they are the caller's from then on, to be used when
    /// that time has passed.
    public func reserve(_ units: Int, _ rate: Rate, now: Int64, waitMax: Int64) -> Wait {
        let cost = rate.cost(units)
        var paidAt = self.paidAt.load(ordering: .relaxed)
        while true {
            let after = max(paidAt, now) &+ cost
            // More than the burst in one piece could never pass: it passes when nothing is owed.
            let wait = max(0, after &- now &- max(rate.tolerance, cost))
            guard wait <= waitMax else { return Wait(isTaken: false, nanoseconds: wait &- waitMax) }
            let (exchanged, original) = self.paidAt.weakCompareExchange(
                expected: paidAt, desired: after, ordering: .relaxed)
            if exchanged { return Wait(isTaken: true, nanoseconds: wait) }
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

    /// Nanoseconds until one more unit may pass.
    public func wait(_ rate: Rate, now: Int64) -> Int64 {
        let owed = max(self.paidAt.load(ordering: .relaxed), now) &+ rate.cost(1) &- now
        return max(0, owed &- max(rate.tolerance, rate.cost(1)))
    }

    /// Whether nothing is owed: it is as good as new.
    public func isIdle(now: Int64) -> Bool { self.paidAt.load(ordering: .relaxed) <= now }

    /// How much is owed, to tell which of two owes less.
    func owed(now: Int64) -> Int64 { max(0, self.paidAt.load(ordering: .relaxed) &- now) }

    /// Units that would pass at once now.
    public func remaining(_ rate: Rate, now: Int64) -> Int {
        let free = now &+ rate.tolerance &- max(self.paidAt.load(ordering: .relaxed), now)
        return free <= 0 ? 0 : Int((Double(free) / rate.interval).rounded(.down))
    }
}
