extension DateFormat {
    /// From the coarsest to the finest: each with its letters and its number of digits.
    private static let fields:
        [(letters: [Character], digits: Int, path: any WritableKeyPath<CivilTime, Int> & Sendable)] = [
            (["y", "u"], 4, \.year), (["M"], 2, \.month), (["d"], 2, \.day), (["H"], 2, \.hour),
            (["m"], 2, \.minute), (["s"], 2, \.second),
        ]

    /// Reads a date after a pattern of numbers such as `yyyy.MM.dd`, each of them in full. What the pattern lacks at its
    /// fine end is the first of its kind; one that lacks something else is refused.
    static func read(_ text: Substring, _ format: String) throws(DateMath.Fault) -> CivilTime {
        let fault = DateMath.Fault(reason: "date [\(text)] is not one of the format [\(format)]")
        var time = CivilTime(milliseconds: 0)
        var seen: Set<Int> = []
        var rest = text
        var pattern = Substring(format)
        while let letter = pattern.first {
            let run = pattern.prefix { $0 == letter }
            guard let number = self.fields.firstIndex(where: { $0.letters.contains(letter) }) else {
                guard !letter.isLetter, !["#", "[", "]", "{", "}", "'"].contains(letter), rest.first == letter
                else { throw fault }
                (pattern, rest) = (pattern.dropFirst(), rest.dropFirst())
                continue
            }
            let field = self.fields[number]
            let digits = rest.prefix(field.digits)
            guard run.count == field.digits, digits.count == field.digits, seen.insert(number).inserted,
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(digits)
            else { throw fault }
            time[keyPath: field.path] = value
            (pattern, rest) = (pattern.dropFirst(run.count), rest.dropFirst(field.digits))
        }
        guard rest.isEmpty, !seen.isEmpty, seen == Set(0..<seen.count), self.isSound(time) else {
            throw fault
        }
        return time
    }

    private static func isSound(_ time: CivilTime) -> Bool {
        (1...9999).contains(time.year) && (1...12).contains(time.month)
            && (1...CivilTime.daysInMonth(year: time.year, month: time.month)).contains(time.day)
            && time.hour < 24 && time.minute < 60 && time.second < 60
    }
}
