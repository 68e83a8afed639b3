/// How many durations were how long, with their sum.
public struct DurationHistogram: Sendable, Equatable {
    /// Upper bounds in seconds.
    public static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]
    private static let limits = bounds.map { Int64($0 * 1e9) }

    public private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// Nanoseconds.
    private var sum: Int64 = 0

    public init() {}

    public var seconds: Double { Double(self.sum) / 1e9 }

    public mutating func count(_ nanoseconds: Int64) {
        var index = 0
        while index < Self.limits.count, nanoseconds > Self.limits[index] { index &+= 1 }
        self.counts[index] &+= 1
        self.sum &+= max(nanoseconds, 0)
    }

    public mutating func add(_ other: DurationHistogram) {
        for index in self.counts.indices { self.counts[index] &+= other.counts[index] }
        self.sum &+= other.sum
    }
}
