/// Durations and sizes as Elasticsearch writes them.
public enum Units {
    /// Nanoseconds of the longest duration, 10 years.
    public static let durationMax: Int64 = 10 * 365 * 86_400 * 1_000_000_000

    /// Range of a deadline: 0, which ends everything at once, is more likely meant as none.
    static let timeouts: ClosedRange<Int64> = 1_000_000...Self.durationMax

    /// Nanoseconds of `500ms`, `30s`, `5m`, `1h`, `7d`; nil for anything else.
    public static func duration(_ text: String) -> Int64? {
        let units: [(String, Int64)] = [
            ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
            ("d", 86_400_000_000_000),
        ]
        for (unit, factor) in units where text.hasSuffix(unit) {
            guard let number = Int64(text.dropLast(unit.count)), number >= 0 else { continue }
            let (value, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow || value > self.durationMax ? nil : value
        }
        return nil
    }

    /// Bytes of `512b`, `16kb`, `100mb`, `2gb`; nil for anything else.
    public static func size(_ text: String) -> Int? {
        let lower = text.lowercased()
        for (unit, factor) in [("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("b", 1)]
        where lower.hasSuffix(unit) {
            guard let number = Int(lower.dropLast(unit.count)), number >= 0 else { continue }
            let (value, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow ? nil : value
        }
        return nil
    }

    /// `1ms`, `30s`, `7d`: the largest unit that leaves no rest.
    static func durationText(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        for (unit, factor) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
            as [(String, Int64)]
        where milliseconds > 0 && milliseconds % factor == 0 {
            return "\(milliseconds / factor)\(unit)"
        }
        return "\(milliseconds)ms"
    }

    /// `512b`, `16kb`, `1gb`: the largest unit that leaves no rest.
    static func sizeText(_ bytes: Int) -> String {
        for (unit, factor) in [("gb", 1 << 30), ("mb", 1 << 20), ("kb", 1 << 10)]
        where bytes > 0 && bytes % factor == 0 {
            return "\(bytes / factor)\(unit)"
        }
        return "\(bytes)b"
    }
}
