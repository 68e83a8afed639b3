/// The formats of dates that a query may name: Elasticsearch's own names, or patterns of letters.
enum DateFormat: Sendable {
    case epochMillis
    case epochSecond
    /// As in `2026-01-02T03:04:05.678+01:00`, from the year on as far as it is given.
    case iso(needsTime: Bool)
    case pattern([Piece])

    enum Piece: Sendable, Equatable {
        case number(Character, width: Int)
        case literal(Character)
    }

    /// Letters of a pattern.
    private static let lengthMax = 64

    /// - Returns: nil for a format that is not known.
    init?(_ name: String) {
        switch name {
        case "epoch_millis": self = .epochMillis
        case "epoch_second": self = .epochSecond
        case "strict_date_optional_time", "date_optional_time", "strict_date_optional_time_nanos", "iso8601":
            self = .iso(needsTime: false)
        case "strict_date_time", "date_time": self = .iso(needsTime: true)
        case "strict_date", "date": self = .pattern(Self.pieces("yyyy-MM-dd"))
        case "strict_year_month", "year_month": self = .pattern(Self.pieces("yyyy-MM"))
        case "strict_year", "year": self = .pattern(Self.pieces("yyyy"))
        case "basic_date": self = .pattern(Self.pieces("yyyyMMdd"))
        default:
            guard name.count <= Self.lengthMax, name.contains(where: { "yudMHmsS".contains($0) }) else {
                return nil
            }
            let pieces = Self.pieces(name)
            let isKnown = pieces.allSatisfy {
                if case .literal(let letter) = $0 {
                    return !letter.isLetter || letter == "T" || letter == "Z"
                }
                return true
            }
            guard isKnown else { return nil }
            self = .pattern(pieces)
        }
    }

    private static func pieces(_ pattern: String) -> [Piece] {
        var pieces: [Piece] = []
        var isQuoted = false
        for letter in pattern {
            if letter == "'" {
                isQuoted.toggle()
            } else if !isQuoted, "yudMHmsS".contains(letter) {
                let letter = letter == "u" ? "y" : letter
                if case .number(letter, let width)? = pieces.last {
                    pieces[pieces.count - 1] = .number(letter, width: width + 1)
                } else {
                    pieces.append(.number(letter, width: 1))
                }
            } else {
                pieces.append(.literal(letter))
            }
        }
        return pieces
    }

    // MARK: Reading

    /// - Parameters:
    ///   - offset: of local times from UTC, in milliseconds.
    ///   - roundsUp: whether what is not given is the last of its kind.
    /// - Returns: nil when `text` has another form.
    func parse(_ text: String, offset: Int64, roundsUp: Bool) -> Int64? {
        switch self {
        case .epochMillis: return Int64(text)
        case .epochSecond:
            return Int64(text).flatMap { seconds in
                let (result, overflow) = seconds.multipliedReportingOverflow(by: 1000)
                return overflow ? nil : result
            }
        case .iso(let needsTime):
            return DateScanner(text).iso(offset: offset, needsTime: needsTime, roundsUp: roundsUp)
        case .pattern(let pieces):
            return DateScanner(text).read(pieces, offset: offset, roundsUp: roundsUp)
        }
    }

    // MARK: Writing

    func text(_ milliseconds: Int64) -> String {
        let time = CivilTime(milliseconds: milliseconds)
        func digits(_ number: Int, _ width: Int) -> String {
            let text = "\(abs(number))"
            return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - text.count)) + text
        }
        switch self {
        case .epochMillis: return "\(milliseconds)"
        case .epochSecond: return "\(CivilTime.floor(milliseconds, 1000))"
        case .iso:
            let year = time.year > 9999 ? "+\(time.year)" : digits(time.year, 4)
            return "\(year)-\(digits(time.month, 2))-\(digits(time.day, 2))T\(digits(time.hour, 2)):"
                + "\(digits(time.minute, 2)):\(digits(time.second, 2)).\(digits(time.millisecond, 3))Z"
        case .pattern(let pieces):
            return pieces.map { piece in
                switch piece {
                case .literal(let letter): return String(letter)
                case .number("y", let width): return (time.year > 9999 ? "+" : "") + digits(time.year, width)
                case .number("M", let width): return digits(time.month, width)
                case .number("d", let width): return digits(time.day, width)
                case .number("H", let width): return digits(time.hour, width)
                case .number("m", let width): return digits(time.minute, width)
                case .number("s", let width): return digits(time.second, width)
                case .number(_, let width): return String(digits(time.millisecond, 3).prefix(width))
                }
            }.joined()
        }
    }
}
