/// How many units (requests, bytes, documents) may pass in a second, and how many at once.
public struct Rate: Sendable, Equatable {
    /// Units in a second that a rate may have.
    public static let perSecondMax = 1_000_000_000_000.0

    /// More than 0.
    public let perSecond: Double
    /// Units that may come at once after a pause; at least 1.
    public let burst: Double

    /// Whether nothing was said of ``burst``.
    let hasDefaultBurst: Bool
    /// Nanoseconds that one unit takes up.
    let interval: Double
    /// Nanoseconds that may be borrowed.
    let tolerance: Int64

    /// - Parameter burst: nil: what the rate lets pass in 50 ms, so that what the proxy handles in one turn is not
    ///   taken for an excess (0.5 % of ten seconds); two at least, so that who comes late may make up for it.
    /// - Returns: nil for numbers out of range.
    public init?(perSecond: Double, burst: Double? = nil) {
        guard perSecond > 0, perSecond <= Self.perSecondMax, perSecond.isFinite else { return nil }
        self.hasDefaultBurst = burst == nil
        let burst = burst ?? Self.defaultBurst(perSecond)
        guard burst >= 1, burst.isFinite else { return nil }
        let interval = 1e9 / perSecond
        let tolerance = (interval * burst).rounded()
        // A century.
        guard tolerance < 3e18 else { return nil }
        self.perSecond = perSecond
        self.burst = burst
        self.interval = interval
        self.tolerance = Int64(tolerance)
    }

    private static func defaultBurst(_ perSecond: Double) -> Double { max(2, perSecond / 20) }

    /// Nanoseconds that `units` take up.
    func cost(_ units: Int) -> Int64 {
        let cost = (self.interval * Double(units)).rounded()
        return cost < 3e18 ? Int64(cost) : 3_000_000_000_000_000_000
    }
}
