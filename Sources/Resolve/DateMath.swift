/// Date math in index names: `<logs-{now/d{yyyy.MM.dd|+01:00}}>` (Elasticsearch, "Date math support in index names").
///
/// The name that comes out is what is judged and forwarded, so that the upstream's clock has no say. What is not
/// understood (zones by name, rare pattern letters) is refused.
public enum DateMath {
    public struct Fault: Error, Sendable, Equatable {
        public var reason: String
    }

    /// Digits of a number of units: a million years are enough.
    private static let digitsMax = 6
    /// Octets of an expression.
    static let lengthMax = 512

    public static func isExpression(_ text: Substring) -> Bool {
        text.hasPrefix("<") && text.hasSuffix(">") && text.utf8.count > 2
    }

    /// - Parameters:
    ///   - expression: with its angle brackets.
    ///   - major: the upstream's major release.
    ///   - now: milliseconds since 1970.
    public static func evaluate(_ expression: Substring, major: Int, now: Int64) throws(Fault) -> String {
        guard self.isExpression(expression), expression.utf8.count <= self.lengthMax else {
            throw Fault(reason: "malformed date math")
        }
        var scanner = DateMathScanner(Array(expression.dropFirst().dropLast().unicodeScalars))
        var name = ""
        while let scalar = scanner.take() {
            switch scalar {
            case "\\":
                guard let next = scanner.take() else { throw Fault(reason: "date math ends with an escape") }
                name.unicodeScalars.append(next)
            case "{": name += try self.variable(&scanner, major: major, now: now)
            case "}": throw Fault(reason: "invalid character at position: missing open brace")
            default: name.unicodeScalars.append(scalar)
            }
        }
        guard !name.isEmpty else { throw Fault(reason: "nothing captured") }
        return name
    }

    private static func variable(
        _ scanner: inout DateMathScanner, major: Int, now: Int64
    ) throws(Fault) -> String {
        let math = try scanner.text(until: ["{", "}"])
        var format = "yyyy.MM.dd"
        var offset: Int64 = 0
        if scanner.last == "{" {
            let parts = try scanner.text(until: ["}"]).split(
                separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            format = String(parts[0])
            if parts.count == 2 { offset = try self.offset(parts[1]) }
            guard scanner.take() == "}" else { throw Fault(reason: "date math is missing its closing brace") }
            guard !format.isEmpty else { throw Fault(reason: "missing date format") }
        }
        var (time, steps) = try self.anchor(math, format, now: try self.shifted(now, by: offset))
        try self.apply(steps, of: math, to: &time)
        return try DateFormat.write(time, format, major: major)
    }

    private static func shifted(_ now: Int64, by offset: Int64) throws(Fault) -> Int64 {
        let (sum, overflow) = now.addingReportingOverflow(offset)
        // Years 0 to 9999.
        guard !overflow, sum > -62_167_219_200_000, sum < 253_402_300_800_000 else {
            throw Fault(reason: "time out of range")
        }
        return sum
    }

    /// Milliseconds of `+01:00`, `-0800`, `+01`, `Z`, `UTC`.
    private static func offset(_ text: Substring) throws(Fault) -> Int64 {
        if ["Z", "UTC", "GMT", "UT"].contains(text) { return 0 }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard let sign = text.first, sign == "+" || sign == "-",
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 2 || digits.count == 4, let hours = Int64(digits.prefix(2)), hours <= 18,
            let minutes = digits.count == 4 ? Int64(digits.suffix(2)) : 0, minutes < 60
        else { throw Fault(reason: "time zone [\(text)] is not understood: give an offset such as +01:00") }
        return (sign == "-" ? -1 : 1) * (hours * 3_600_000 + minutes * 60_000)
    }

    // MARK: Arithmetic

    /// What is calculated from: now, or a date in the expression's own format, which ends with the text or at `||`.
    private static func anchor(
        _ math: String, _ format: String, now: Int64
    ) throws(Fault) -> (CivilTime, Substring) {
        if math.hasPrefix("now") { return (CivilTime(milliseconds: now), math.dropFirst(3)) }
        let end = math.indices.first { math[$0...].hasPrefix("||") }
        let time = try DateFormat.read(math[..<(end ?? math.endIndex)], format)
        return (time, end.map { math[$0...].dropFirst(2) } ?? "")
    }

    private static func apply(
        _ steps: Substring, of math: String, to time: inout CivilTime
    ) throws(Fault) {
        var rest = steps
        while let sign = rest.first {
            rest = rest.dropFirst()
            if sign == "/" {
                guard let unit = rest.first else { throw Fault(reason: "truncated date math [\(math)]") }
                rest = rest.dropFirst()
                try self.round(&time, unit)
                continue
            }
            guard sign == "+" || sign == "-" else {
                throw Fault(reason: "operator not supported for date math [\(math)]")
            }
            let digits = rest.prefix { ("0"..."9").contains($0) && $0.isASCII }
            guard digits.count <= self.digitsMax else {
                throw Fault(reason: "number too large in date math [\(math)]")
            }
            rest = rest.dropFirst(digits.count)
            guard let unit = rest.first else { throw Fault(reason: "truncated date math [\(math)]") }
            rest = rest.dropFirst()
            let number = digits.isEmpty ? 1 : Int(digits) ?? 0
            try self.add(&time, sign == "-" ? -number : number, unit)
        }
    }

    private static func add(_ time: inout CivilTime, _ number: Int, _ unit: Character) throws(Fault) {
        let milliseconds: Int64
        switch unit {
        case "y", "M":
            time.add(months: unit == "y" ? number * 12 : number)
            guard (0...9999).contains(time.year) else { throw Fault(reason: "time out of range") }
            return
        case "w": milliseconds = 7 * CivilTime.millisecondsPerDay
        case "d": milliseconds = CivilTime.millisecondsPerDay
        case "h", "H": milliseconds = 3_600_000
        case "m": milliseconds = 60_000
        case "s": milliseconds = 1_000
        default: throw Fault(reason: "unit [\(unit)] not supported for date math")
        }
        time = CivilTime(milliseconds: try self.shifted(time.milliseconds, by: Int64(number) * milliseconds))
    }

    private static func round(_ time: inout CivilTime, _ unit: Character) throws(Fault) {
        switch unit {
        case "y": (time.month, time.day) = (1, 1)
        case "M": time.day = 1
        case "w":
            time = CivilTime(
                milliseconds: time.milliseconds - Int64(time.weekday - 1) * CivilTime.millisecondsPerDay)
        case "d", "h", "H", "m", "s": break
        default: throw Fault(reason: "unit [\(unit)] not supported for date math")
        }
        time.millisecond = 0
        if unit == "s" { return }
        time.second = 0
        if unit == "m" { return }
        time.minute = 0
        if unit == "h" || unit == "H" { return }
        time.hour = 0
    }
}

/// Takes an expression apart, one scalar after the other.
struct DateMathScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// What was taken last.
    private(set) var last: Unicode.Scalar?

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func take() -> Unicode.Scalar? {
        guard self.index < self.scalars.count else { return nil }
        self.last = self.scalars[self.index]
        self.index += 1
        return self.last
    }

    /// Text up to one of `ends`, which is taken too.
    mutating func text(until ends: [Unicode.Scalar]) throws(DateMath.Fault) -> String {
        var text = ""
        while let scalar = self.take() {
            if ends.contains(scalar) { return text }
            guard scalar != "\\", scalar != "{" else {
                throw DateMath.Fault(reason: "date math nests or escapes within braces")
            }
            text.unicodeScalars.append(scalar)
        }
        throw DateMath.Fault(reason: "date math variable is open ended")
    }
}
