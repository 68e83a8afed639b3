internal import Synchronization

/// Counts what passes in a calendar period (UTC): a day or a month. One number, shared by all loops without a lock.
public struct Quota: ~Copyable, Sendable {
    public enum Period: Sendable, CaseIterable {
        case day
        case month

        /// A number that grows with each period.
        public func number(_ milliseconds: Int64) -> Int64 {
            let day = milliseconds / 86_400_000
            return self == .day ? day : Self.monthNumber(day: day)
        }

        /// Milliseconds from `now` to the beginning of the next period.
        public func rest(_ now: Int64) -> Int64 {
            var day = now / 86_400_000
            let number = self.number(now)
            repeat { day += 1 } while self.number(day * 86_400_000) == number
            return day * 86_400_000 - now
        }

        /// Months since 1970 of a day since 1970 (Gregorian calendar).
        private static func monthNumber(day: Int64) -> Int64 {
            let shifted = day + 719_468
            let era = shifted / 146_097
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let month = (5 * dayOfYear + 2) / 153
            // Counted from March.
            return (era * 400 + yearOfEra - 1970) * 12 + month + 2
        }
    }

    /// Units of a period that can be counted.
    public static let unitsMax: Int64 = (1 << usedBits) - 1
    private static let usedBits: UInt64 = 48
    private static let usedMask: UInt64 = (1 << usedBits) - 1

    /// The period's number above 48 bits of what has been used.
    private let state = Atomic<UInt64>(0)

    public init() {}

    /// Sixteen bits of a number of days last until 2149.
    private static func stored(_ number: Int64) -> UInt64 { UInt64(UInt16(clamping: number)) }

    /// Counts `units` if they fit.
    ///
    /// - Parameter now: milliseconds since 1970.
    public func take(_ units: Int, max: Int64, _ period: Period, now: Int64) -> Bool {
        self.add(units, max: max, period, now: now)
    }

    /// Counts `units` that have passed already.
    ///
    /// - Returns: whether they were within `max`.
    @discardableResult
    public func charge(_ units: Int, max: Int64, _ period: Period, now: Int64) -> Bool {
        self.add(units, max: Self.unitsMax, period, now: now) && self.used(period, now: now) <= max
    }

    private func add(_ units: Int, max: Int64, _ period: Period, now: Int64) -> Bool {
        let number = Self.stored(period.number(now))
        var state = self.state.load(ordering: .relaxed)
        while true {
            // A clock that steps back does not open a new period.
            let current = Swift.max(state >> Self.usedBits, number)
            let used = current == state >> Self.usedBits ? Int64(state & Self.usedMask) : 0
            guard used <= max, Int64(units) <= max &- used else { return false }
            let (exchanged, original) = self.state.weakCompareExchange(
                expected: state, desired: current << Self.usedBits | UInt64(used &+ Int64(units)),
                ordering: .relaxed)
            if exchanged { return true }
            state = original
        }
    }

    /// Gives back what was taken and not used.
    public func refund(_ units: Int, _ period: Period, now: Int64) {
        let number = Self.stored(period.number(now))
        var state = self.state.load(ordering: .relaxed)
        while state >> Self.usedBits >= number {
            let rest = state & Self.usedMask &- min(UInt64(units), state & Self.usedMask)
            let (exchanged, original) = self.state.weakCompareExchange(
                expected: state, desired: state & ~Self.usedMask | rest, ordering: .relaxed)
            if exchanged { return }
            state = original
        }
    }

    /// What has been used of the period that `now` is in.
    public func used(_ period: Period, now: Int64) -> Int64 {
        let state = self.state.load(ordering: .relaxed)
        return state >> Self.usedBits >= Self.stored(period.number(now)) ? Int64(state & Self.usedMask) : 0
    }

    /// Takes up what an earlier process has counted.
    public func restore(used: Int64, _ period: Period, at time: Int64) {
        let number = Self.stored(period.number(time))
        let used = UInt64(clamping: Swift.min(Swift.max(used, 0), Self.unitsMax))
        let state = self.state.load(ordering: .relaxed)
        guard number > state >> Self.usedBits else { return }
        _ = self.state.compareExchange(
            expected: state, desired: number << Self.usedBits | used, ordering: .relaxed)
    }
}
