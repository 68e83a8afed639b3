internal import Bytes

/// A name of indices in a statement of SQL or ES|QL.
struct StatementName: Equatable {
    /// What is replaced: with its quotes.
    var range: Range<Int>
    /// The names, without quotes.
    var expression: Range<Int>
    /// Whether it is joined, not read from.
    var isJoined = false
}

/// Takes a statement apart into words, texts and signs. Only what all lexers take apart alike passes: comments,
/// letters beyond ASCII outside quotes and quotes within quotes are refused.
struct StatementScanner {
    enum Kind {
        case word
        /// In double quotes.
        case quoted
        /// A text that names nothing: in single quotes or backquotes.
        case text
        case sign
    }

    struct Token {
        var kind: Kind
        var range: Range<Int>
    }

    /// Whether double quotes hold texts with backslashes, and backquotes names, as in ES|QL.
    let hasEscapes: Bool
    private(set) var index = 0

    init(hasEscapes: Bool) { self.hasEscapes = hasEscapes }

    private static var fault: Fault { Fault(rule: .unreadableStatement, offset: 0) }

    /// The next token, or nil at the end.
    mutating func next(_ bytes: borrowing Span<UInt8>) throws(Fault) -> Token? {
        JSONScanner.skipSpace(bytes, &self.index)
        guard self.index < bytes.count else { return nil }
        let start = self.index
        let byte = bytes[start]
        switch byte {
        case UInt8(ascii: "\""): return try self.quoted(bytes, byte, .quoted)
        case UInt8(ascii: "'"):
            guard !self.hasEscapes else { throw Self.fault }
            return try self.quoted(bytes, byte, .text)
        case UInt8(ascii: "`"):
            guard self.hasEscapes else { throw Self.fault }
            return try self.quoted(bytes, byte, .text)
        case 0x80..., 0..<0x20, 0x7f: throw Self.fault
        default: break
        }
        if Self.isWord(byte) {
            while self.index < bytes.count, Self.isWord(bytes[self.index]) { self.index &+= 1 }
            let range = start..<self.index
            guard Self.isOneWord(bytes, range) else { throw Self.fault }
            return Token(kind: .word, range: range)
        }
        self.index &+= 1
        if self.index < bytes.count {
            let following = bytes[self.index]
            let isComment =
                byte == UInt8(ascii: "-") && following == byte
                || byte == UInt8(ascii: "/") && (following == byte || following == UInt8(ascii: "*"))
            guard !isComment else { throw Self.fault }
        }
        return Token(kind: .sign, range: start..<self.index)
    }

    private mutating func quoted(
        _ bytes: borrowing Span<UInt8>, _ quote: UInt8, _ kind: Kind
    ) throws(Fault) -> Token {
        let start = self.index
        self.index &+= 1
        while self.index < bytes.count {
            let byte = bytes[self.index]
            self.index &+= 1
            if byte == quote {
                // A doubled quote stands for one in SQL, and three begin another kind of text in ES|QL.
                guard self.index == bytes.count || bytes[self.index] != quote else {
                    if kind == .text, !self.hasEscapes {
                        self.index &+= 1
                        continue
                    }
                    throw Self.fault
                }
                return Token(kind: kind, range: start..<self.index)
            }
            if byte == UInt8(ascii: "\\"), kind == .quoted {
                guard self.hasEscapes, self.index < bytes.count else { throw Self.fault }
                self.index &+= 1
            }
            guard byte >= 0x20 else { throw Self.fault }
        }
        throw Self.fault
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || byte | 0x20 &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }

    /// A digit may end a number, behind which a keyword begins without space: `1.5FROM t`. So a word that begins
    /// with a digit has digits only, or an exponent.
    private static func isOneWord(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard ASCII.isDigit(bytes[range.lowerBound]) else { return true }
        var at = range.lowerBound
        while at < range.upperBound, ASCII.isDigit(bytes[at]) { at &+= 1 }
        if at == range.upperBound { return true }
        guard bytes[at] | 0x20 == UInt8(ascii: "e"), at &+ 1 < range.upperBound else { return false }
        at &+= 1
        while at < range.upperBound, ASCII.isDigit(bytes[at]) { at &+= 1 }
        return at == range.upperBound
    }

    /// Whether `token` is that keyword, in capitals here, in any case there.
    static func isKeyword(_ token: Token, _ word: StaticString, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard token.kind == .word, token.range.count == word.utf8CodeUnitCount else { return false }
        for offset in 0..<token.range.count {
            let byte = bytes[token.range.lowerBound &+ offset]
            guard unsafe ASCII.lowercased(byte) == ASCII.lowercased(word.utf8Start[offset]) else {
                return false
            }
        }
        return true
    }
}
