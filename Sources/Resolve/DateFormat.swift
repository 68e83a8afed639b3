/// Writes times after the patterns of Java's `DateTimeFormatter`, as far as index names use them.
enum DateFormat {
    /// - Parameter major: the upstream's major release: up to 6, `Y` is the calendar's year (Joda's pattern letters).
    static func write(_ time: CivilTime, _ format: String, major: Int) throws(DateMath.Fault) -> String {
        var text = ""
        var rest = Substring(format)
        while let letter = rest.first {
            if letter == "'" {
                text += try self.quoted(&rest)
                continue
            }
            guard letter.isLetter || ["#", "[", "]", "{", "}"].contains(letter) else {
                text.append(letter)
                rest = rest.dropFirst()
                continue
            }
            let run = rest.prefix { $0 == letter }
            rest = rest.dropFirst(run.count)
            text += try self.field(time, letter == "Y" && major < 7 ? "y" : letter, run.count)
        }
        return text
    }

    private static func quoted(_ rest: inout Substring) throws(DateMath.Fault) -> String {
        rest = rest.dropFirst()
        if rest.first == "'" {
            rest = rest.dropFirst()
            return "'"
        }
        guard let end = rest.firstIndex(of: "'") else {
            throw DateMath.Fault(reason: "date format has an open quote")
        }
        let text = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        return text
    }

    private static func field(
        _ time: CivilTime, _ letter: Character, _ count: Int
    ) throws(DateMath.Fault) -> String {
        let value: Int
        switch letter {
        case "y", "u", "Y":
            guard count == 2 || count == 4 else { break }
            // `Y` is the week-based year, in Elasticsearch's root locale that of ISO 8601.
            let year = letter == "Y" ? time.week.year : time.year
            return self.padded(count == 2 ? year % 100 : year, count)
        case "x":
            guard count == 4 else { break }
            return self.padded(time.week.year, 4)
        case "w":
            guard count <= 2 else { break }
            return self.padded(time.week.week, count)
        case "M", "d", "H", "m", "s":
            guard count <= 2 else { break }
            switch letter {
            case "M": value = time.month
            case "d": value = time.day
            case "H": value = time.hour
            case "m": value = time.minute
            default: value = time.second
            }
            return self.padded(value, count)
        case "S":
            guard count == 3 else { break }
            return self.padded(time.millisecond, 3)
        default: break
        }
        throw DateMath.Fault(
            reason: "date format [\(String(repeating: letter, count: count))] is not understood")
    }

    private static func padded(_ value: Int, _ count: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
