internal import Bytes

/// Why a text is no JSON: where, and what was wrong.
public struct JSONError: Error, Sendable, Equatable {
    public var offset: Int
    public var message: String
    /// The text ends too early.
    public var isEnd = false
}

/// A strict parser (RFC 8259): UTF-8 only, no name twice in an object, no lone surrogates, nothing behind the
/// value, bounded nesting. What two parsers may read differently is refused.
public struct JSONParser {
    /// Nesting of arrays and objects.
    public static let depthMax = 100

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.error("unexpected text behind the value") }
        return value
    }

    /// Line and column of `offset`, each from 1, the column in octets.
    public static func position(_ offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var start = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0a {
            line += 1
            start = index + 1
        }
        return (line, offset - start + 1)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { self.index < self.bytes.count ? self.bytes[self.index] : nil }
    private func error(_ message: String) -> JSONError {
        JSONError(
            offset: self.index,
            message: self.index < self.bytes.count ? message : "unexpected end of the text")
    }

    private mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            self.index += 1
        }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        let start = self.index
        guard let byte = self.next else { throw self.error("") }
        let kind: JSONValue.Kind
        switch byte {
        case UInt8(ascii: "{"): kind = try self.object()
        case UInt8(ascii: "["): kind = try self.array()
        case UInt8(ascii: "\""): kind = .string(try self.string())
        case UInt8(ascii: "t"): kind = try self.word("true", .bool(true))
        case UInt8(ascii: "f"): kind = try self.word("false", .bool(false))
        case UInt8(ascii: "n"): kind = try self.word("null", .null)
        default: kind = .number(try self.number())
        }
        return JSONValue(kind, start: start, end: self.index - 1)
    }

    private mutating func word(
        _ word: StaticString, _ kind: JSONValue.Kind
    ) throws(JSONError) -> JSONValue.Kind {
        for offset in 0..<word.utf8CodeUnitCount {
            guard self.next == word.utf8Start[offset] else { throw self.error("unexpected character") }
            self.index += 1
        }
        return kind
    }

    private mutating func enter() throws(JSONError) {
        self.depth += 1
        guard self.depth <= Self.depthMax else { throw self.error("nested deeper than \(Self.depthMax)") }
        self.index += 1
        self.skipSpace()
    }

    private mutating func array() throws(JSONError) -> JSONValue.Kind {
        try self.enter()
        var elements: [JSONValue] = []
        if self.next != UInt8(ascii: "]") {
            while true {
                elements.append(try self.value())
                self.skipSpace()
                if self.next == UInt8(ascii: "]") { break }
                guard self.next == UInt8(ascii: ",") else { throw self.error("expected a comma or ]") }
                self.index += 1
                self.skipSpace()
            }
        }
        self.index += 1
        self.depth -= 1
        return .array(elements)
    }

    private mutating func object() throws(JSONError) -> JSONValue.Kind {
        try self.enter()
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        if self.next != UInt8(ascii: "}") {
            while true {
                let start = self.index
                guard self.next == UInt8(ascii: "\"") else {
                    throw self.error("expected the name of a field")
                }
                let name = try self.string()
                guard names.insert(name).inserted else {
                    throw JSONError(offset: start, message: "Duplicate field '\(name)'")
                }
                self.skipSpace()
                guard self.next == UInt8(ascii: ":") else { throw self.error("expected a colon") }
                self.index += 1
                self.skipSpace()
                members.append(JSONValue.Member(name: name, start: start, value: try self.value()))
                self.skipSpace()
                if self.next == UInt8(ascii: "}") { break }
                guard self.next == UInt8(ascii: ",") else { throw self.error("expected a comma or }") }
                self.index += 1
                self.skipSpace()
            }
        }
        self.index += 1
        self.depth -= 1
        return .object(members)
    }

    private mutating func number() throws(JSONError) -> String {
        let start = self.index
        if self.next == UInt8(ascii: "-") { self.index += 1 }
        if self.next == UInt8(ascii: "0") { self.index += 1 } else { try self.digits() }
        if self.next == UInt8(ascii: ".") {
            self.index += 1
            try self.digits()
        }
        if self.next == UInt8(ascii: "e") || self.next == UInt8(ascii: "E") {
            self.index += 1
            if self.next == UInt8(ascii: "+") || self.next == UInt8(ascii: "-") { self.index += 1 }
            try self.digits()
        }
        return String(decoding: self.bytes[start..<self.index], as: UTF8.self)
    }

    private mutating func digits() throws(JSONError) {
        guard let first = self.next, ASCII.isDigit(first) else { throw self.error("unexpected character") }
        while let byte = self.next, ASCII.isDigit(byte) { self.index += 1 }
    }

    private mutating func string() throws(JSONError) -> String {
        self.index += 1
        let start = self.index
        while let byte = self.next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            self.index += 1
        }
        var octets = Array(self.bytes[start..<self.index])
        while true {
            guard let byte = self.next else { throw self.error("") }
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: octets, as: UTF8.self) else {
                    throw JSONError(offset: start, message: "text is not UTF-8")
                }
                self.index += 1
                return text
            case UInt8(ascii: "\\"): try self.escape(into: &octets)
            case ..<0x20: throw self.error("control character in a string")
            default:
                octets.append(byte)
                self.index += 1
            }
        }
    }

    private mutating func escape(into octets: inout [UInt8]) throws(JSONError) {
        self.index += 1
        guard let letter = self.next else { throw self.error("") }
        self.index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): octets.append(letter)
        case UInt8(ascii: "b"): octets.append(0x08)
        case UInt8(ascii: "f"): octets.append(0x0c)
        case UInt8(ascii: "n"): octets.append(0x0a)
        case UInt8(ascii: "r"): octets.append(0x0d)
        case UInt8(ascii: "t"): octets.append(0x09)
        case UInt8(ascii: "u"):
            var code = try self.codeUnit()
            if (0xd800..<0xdc00).contains(code) {
                guard self.next == UInt8(ascii: "\\"), self.index + 1 < self.bytes.count,
                    self.bytes[self.index + 1] == UInt8(ascii: "u")
                else { throw self.error("half of a surrogate pair") }
                self.index += 2
                let low = try self.codeUnit()
                guard (0xdc00..<0xe000).contains(low) else { throw self.error("half of a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw self.error("half of a surrogate pair") }
            octets.append(contentsOf: String(Character(scalar)).utf8)
        default:
            self.index -= 1
            throw self.error("unknown escape")
        }
    }

    private mutating func codeUnit() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = self.next, let digit = Hexadecimal.value(byte) else {
                throw self.error("malformed escape")
            }
            code = code << 4 | UInt32(digit)
            self.index += 1
        }
        return code
    }
}
