/// Tags of Mustache in the text of a template. Elasticsearch fills in `{{name}}` escaped as a part of a JSON text; all
/// other tags (sections, partials, `{{{name}}}`, `{{&name}}`, other brackets) can change what stands around them.
enum TemplateTags {
    private static let opening = UInt8(ascii: "{")
    private static let closing = UInt8(ascii: "}")

    /// Whether there is a tag of any kind.
    static func mayHold(_ text: borrowing Span<UInt8>) -> Bool {
        var last: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte == self.opening, last == byte { return true }
            last = byte
        }
        return false
    }

    /// Whether all tags are of the form `{{name}}`.
    static func areReadable(_ text: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while index &+ 1 < text.count {
            guard text[index] == self.opening, text[index &+ 1] == self.opening else {
                index &+= 1
                continue
            }
            guard let end = self.end(text, index &+ 2) else { return false }
            index = end
        }
        return true
    }

    /// - Returns: the index behind a name and its two brackets; nil where there is something else.
    private static func end(_ text: borrowing Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        self.skipSpaces(text, &index)
        let name = index
        while index < text.count, self.isName(text[index]) { index &+= 1 }
        guard index > name else { return nil }
        self.skipSpaces(text, &index)
        guard index &+ 1 < text.count, text[index] == self.closing, text[index &+ 1] == self.closing else {
            return nil
        }
        index &+= 2
        // A third bracket is left to nobody's reading.
        return index < text.count && text[index] == self.closing ? nil : index
    }

    private static func skipSpaces(_ text: borrowing Span<UInt8>, _ index: inout Int) {
        while index < text.count, text[index] == UInt8(ascii: " ") { index &+= 1 }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
