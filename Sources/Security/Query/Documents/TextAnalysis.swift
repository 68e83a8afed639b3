/// How Elasticsearch takes a text apart into the words that it is found by.
enum TextAnalysis: Sendable {
    /// Words in the sense of Unicode (UAX #29), in lower case.
    case standard
    /// Addresses stay whole; they and their parts (before and behind the `@`, letters, digits) are found.
    case email

    struct Word: Sendable, Equatable {
        var text: String
        /// Words in one place stand for each other.
        var place: Int
    }

    /// Letters of a text that are looked at: names and addresses are shorter.
    private static let lettersMax = 4_096
    /// Letters of one word, as Lucene's tokenizer has it; longer ones are cut there.
    private static let wordMax = 255

    func words(_ text: String) -> [Word] {
        let scalars = Array(text.unicodeScalars.prefix(Self.lettersMax))
        var words: [Word] = []
        var place = 0
        var index = 0
        while index < scalars.count {
            var found: [String]?
            var end = index + 1
            if self == .email, let address = Self.addressEnd(scalars, index) {
                (found, end) = (Self.parts(Array(scalars[index..<address])), address)
            } else if let word = Self.wordEnd(scalars, index) {
                end = word
                let text = String(String.UnicodeScalarView(scalars[index..<word]))
                found = self == .email ? Self.parts(Array(scalars[index..<word])) : [text.lowercased()]
            }
            if let found {
                words += found.map { Word(text: $0, place: place) }
                place += 1
            }
            index = end
        }
        return words
    }

    // MARK: Words

    private enum Kind { case letter, digit, sign, mark, none }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.properties.generalCategory {
        case .decimalNumber: return .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .mark
        case .connectorPunctuation: return .letter
        default:
            if scalar.properties.isIdeographic || (0x3040...0x309f).contains(scalar.value) { return .sign }
            return scalar.properties.isAlphabetic ? .letter : .none
        }
    }

    /// Behind the word that begins at `start`; nil: none begins there.
    private static func wordEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        var last = self.kind(scalars[start])
        guard last != .none, last != .mark else { return nil }
        var index = start + 1
        while index < scalars.count, index - start < self.wordMax {
            let kind = self.kind(scalars[index])
            switch kind {
            case .mark: break
            // A sign is a word by itself.
            case .letter, .digit:
                if last == .sign { return index }
                last = kind
            case .sign: return index
            case .none:
                guard last != .sign, index + 1 < scalars.count,
                    self.joins(scalars[index], last), self.kind(scalars[index + 1]) == last
                else { return index }
            }
            index += 1
        }
        return index
    }

    /// Whether what is between two letters, or two digits, leaves them one word.
    private static func joins(_ scalar: Unicode.Scalar, _ kind: Kind) -> Bool {
        switch scalar {
        case ".", "'", "\u{2019}", "\u{2018}", "\u{2024}": true
        case ":", "\u{b7}", "\u{2027}": kind == .letter
        case ",", ";": kind == .digit
        default: false
        }
    }

    // MARK: Addresses

    /// Behind the address that begins at `start`; nil: none begins there.
    private static func addressEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        func isName(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII
                && (self.isAlphanumeric(scalar) || "!#$%&'*+-/=?^_`{|}~.".unicodeScalars.contains(scalar))
        }
        guard isName(scalars[start]), scalars[start] != "." else { return nil }
        guard let at = scalars[start...].firstIndex(where: { !isName($0) }), scalars[at] == "@" else {
            return nil
        }
        var end = at + 1
        while end < scalars.count,
            self.isAlphanumeric(scalars[end]) || scalars[end] == "-" || scalars[end] == "."
        {
            end += 1
        }
        while end > at, !self.isAlphanumeric(scalars[end - 1]) { end -= 1 }
        return end > at + 1 && scalars[at..<end].contains(".") ? end : nil
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// The whole, what is between `@`, what is behind one, and runs of letters and of digits: each once.
    private static func parts(_ scalars: [Unicode.Scalar]) -> [String] {
        func text(_ part: some Sequence<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: part)
            return String(view).lowercased()
        }
        var parts = [text(scalars)]
        parts += scalars.split(separator: "@").map(text)
        parts += scalars.split { !$0.properties.isAlphabetic }.map(text)
        parts += scalars.split { $0.properties.generalCategory != .decimalNumber }.map(text)
        if let at = scalars.firstIndex(of: "@") { parts.append(text(scalars[(at + 1)...])) }
        var seen: Set<String> = []
        return parts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
