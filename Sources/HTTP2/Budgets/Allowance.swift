/// So many events in so much time, evenly refilled, all of them at once if none came before: a bucket that is
/// kept as one instant (the generic cell rate algorithm).
public struct Allowance: Sendable {
    /// Nanoseconds that one event uses up.
    private let cost: Int64
    private let window: Int64
    /// When the allowance is whole again.
    private var wholeAt: Int64 = 0

    /// - Parameters:
    ///   - count: events; 0: none is allowed.
    ///   - nanoseconds: the time they are spread over.
    public init(_ count: Int, per nanoseconds: Int64) {
        self.window = nanoseconds
        self.cost = count > 0 ? max(nanoseconds / Int64(count), 1) : .max
    }

    /// Takes one event.
    ///
    /// - Parameter now: nanoseconds on a clock that never steps back.
    /// - Returns: false, and takes nothing, when the allowance is used up.
    public mutating func take(now: Int64) -> Bool {
        let (next, isOver) = max(self.wholeAt, now).addingReportingOverflow(self.cost)
        guard !isOver, next &- now <= self.window else { return false }
        self.wholeAt = next
        return true
    }

    /// One minute.
    static let minute: Int64 = 60_000_000_000
    /// One second.
    static let second: Int64 = 1_000_000_000
}
