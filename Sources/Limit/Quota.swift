internal import Synchronization

/// Counts what passes in a calendar period (UTC): a day or a month. Shared by all loops.
public final class Quota: Sendable {
    public enum Period: Sendable {
        case day
        case month

        /// A number that grows with each period.
        func number(_ milliseconds: Int64) -> Int64 {
            let day = milliseconds / 86_400_000
            return self == .day ? day : Self.monthNumber(day: day)
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

    private struct State {
        var period: Int64 = 0
        var used: Int64 = 0
    }

    private let state = Mutex(State())
    private let period: Period

    public init(_ period: Period) { self.period = period }

    /// Counts `units` if they fit.
    ///
    /// - Parameter now: milliseconds since 1970.
    public func take(_ units: Int, max: Int64, now: Int64) -> Bool {
        let number = self.period.number(now)
        return self.state.withLock { state in
            // A clock that steps back does not open a new period.
            if number > state.period { state = State(period: number, used: 0) }
            guard state.used <= max, Int64(units) <= max - state.used else { return false }
            state.used += Int64(units)
            return true
        }
    }

    /// What has been used of the period that `now` is in.
    public func used(now: Int64) -> Int64 {
        let number = self.period.number(now)
        return self.state.withLock { $0.period == number ? $0.used : 0 }
    }

    /// Takes up what an earlier process has counted.
    public func restore(used: Int64, at time: Int64) {
        let number = self.period.number(time)
        self.state.withLock { state in
            if number > state.period { state = State(period: number, used: used) }
        }
    }
}
