/// Notices that the clock on the wall was set, by comparing it with one that nobody sets.
public struct ClockWatch: Sendable {
    /// Milliseconds by which the two may drift between two looks.
    static let driftMax: Int64 = 5_000

    private var before: (wall: Int64, monotonic: Int64)?

    public init() {}

    /// - Parameters:
    ///   - wall: milliseconds since 1970.
    ///   - monotonic: nanoseconds of a clock that only runs.
    /// - Returns: milliseconds by which the clock was set since the last look, negative: back; nil: it was not.
    public mutating func look(wall: Int64, monotonic: Int64) -> Int64? {
        defer { self.before = (wall, monotonic) }
        guard let before = self.before else { return nil }
        let step = (wall &- before.wall) &- (monotonic &- before.monotonic) / 1_000_000
        return step.magnitude > Self.driftMax.magnitude ? step : nil
    }
}
