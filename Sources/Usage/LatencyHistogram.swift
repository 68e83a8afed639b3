/// How many exchanges took how long: 12 buckets by upper bounds.
public struct LatencyHistogram: Sendable, Equatable {
    public static let bucketCount = 12
    /// Upper bounds in milliseconds; the last bucket has none.
    public static let bounds: [Int] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000]

    private var counts: InlineArray<12, UInt32> = .init(repeating: 0)

    public init() {}

    public static func == (left: LatencyHistogram, right: LatencyHistogram) -> Bool {
        left.values == right.values
    }

    /// - Parameter nanoseconds: at most the bound: a duration of exactly 1 ms is in the first bucket.
    public mutating func count(_ nanoseconds: Int64) {
        let index = Self.index(nanoseconds)
        self.counts[index] = saturated(self.counts[index], 1)
    }

    @inline(__always)
    static func index(_ nanoseconds: Int64) -> Int {
        if nanoseconds <= 1_000_000 { return 0 }
        if nanoseconds <= 2_000_000 { return 1 }
        if nanoseconds <= 5_000_000 { return 2 }
        if nanoseconds <= 10_000_000 { return 3 }
        if nanoseconds <= 20_000_000 { return 4 }
        if nanoseconds <= 50_000_000 { return 5 }
        if nanoseconds <= 100_000_000 { return 6 }
        if nanoseconds <= 200_000_000 { return 7 }
        if nanoseconds <= 500_000_000 { return 8 }
        if nanoseconds <= 1_000_000_000 { return 9 }
        return nanoseconds <= 5_000_000_000 ? 10 : 11
    }

    mutating func add(_ other: LatencyHistogram) {
        for index in 0..<Self.bucketCount {
            self.counts[index] = saturated(self.counts[index], other.counts[index])
        }
    }

    public var values: [Int64] { (0..<Self.bucketCount).map { Int64(self.counts[$0]) } }
}

/// The sum, or the largest number that there is.
@inline(__always)
func saturated<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
}
