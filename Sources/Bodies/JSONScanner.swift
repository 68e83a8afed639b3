internal import Bytes

/// Where a text breaks a rule. The path is found later, by a second look: only refusals pay for it.
struct Fault: Error, Equatable {
    var rule: ContentRefusal.Rule
    var offset: Int
}

/// Steps over JSON text (RFC 8259) strictly, by offsets, and allocates nothing: UTF-8 without a byte order mark, no
/// comments, no bare names, no text behind a number. What Jackson reads more leniently is refused.
enum JSONScanner {
    /// A string between its quotes.
    struct Text {
        var range: Range<Int>
        var isEscaped: Bool
    }

    @inline(__always)
    static func skipSpace(_ bytes: borrowing Span<UInt8>, _ index: inout Int) {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            index &+= 1
        }
    }

    /// Steps over `byte` and the space behind it.
    @inline(__always)
    static func take(
        _ byte: UInt8, _ bytes: borrowing Span<UInt8>, _ index: inout Int
    ) throws(Fault) {
        guard index < bytes.count, bytes[index] == byte else { throw Fault(rule: .syntax, offset: index) }
        index &+= 1
        self.skipSpace(bytes, &index)
    }

    // MARK: Strings

    /// Steps over the string whose first quote is at `index`.
    static func string(_ bytes: borrowing Span<UInt8>, _ index: inout Int) throws(Fault) -> Text {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
            throw Fault(rule: .syntax, offset: index)
        }
        let start = index &+ 1
        var at = start
        var isEscaped = false
        while at < bytes.count {
            // Eight octets at a time while they are ASCII, and neither quote, backslash nor control character.
            while at &+ 8 <= bytes.count {
                let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
                let found = Self.special(word)
                at &+= found == 0 ? 8 : found.trailingZeroBitCount &>> 3
                if found != 0 { break }
            }
            guard at < bytes.count else { break }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                index = at &+ 1
                return Text(range: start..<at, isEscaped: isEscaped)
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                try self.skipEscape(bytes, &at)
            } else if byte >= 0x80 {
                try self.skipScalar(bytes, &at)
            } else if byte < 0x20 {
                throw Fault(rule: .syntax, offset: at)
            } else {
                at &+= 1
            }
        }
        throw Fault(rule: .syntax, offset: bytes.count)
    }

    /// The highest bit of each octet that is a quote, a backslash, a control character or not ASCII. An octet
    /// behind such a one may be marked by mistake; the lowest mark is always right.
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
        let below = word &- 0x2020_2020_2020_2020
        return (below | (quote &- ones) | (backslash &- ones) | word) & 0x8080_8080_8080_8080
    }

    private static func skipEscape(_ bytes: borrowing Span<UInt8>, _ at: inout Int) throws(Fault) {
        guard at &+ 1 < bytes.count else { throw Fault(rule: .syntax, offset: at) }
        switch bytes[at &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at &+= 2
        case UInt8(ascii: "u"):
            guard self.codeUnit(bytes, at &+ 2, bytes.count) != nil else {
                throw Fault(rule: .syntax, offset: at)
            }
            at &+= 6
        default: throw Fault(rule: .syntax, offset: at)
        }
    }

    private static func codeUnit(_ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
        guard end &- start >= 4 else { return nil }
        var code: UInt32 = 0
        for at in start..<start &+ 4 {
            guard let digit = Hexadecimal.value(bytes[at]) else { return nil }
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    /// Steps over one scalar above ASCII (RFC 3629 §4): Jackson takes overlong forms, so that `C1 B3` is an `s` to
    /// it; they are refused.
    private static func skipScalar(_ bytes: borrowing Span<UInt8>, _ at: inout Int) throws(Fault) {
        let lead = bytes[at]
        let (count, low, high): (Int, UInt8, UInt8) =
            switch lead {
            case 0xc2...0xdf: (1, 0x80, 0xbf)
            case 0xe0: (2, 0xa0, 0xbf)
            case 0xed: (2, 0x80, 0x9f)
            case 0xe1...0xef: (2, 0x80, 0xbf)
            case 0xf0: (3, 0x90, 0xbf)
            case 0xf1...0xf3: (3, 0x80, 0xbf)
            case 0xf4: (3, 0x80, 0x8f)
            default: (0, 0, 0)
            }
        guard count > 0, bytes.count &- at > count, (low...high).contains(bytes[at &+ 1]) else {
            throw Fault(rule: .notUTF8, offset: at)
        }
        let end = at &+ count &+ 1
        at &+= 2
        while at < end {
            guard bytes[at] & 0xc0 == 0x80 else { throw Fault(rule: .notUTF8, offset: at) }
            at &+= 1
        }
    }

    /// Appends the octets that `text`, whose escapes are known to be well-formed, stands for. Half a surrogate pair
    /// is refused: as a name of an index it hangs some releases of Elasticsearch.
    static func decode(
        _ bytes: borrowing Span<UInt8>, _ text: Text, into output: inout [UInt8]
    ) throws(Fault) {
        var at = text.range.lowerBound
        let end = text.range.upperBound
        while at < end {
            let byte = bytes[at]
            guard byte == UInt8(ascii: "\\"), at &+ 1 < end else {
                output.append(byte)
                at &+= 1
                continue
            }
            let letter = bytes[at &+ 1]
            at &+= 2
            switch letter {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0c)
            case UInt8(ascii: "n"): output.append(0x0a)
            case UInt8(ascii: "r"): output.append(0x0d)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"):
                guard let scalar = self.scalar(bytes, &at, end) else {
                    throw Fault(rule: .syntax, offset: at)
                }
                output.append(contentsOf: String(Character(scalar)).utf8)
            default: output.append(letter)
            }
        }
    }

    /// The scalar of the one or two code units from `at` on, which stands behind `\u`.
    private static func scalar(
        _ bytes: borrowing Span<UInt8>, _ at: inout Int, _ end: Int
    ) -> Unicode.Scalar? {
        guard let high = self.codeUnit(bytes, at, end) else { return nil }
        at &+= 4
        guard (0xd800..<0xdc00).contains(high) else { return Unicode.Scalar(high) }
        guard end &- at >= 6, bytes[at] == UInt8(ascii: "\\"), bytes[at &+ 1] == UInt8(ascii: "u"),
            let low = self.codeUnit(bytes, at &+ 2, end), (0xdc00..<0xe000).contains(low)
        else { return nil }
        at &+= 6
        return Unicode.Scalar(0x10000 &+ (high &- 0xd800) << 10 &+ (low &- 0xdc00))
    }

    // MARK: Values

    /// Steps over the value at `index`, whatever it is.
    ///
    /// - Parameter depth: brackets that may still be opened.
    static func skipValue(
        _ bytes: borrowing Span<UInt8>, _ index: inout Int, depth: Int
    ) throws(Fault) {
        guard index < bytes.count else { throw Fault(rule: .syntax, offset: index) }
        switch bytes[index] {
        case UInt8(ascii: "\""): _ = try self.string(bytes, &index)
        case UInt8(ascii: "{"):
            guard depth > 0 else { throw Fault(rule: .tooDeep, offset: index) }
            index &+= 1
            self.skipSpace(bytes, &index)
            if self.closes(bytes, &index, UInt8(ascii: "}")) { return }
            while true {
                _ = try self.string(bytes, &index)
                self.skipSpace(bytes, &index)
                try self.take(UInt8(ascii: ":"), bytes, &index)
                try self.skipValue(bytes, &index, depth: depth &- 1)
                self.skipSpace(bytes, &index)
                if self.closes(bytes, &index, UInt8(ascii: "}")) { return }
                try self.take(UInt8(ascii: ","), bytes, &index)
            }
        case UInt8(ascii: "["):
            guard depth > 0 else { throw Fault(rule: .tooDeep, offset: index) }
            index &+= 1
            self.skipSpace(bytes, &index)
            if self.closes(bytes, &index, UInt8(ascii: "]")) { return }
            while true {
                try self.skipValue(bytes, &index, depth: depth &- 1)
                self.skipSpace(bytes, &index)
                if self.closes(bytes, &index, UInt8(ascii: "]")) { return }
                try self.take(UInt8(ascii: ","), bytes, &index)
            }
        default: try self.skipScalarValue(bytes, &index)
        }
    }

    /// Steps over the closing bracket when it is the next octet.
    @inline(__always)
    static func closes(_ bytes: borrowing Span<UInt8>, _ index: inout Int, _ bracket: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == bracket else { return false }
        index &+= 1
        return true
    }

    /// Steps over a number, `true`, `false` or `null`.
    static func skipScalarValue(_ bytes: borrowing Span<UInt8>, _ index: inout Int) throws(Fault) {
        guard index < bytes.count else { throw Fault(rule: .syntax, offset: index) }
        switch bytes[index] {
        case UInt8(ascii: "t"): try self.skipWord("true", bytes, &index)
        case UInt8(ascii: "f"): try self.skipWord("false", bytes, &index)
        case UInt8(ascii: "n"): try self.skipWord("null", bytes, &index)
        default: try self.skipNumber(bytes, &index)
        }
        // Jackson reads `1x` as an error only when it comes to the `x`.
        guard index < bytes.count else { return }
        switch bytes[index] {
        case 0x20, 0x0a, 0x0d, 0x09, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return
        default: throw Fault(rule: .syntax, offset: index)
        }
    }

    private static func skipWord(
        _ word: StaticString, _ bytes: borrowing Span<UInt8>, _ index: inout Int
    ) throws(Fault) {
        let count = word.utf8CodeUnitCount
        guard bytes.count &- index >= count else { throw Fault(rule: .syntax, offset: index) }
        for offset in 0..<count {
            guard unsafe bytes[index &+ offset] == word.utf8Start[offset] else {
                throw Fault(rule: .syntax, offset: index)
            }
        }
        index &+= count
    }

    private static func skipNumber(_ bytes: borrowing Span<UInt8>, _ index: inout Int) throws(Fault) {
        if bytes[index] == UInt8(ascii: "-") { index &+= 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "0") {
            index &+= 1
        } else {
            try self.skipDigits(bytes, &index)
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index &+= 1
            try self.skipDigits(bytes, &index)
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index &+= 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index &+= 1
            }
            try self.skipDigits(bytes, &index)
        }
    }

    private static func skipDigits(_ bytes: borrowing Span<UInt8>, _ index: inout Int) throws(Fault) {
        let start = index
        while index < bytes.count, ASCII.isDigit(bytes[index]) { index &+= 1 }
        guard index > start else { throw Fault(rule: .syntax, offset: index) }
    }
}
