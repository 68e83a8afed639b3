internal import Elasticsearch

/// Durations in the syntax of Elasticsearch's `TimeValue`.
enum TimeValue {
    /// Factors to nanoseconds; all but minutes in either case, so `M` is no minute.
    private static let units: [(String, Int64)] = [
        ("nanos", 1), ("micros", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]

    /// Whole seconds of `text`: an expiry counts no fractions of one.
    static func seconds(_ text: String, setting: String) throws(Failure) -> Int64 {
        let normal = text.lowercased().filter { $0 != " " }
        for (unit, factor) in self.units where normal.hasSuffix(unit) {
            if unit == "m", text.hasSuffix("M") { break }
            let digits = String(normal.dropLast(unit.count))
            if let last = digits.last, last.isLetter { continue }
            return try self.value(digits, factor, text: text, setting: setting)
        }
        if normal == "-1" { return -1 }
        if normal == "0" { return 0 }
        throw Failure(
            reason:
                "failed to parse setting [\(setting)] with value [\(text)] as a time value: unit is missing or unrecognized"
        )
    }

    struct Failure: Error {
        var reason: String
        var cause: ErrorResponse.Cause?
    }

    private static func value(
        _ digits: String, _ factor: Int64, text: String, setting: String
    ) throws(Failure) -> Int64 {
        guard let number = Int64(digits) else {
            let cause = ErrorResponse.Cause.cause(
                type: "number_format_exception", reason: "For input string: \"\(digits)\"", by: nil)
            let isFraction = Double(digits) != nil && digits.contains(".")
            throw Failure(
                reason: isFraction
                    ? "failed to parse [\(text)], fractional time values are not supported"
                    : "failed to parse [\(text)]",
                cause: cause)
        }
        guard number >= -1 else {
            throw Failure(
                reason:
                    "failed to parse setting [\(setting)] with value [\(text)] as a time value: negative durations are not supported"
            )
        }
        let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: factor)
        // A century is as good as for ever, and sums with it stay in range.
        let limit: Int64 = 36_500 * 86_400
        if overflow || nanoseconds / 1_000_000_000 > limit {
            return factor >= 1_000_000_000
                ? min(
                    number.multipliedReportingOverflow(by: factor / 1_000_000_000).overflow
                        ? limit : number * (factor / 1_000_000_000), limit) : limit
        }
        return nanoseconds / 1_000_000_000
    }
}
