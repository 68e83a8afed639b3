internal import Bytes

/// Texts and numbers, and the words for what is wrong with them.
extension JSONReader {
    /// Reads the rest of a text up to its quote.
    ///
    /// - Parameter keeps: whether the text is wanted; else it is checked only.
    mutating func readString(in place: String, keeps: Bool) throws(JSONError) -> String {
        var octets: [UInt8] = []
        let first = self.index
        while let byte = self.peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20,
            byte < 0x80
        {
            self.index += 1
        }
        if keeps { octets += self.bytes[first..<self.index] }
        while true {
            guard let byte = self.peek else {
                throw JSONError(
                    offset: self.bytes.count, message: "Unexpected end-of-input in \(place)", isEnd: true)
            }
            switch byte {
            case UInt8(ascii: "\""):
                self.index += 1
                return String(decoding: octets, as: UTF8.self)
            case UInt8(ascii: "\\"): try self.readEscape(place, into: &octets)
            case ..<0x20:
                let kind = place == "field name" ? "name" : "string value"
                throw JSONError(
                    offset: self.index,
                    message: "Illegal unquoted character (\(Self.describe(byte))): has to be escaped using"
                        + " backslash to be included in \(kind)")
            case ..<0x80:
                octets.append(byte)
                self.index += 1
            default: try self.readScalar(into: &octets)
            }
        }
    }

    /// One scalar of two to four octets (RFC 3629 §3).
    private mutating func readScalar(into octets: inout [UInt8]) throws(JSONError) {
        let first = self.bytes[self.index]
        let count: Int
        switch first {
        case 0xc2...0xdf: count = 2
        case 0xe0...0xef: count = 3
        case 0xf0...0xf4: count = 4
        default:
            throw JSONError(
                offset: self.index + 1, message: "Invalid UTF-8 start byte 0x\(Hexadecimal.encode([first]))")
        }
        let end = min(self.index + count, self.bytes.count)
        let slice = self.bytes[self.index..<end]
        guard slice.count == count, String(validating: slice, as: UTF8.self) != nil else {
            let wrong = slice.dropFirst().first { $0 & 0xc0 != 0x80 } ?? slice.last ?? first
            throw JSONError(
                offset: self.index + 2, message: "Invalid UTF-8 middle byte 0x\(Hexadecimal.encode([wrong]))")
        }
        octets += slice
        self.index = end
    }

    private mutating func readEscape(_ place: String, into octets: inout [UInt8]) throws(JSONError) {
        self.index += 1
        guard let letter = self.peek else {
            throw JSONError(
                offset: self.bytes.count, message: "Unexpected end-of-input in character escape sequence",
                isEnd: true)
        }
        self.index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): octets.append(letter)
        case UInt8(ascii: "b"): octets.append(0x08)
        case UInt8(ascii: "f"): octets.append(0x0c)
        case UInt8(ascii: "n"): octets.append(0x0a)
        case UInt8(ascii: "r"): octets.append(0x0d)
        case UInt8(ascii: "t"): octets.append(0x09)
        case UInt8(ascii: "u"):
            var code = try self.readCodeUnit()
            if (0xd800..<0xdc00).contains(code), self.peek == UInt8(ascii: "\\"),
                self.index + 1 < self.bytes.count, self.bytes[self.index + 1] == UInt8(ascii: "u")
            {
                self.index += 2
                let low = try self.readCodeUnit()
                guard (0xdc00..<0xe000).contains(low) else { throw self.halfPair() }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw self.halfPair() }
            octets += Array(String(Character(scalar)).utf8)
        default:
            throw JSONError(
                offset: self.index - 1, message: "Unrecognized character escape \(Self.describe(letter))")
        }
    }

    /// What cannot be written as UTF-8 again is not taken.
    private func halfPair() -> JSONError {
        JSONError(offset: self.index, message: "half of a surrogate pair")
    }

    private mutating func readCodeUnit() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = self.peek else {
                throw JSONError(
                    offset: self.bytes.count, message: "Unexpected end-of-input in character escape sequence",
                    isEnd: true)
            }
            guard let digit = Hexadecimal.value(byte) else {
                throw self.unexpected("expected a hex-digit for character escape sequence")
            }
            code = code << 4 | UInt32(digit)
            self.index += 1
        }
        return code
    }

    /// - Returns: where the digits are.
    mutating func number() throws(JSONError) -> Range<Int> {
        let start = self.index
        let isNegative = self.peek == UInt8(ascii: "-")
        if isNegative { self.index += 1 }
        let first = self.index
        guard self.skipDigits() > 0 else {
            throw self.notADigit("expected digit (0-9) to follow minus sign, for valid numeric value")
        }
        if self.bytes[first] == UInt8(ascii: "0"), self.index > first + 1 {
            throw JSONError(
                offset: first + 1, message: "Invalid numeric value: Leading zeroes not allowed")
        }
        if self.peek == UInt8(ascii: ".") {
            self.index += 1
            guard self.skipDigits() > 0 else { throw self.notADigit("Decimal point not followed by a digit") }
        }
        if self.peek == UInt8(ascii: "e") || self.peek == UInt8(ascii: "E") {
            self.index += 1
            if self.peek == UInt8(ascii: "+") || self.peek == UInt8(ascii: "-") { self.index += 1 }
            guard self.skipDigits() > 0 else {
                throw self.notADigit("Exponent indicator not followed by a digit")
            }
        }
        return start..<self.index
    }

    private mutating func skipDigits() -> Int {
        let start = self.index
        while let byte = self.peek, ASCII.isDigit(byte) { self.index += 1 }
        return self.index - start
    }

    // MARK: Faults

    private func notADigit(_ reason: String) -> JSONError {
        guard let byte = self.peek else {
            return JSONError(
                offset: self.bytes.count, message: "Unexpected end-of-input within/between Object entries",
                isEnd: true)
        }
        return JSONError(
            offset: self.index,
            message: "Unexpected character (\(Self.describe(byte))) in numeric value: \(reason)")
    }

    func unexpected(_ reason: String) -> JSONError {
        guard let byte = self.peek else { return self.endBetween() }
        return JSONError(
            offset: self.index, message: "Unexpected character (\(Self.describe(byte))): \(reason)")
    }

    private static let tokens = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

    mutating func noValue(_ byte: UInt8) -> JSONError {
        if Self.isLetter(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") {
            return self.unknownToken(self.index)
        }
        return self.unexpected("expected a valid value \(Self.tokens)")
    }

    /// A word that is none of JSON's. The place is where the library stands when it gives up.
    mutating func unknownToken(_ start: Int) -> JSONError {
        var end = start
        while end < self.bytes.count, Self.isWord(self.bytes[end]) { end += 1 }
        let word = String(decoding: self.bytes[start..<end], as: UTF8.self)
        if word == "NaN" {
            return JSONError(
                offset: end,
                message:
                    "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow")
        }
        return JSONError(
            offset: end < self.bytes.count ? end + 1 : end,
            message: "Unrecognized token '\(word)': was expecting \(Self.tokens)")
    }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    static func isWord(_ byte: UInt8) -> Bool {
        Self.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
    }

    /// The text ends where more of an object or array must come.
    func endBetween() -> JSONError {
        let kind = self.levels.last.map { $0.isObject ? "Object" : "Array" } ?? "root"
        return JSONError(
            offset: self.bytes.count, message: "Unexpected end-of-input within/between \(kind) entries",
            isEnd: true)
    }

    /// The text ends before the bracket that ends `level`.
    func endInside(_ level: Level) -> JSONError {
        JSONError(
            offset: self.bytes.count,
            message:
                "Unexpected end-of-input: expected close marker for \(level.isObject ? "Object" : "Array")"
                + " (start marker at \(JSONError.place(level.start, in: self.bytes)))",
            isEnd: true)
    }

    func wrongClose(_ byte: UInt8, _ level: Level) -> JSONError {
        JSONError(
            offset: self.index,
            message:
                "Unexpected close marker '\(Unicode.Scalar(byte))': expected '\(level.isObject ? "}" : "]")'"
                + " (for \(level.isObject ? "Object" : "Array") starting at"
                + " \(JSONError.place(level.start, in: self.bytes)))")
    }

    private static func describe(_ byte: UInt8) -> String {
        byte < 0x20 ? "(CTRL-CHAR, code \(byte))" : "'\(Unicode.Scalar(byte))' (code \(byte))"
    }
}

extension JSONError {
    /// Characters of a text that are told back.
    private static let sourceMax = 500

    /// A place in the words of Elasticsearch's library.
    static func place(_ offset: Int, in bytes: [UInt8]) -> String {
        let (line, column) = JSONParser.position(offset, in: bytes)
        var source = "\""
        for scalar in String(decoding: bytes.prefix(self.sourceMax), as: UTF8.self).unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
            if isControl, scalar != "\n", scalar != "\r" {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                source += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                source.unicodeScalars.append(scalar)
            }
        }
        source += "\""
        if bytes.count > self.sourceMax { source += "[truncated \(bytes.count - self.sourceMax) bytes]" }
        return "[Source: (byte[])\(source); line: \(line), column: \(column)]"
    }

    /// The message with the place, as Elasticsearch tells it.
    public func text(in bytes: [UInt8]) -> String {
        "\(self.message)\n at \(Self.place(self.offset, in: bytes))"
    }
}
