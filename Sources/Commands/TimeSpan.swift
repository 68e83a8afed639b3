internal import Bytes
internal import Observe

/// Times as people write and read them.
public enum TimeSpan {
    /// Milliseconds of the longest span, a hundred years.
    private static let longest: Int64 = 36_525 * 86_400_000
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Milliseconds of `500ms`, `30s`, `5m`, `12h`, `90d`; nil for anything else, for nothing and for more than a
    /// hundred years.
    public static func parse(_ text: String) -> Int64? {
        for (unit, factor) in self.units where text.hasSuffix(unit) {
            let digits = text.dropLast(unit.count)
            guard !digits.isEmpty, digits.utf8.allSatisfy({ ASCII.isDigit($0) }), let number = Int64(digits)
            else {
                continue
            }
            let (value, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow || value > self.longest || value == 0 ? nil : value
        }
        return nil
    }

    /// `in 89d`, `3h ago`, `now`: the largest unit that is not zero, rounded down.
    public static func relative(_ time: Int64, now: Int64) -> String {
        let (difference, overflow) = time.subtractingReportingOverflow(now)
        guard !overflow else { return time > now ? "never" : "long ago" }
        let size = difference.magnitude
        for (unit, factor) in self.units.dropFirst().reversed() where size >= factor.magnitude {
            let text = "\(size / factor.magnitude)\(unit)"
            return difference > 0 ? "in \(text)" : "\(text) ago"
        }
        return "now"
    }

    /// `2026-01-02T03:04:05Z`, from milliseconds since 1970-01-01 UTC.
    public static func absolute(_ milliseconds: Int64) -> String {
        let buffer = ByteBuffer(capacity: 32)
        Timestamp.append(milliseconds, to: buffer)
        return String(decoding: buffer.array.prefix(19), as: UTF8.self) + "Z"
    }
}
