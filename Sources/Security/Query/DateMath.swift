internal import Elasticsearch

/// Elasticsearch's date math: `now-1d/d`, `2020-01-01||+1M`, or a date in one of some formats.
struct DateMath {
    /// What is written after an anchor, in steps.
    private static let stepsMax = 64

    private let now: Int64
    private let names: String
    private let formats: [DateFormat]
    /// Of local times from UTC, in milliseconds.
    private let offset: Int64

    /// - Parameter format: names and patterns with `||` between; nil: milliseconds since 1970.
    init(now: Int64, format: String?, timeZone: String? = nil) throws(ErrorResponse) {
        self.now = now
        self.names = format ?? "epoch_millis"
        var formats: [DateFormat] = []
        for name in self.names.split(separator: "|").map(String.init) {
            guard let format = DateFormat(name) else {
                throw SearchFault.illegal("Invalid format: [\(self.names)]: Unknown pattern [\(name)]")
            }
            formats.append(format)
        }
        self.formats = formats
        if let timeZone {
            guard let offset = DateScanner.offset(timeZone) else {
                throw SearchFault.illegal(
                    "time zone [\(timeZone)] is not supported by this proxy: give an offset")
            }
            self.offset = offset
        } else {
            self.offset = 0
        }
    }

    /// How times are told.
    var format: DateFormat { self.formats.first ?? .epochMillis }

    /// A time as it is told where it was asked for.
    func text(_ time: Int64) -> String {
        // Only patterns are of local time: the others say, or are, the time in UTC.
        if case .pattern = self.format { return self.format.text(time &+ self.offset) }
        return self.format.text(time)
    }

    /// - Parameter roundsUp: whether a rounded time is the last of what it was rounded to.
    func time(_ text: String, roundsUp: Bool) throws(ErrorResponse) -> Int64 {
        if text.hasPrefix("now") { return try self.steps(text.dropFirst(3), self.now, text, roundsUp) }
        let bars = text.range(of: "||")
        let anchor = bars.map { String(text[..<$0.lowerBound]) } ?? text
        guard let time = self.date(anchor, roundsUp: roundsUp && bars == nil) else {
            throw SearchFault.date(anchor, self.names)
        }
        return try bars.map { (bars) throws(ErrorResponse) in
            try self.steps(text[bars.upperBound...], time, text, roundsUp)
        } ?? time
    }

    private func date(_ text: String, roundsUp: Bool) -> Int64? {
        for format in self.formats {
            if let time = format.parse(text, offset: self.offset, roundsUp: roundsUp) { return time }
        }
        return nil
    }

    private func steps(
        _ math: Substring, _ anchor: Int64, _ text: String, _ roundsUp: Bool
    ) throws(ErrorResponse) -> Int64 {
        func fail(_ reason: String) -> ErrorResponse {
            SearchFault.failed(.cause(type: "parse_exception", reason: reason))
        }
        guard math.isEmpty || CivilTime.years.contains(CivilTime(milliseconds: anchor).year) else {
            throw fail("time out of range in date math [\(math)]")
        }
        var time = anchor
        var rest = math
        var count = 0
        while let sign = rest.popFirst() {
            count += 1
            guard "+-/".contains(sign), count <= Self.stepsMax else {
                throw fail("operator not supported for date math [\(math)]")
            }
            var number = 1
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            if !digits.isEmpty {
                guard let value = Int32(digits) else { throw fail("number too large in date math [\(math)]") }
                number = Int(value)
                rest = rest.dropFirst(digits.count)
            }
            guard let unit = rest.popFirst(), "yMwdhHms".contains(unit) else {
                throw fail("unit not supported for date math [\(math)]")
            }
            if sign == "/" {
                guard number == 1 else {
                    throw fail("rounding `/` can only be used on single unit types [\(math)]")
                }
                let local = time + self.offset
                time = (roundsUp ? Self.end(of: local, unit) : Self.start(of: local, unit)) - self.offset
            } else {
                time = Self.add(sign == "+" ? number : -number, unit, to: time)
            }
            guard CivilTime.years.contains(CivilTime(milliseconds: time).year) else {
                throw fail("time out of range in date math [\(math)]")
            }
        }
        return time
    }

    // MARK: Units

    private static let lengths: [Character: Int64] = [
        "w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "H": 3_600_000, "m": 60_000, "s": 1000,
    ]

    private static func add(_ count: Int, _ unit: Character, to time: Int64) -> Int64 {
        if let length = self.lengths[unit] { return time &+ Int64(count) &* length }
        let civil = CivilTime(milliseconds: time)
        return civil.adding(months: unit == "y" ? count * 12 : count).milliseconds ?? .max
    }

    static func start(of time: Int64, _ unit: Character) -> Int64 {
        var civil = CivilTime(milliseconds: time)
        switch unit {
        case "y": (civil.month, civil.day) = (1, 1)
        case "M": civil.day = 1
        case "w":
            let day = CivilTime.floor(time, 86_400_000) - Int64(civil.weekday)
            return day * 86_400_000
        default:
            let length = self.lengths[unit] ?? 1
            return CivilTime.floor(time, length) * length
        }
        (civil.hour, civil.minute, civil.second, civil.millisecond) = (0, 0, 0, 0)
        return civil.milliseconds ?? time
    }

    /// The last millisecond of the unit that `time` lies in.
    static func end(of time: Int64, _ unit: Character) -> Int64 {
        self.add(1, unit, to: self.start(of: time, unit)) - 1
    }
}

extension String {
    /// Where `text` begins first.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = self.startIndex
        while start < self.endIndex {
            if self[start...].hasPrefix(text) { return start..<self.index(start, offsetBy: text.count) }
            start = self.index(after: start)
        }
        return nil
    }
}
