/// A pattern over names as Elasticsearch's security takes them: `*` any run of characters, `?` one, `\` escapes;
/// between slashes a regular expression of Lucene. Case-sensitive.
struct NamePattern: Sendable {
    /// How the names that match can be found.
    enum Form: Equatable {
        /// The very text.
        case literal
        /// Every name that begins with the text without its last character, `*`.
        case prefix
        case everything
        /// By an automaton.
        case general
        /// None: characters outside the basic plane beside a wildcard, which Elasticsearch takes for two.
        case nothing
    }

    let text: String
    /// How *names* are compared. A text without wildcards is compared as it stands: its `\` is no escape.
    let form: Form
    /// How *patterns* are compared: what ``Inclusion`` works on.
    let node: PatternNode

    /// About what it holds in memory; the node of a long pattern has a few words for each character.
    var byteCount: Int { 64 + self.text.utf8.count * 24 }

    init(
        _ text: String, _ dialect: RegularExpression.Dialect = .lucene9
    ) throws(AuthorizeError) {
        self.text = text
        guard text.utf8.count <= AutomatonLimits.patternBytesMax else { throw .tooComplex(text) }
        if text.utf8.first == UInt8(ascii: "/") {
            guard text.utf8.count > 1, text.utf8.last == UInt8(ascii: "/") else {
                throw .invalidPattern(
                    text,
                    reason:
                        "invalid pattern [\(text)]. patterns starting with '/' indicate regular expression"
                        + " pattern and therefore must also end with '/'. other patterns (those that do not start with '/') will be"
                        + " treated as simple wildcard patterns")
            }
            self.node = try RegularExpression.parse(
                text.unicodeScalars.dropFirst().dropLast(), of: text, dialect)
            self.form = .general
        } else {
            self.node = Self.wildcards(text)
            self.form = Self.form(text)
        }
    }

    private static func form(_ text: String) -> Form {
        let star = UInt8(ascii: "*")
        let bytes = text.utf8
        guard bytes.contains(where: { $0 == star || $0 == UInt8(ascii: "?") }) else { return .literal }
        if bytes.allSatisfy({ $0 == star }) { return .everything }
        // Four octets begin with 0xf0 or more: a pair of surrogates in UTF-16.
        if bytes.contains(where: { $0 >= 0xf0 }) { return .nothing }
        let isPrefix =
            bytes.last == star
            && !bytes.dropLast().contains {
                $0 == star || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "\\")
            }
        return isPrefix ? .prefix : .general
    }

    private static func wildcards(_ text: String) -> PatternNode {
        guard !text.isEmpty else { return .nothing }
        var nodes: [PatternNode] = []
        var units = text.utf16.makeIterator()
        while let unit = units.next() {
            switch unit {
            case 0x2a:
                if nodes.last != .anything { nodes.append(.anything) }
            case 0x3f: nodes.append(.anyCharacter)
            // A `\` at the end stands for itself.
            case 0x5c: nodes.append(.character(UInt32(units.next() ?? unit)))
            default: nodes.append(.character(UInt32(unit)))
            }
        }
        return .concatenation(nodes)
    }
}

extension NamePattern {
    /// Whether `name`, valid UTF-8, matches: for rare questions, as an automaton is built for each.
    func matches(_ name: borrowing Span<UInt8>) -> Bool {
        switch self.form {
        case .everything: return true
        case .nothing: return false
        case .literal, .prefix:
            let text = Array(self.form == .prefix ? self.text.utf8.dropLast() : self.text.utf8[...])
            guard self.form == .prefix ? text.count <= name.count : text.count == name.count else {
                return false
            }
            for index in text.indices where text[index] != name[index] { return false }
            return true
        case .general:
            var effort = Effort()
            guard let automaton = try? DeterministicAutomaton(self.node, of: self.text, &effort) else {
                return false
            }
            return automaton.match(name) != 0
        }
    }
}
