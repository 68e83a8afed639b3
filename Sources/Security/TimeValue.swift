internal import Elasticsearch

/// Durations in the syntax of Elasticsearch's `TimeValue`.
struct TimeValue: Sendable {
    /// Factors to nanoseconds; all but minutes in either case, so `M` is no minute. Longer names first.
    private static let units: [(String, Int64)] = [
        ("nanos", 1), ("micros", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]

    /// Seconds that are as good as for ever: 285 thousand years. Sums with them stay in range.
    private static let secondsMax: Int64 = 9_000_000_000_000

    /// Whole seconds: an expiry counts no fractions of one.
    private(set) var seconds: Int64
    /// Whether it is more than nothing, be it less than a second.
    private(set) var isPositive: Bool

    init(_ text: String, setting: String) throws(Failure) {
        (self.seconds, self.isPositive) = try Self.read(text, setting)
    }

    private static func read(_ text: String, _ setting: String) throws(Failure) -> (Int64, Bool) {
        // White space before the unit is allowed, none behind it.
        for (unit, factor) in self.units where text.lowercased().hasSuffix(unit) {
            if unit == "m", text.hasSuffix("M") { break }
            let digits = text.dropLast(unit.count).trimmingSpaces
            return try self.value(digits, factor, text: text, setting: setting)
        }
        if text == "-1" { return (-1, false) }
        if !text.isEmpty, text.allSatisfy({ $0 == "0" }) { return (0, false) }
        throw Failure(
            reason:
                "failed to parse setting [\(setting)] with value [\(text)] as a time value: unit is missing or"
                + " unrecognized")
    }

    struct Failure: Error {
        var reason: String
        var cause: ErrorResponse.Cause?
    }

    private static func value(
        _ digits: String, _ factor: Int64, text: String, setting: String
    ) throws(Failure) -> (Int64, Bool) {
        guard let number = Int64(digits) else {
            let cause = ErrorResponse.Cause.cause(
                type: "number_format_exception", reason: "For input string: \"\(digits)\"")
            throw Failure(
                reason: self.isFraction(digits)
                    ? "failed to parse [\(text)], fractional time values are not supported"
                    : "failed to parse [\(text)]",
                cause: cause)
        }
        guard number >= -1 else {
            throw Failure(
                reason:
                    "failed to parse setting [\(setting)] with value [\(text)] as a time value: negative durations"
                    + " are not supported")
        }
        guard factor < 1_000_000_000 else {
            let (seconds, overflow) = number.multipliedReportingOverflow(by: factor / 1_000_000_000)
            return (overflow ? self.secondsMax : min(seconds, self.secondsMax), number > 0)
        }
        return (min(number / (1_000_000_000 / factor), self.secondsMax), number > 0)
    }

    /// Whether Java reads `text` as a number with a point: also with the letter of its type behind.
    private static func isFraction(_ text: String) -> Bool {
        if text.lowercased().contains("x") || text.lowercased().contains("n") { return false }
        return Double(text) != nil
            || text.last.map { "dDfF".contains($0) } == true && Double(text.dropLast()) != nil
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
