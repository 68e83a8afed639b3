/// Reads one date out of a text.
struct DateScanner {
    private let text: [Character]
    private var index = 0
    private var time = CivilTime()
    /// What has been read of the time, from years (0) to milliseconds (6).
    private var precision = -1

    init(_ text: String) { self.text = Array(text) }

    private var next: Character? { self.index < self.text.count ? self.text[self.index] : nil }

    private mutating func digits(_ width: ClosedRange<Int>) -> Int? {
        let start = self.index
        while let character = self.next, character.isASCII, character.isNumber,
            self.index - start < width.upperBound
        {
            self.index += 1
        }
        guard self.index - start >= width.lowerBound else { return nil }
        return Int(String(self.text[start..<self.index]))
    }

    private mutating func take(_ character: Character) -> Bool {
        guard self.next == character else { return false }
        self.index += 1
        return true
    }

    // MARK: Forms

    /// RFC 3339, cut off behind any part unless the time is needed.
    mutating func readISO() -> Bool {
        guard let year = self.digits(4...4) else { return false }
        self.time.year = year
        self.precision = 0
        guard self.take("-") else { return true }
        guard let month = self.digits(2...2) else { return false }
        self.time.month = month
        self.precision = 1
        guard self.take("-") else { return true }
        guard let day = self.digits(2...2) else { return false }
        self.time.day = day
        self.precision = 2
        guard self.take("T") else { return true }
        guard let hour = self.digits(2...2) else { return self.next == nil }
        self.time.hour = hour
        self.precision = 3
        guard self.take(":") else { return true }
        guard let minute = self.digits(2...2) else { return false }
        self.time.minute = minute
        self.precision = 4
        guard self.take(":") else { return true }
        guard let second = self.digits(2...2) else { return false }
        self.time.second = second
        self.precision = 5
        guard self.take(".") || self.take(",") else { return true }
        let start = self.index
        guard self.digits(1...9) != nil else { return false }
        let fraction = String(self.text[start..<self.index]) + "00"
        self.time.millisecond = Int(fraction.prefix(3)) ?? 0
        self.precision = 6
        return true
    }

    func iso(offset: Int64, needsTime: Bool, roundsUp: Bool) -> Int64? {
        var scanner = self
        guard scanner.readISO(), !needsTime || scanner.precision == 6 else { return nil }
        var offset = offset
        if scanner.next != nil {
            guard scanner.precision >= 3, let zone = scanner.zone() else { return nil }
            offset = zone
        } else if needsTime {
            return nil
        }
        return scanner.result(offset, roundsUp)
    }

    func read(_ pieces: [DateFormat.Piece], offset: Int64, roundsUp: Bool) -> Int64? {
        var scanner = self
        for piece in pieces {
            switch piece {
            case .literal(let letter): guard scanner.take(letter) else { return nil }
            case .number(let letter, let width):
                guard let number = scanner.digits(width...max(width, letter == "y" ? 6 : width)) else {
                    return nil
                }
                scanner.set(letter, number, width)
            }
        }
        guard scanner.next == nil else { return nil }
        return scanner.result(offset, roundsUp)
    }

    private mutating func set(_ letter: Character, _ number: Int, _ width: Int) {
        switch letter {
        case "y": (self.time.year, self.precision) = (number, max(self.precision, 0))
        case "M": (self.time.month, self.precision) = (number, max(self.precision, 1))
        case "d": (self.time.day, self.precision) = (number, max(self.precision, 2))
        case "H": (self.time.hour, self.precision) = (number, max(self.precision, 3))
        case "m": (self.time.minute, self.precision) = (number, max(self.precision, 4))
        case "s": (self.time.second, self.precision) = (number, max(self.precision, 5))
        default:
            var number = number
            for _ in width..<max(width, 3) { number *= 10 }
            for _ in min(width, 3)..<min(width, 9) { number /= 10 }
            (self.time.millisecond, self.precision) = (number, 6)
        }
    }

    /// `Z` or an offset from UTC, to the end of the text.
    private mutating func zone() -> Int64? {
        let rest = String(self.text[self.index...])
        self.index = self.text.count
        return Self.offset(rest)
    }

    /// - Returns: milliseconds; nil for what is no offset.
    static func offset(_ text: String) -> Int64? {
        if ["Z", "UTC", "GMT"].contains(text) { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard digits.count == 4 || digits.count == 2, let number = Int64(digits) else { return nil }
        let (hours, minutes) = digits.count == 4 ? (number / 100, number % 100) : (number, 0)
        guard hours <= 18, minutes <= 59 else { return nil }
        return (hours * 60 + minutes) * (sign == "-" ? -60_000 : 60_000)
    }

    private func result(_ offset: Int64, _ roundsUp: Bool) -> Int64? {
        guard let start = self.time.milliseconds else { return nil }
        guard roundsUp else { return start - offset }
        let units: [Character] = ["y", "M", "d", "H", "m", "s"]
        guard self.precision >= 0, self.precision < units.count else { return start - offset }
        return DateMath.end(of: start, units[self.precision]) - offset
    }
}
