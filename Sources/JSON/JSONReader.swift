internal import Bytes

/// Reads JSON (RFC 8259) token by token, so that a fault is told when a reader gets there and not before: whoever
/// reads a request as Elasticsearch does finds the same fault first. Faults have the words of Elasticsearch's library.
///
/// Strict beyond it: UTF-8 only, no lone surrogates, no comments, bounded nesting.
public struct JSONReader {
    public enum Token: Sendable, Equatable {
        case beginObject, endObject, beginArray, endArray
        /// The name of a member; ``text()`` gives it.
        case name
        /// A text that has not been looked at yet.
        case string
        case number
        case bool(Bool)
        case null

        /// As Elasticsearch's parsers name the kind of a token.
        public var name: String {
            switch self {
            case .beginObject: "START_OBJECT"
            case .endObject: "END_OBJECT"
            case .beginArray: "START_ARRAY"
            case .endArray: "END_ARRAY"
            case .name: "FIELD_NAME"
            case .string: "VALUE_STRING"
            case .number: "VALUE_NUMBER"
            case .bool: "VALUE_BOOLEAN"
            case .null: "VALUE_NULL"
            }
        }
    }

    /// An object or array that has been begun and not ended.
    struct Level {
        var isObject: Bool
        /// Offset of the bracket.
        var start: Int
        var names: Set<String> = []
        /// Whether there was a member or element already.
        var hasContent = false
        /// The name of a member that waits for its value.
        var name: String?
    }

    public let bytes: [UInt8]
    /// What ``next()`` came to last; nil before the first and behind the last token.
    public private(set) var token: Token?
    /// Offset of the current token.
    public private(set) var start = 0
    var index = 0
    var levels: [Level] = []
    /// The current token is a text of which nothing but the first quote has been read.
    private var stringIsUnread = false
    private var digits = 0..<0
    private var hasRoot = false

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the text (RFC 8259 §8.1).
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { self.index = 3 }
    }

    /// The name of the member that the current value belongs to, or that the current token is; nil in arrays.
    public var currentName: String? {
        switch self.token {
        case .beginObject, .beginArray: self.levels.count > 1 ? self.levels[self.levels.count - 2].name : nil
        default: self.levels.last?.name
        }
    }

    // MARK: Tokens

    /// Moves to the next token; nil at the end of the text.
    @discardableResult
    public mutating func next() throws(JSONError) -> Token? {
        if self.stringIsUnread { _ = try self.readString(in: "VALUE_STRING", keeps: false) }
        self.stringIsUnread = false
        guard let level = self.levels.last else { return try self.root() }
        self.token = level.isObject ? try self.member(level) : try self.element(level)
        return self.token
    }

    private mutating func root() throws(JSONError) -> Token? {
        self.skipSpace()
        guard self.index < self.bytes.count else {
            self.token = nil
            return nil
        }
        guard !self.hasRoot else {
            throw JSONError(offset: self.index, message: "unexpected content behind the value")
        }
        self.hasRoot = true
        self.token = try self.value()
        return self.token
    }

    /// Objects take turns between a name and a value.
    private mutating func member(_ level: Level) throws(JSONError) -> Token {
        let depth = self.levels.count - 1
        if self.token == .name { return try self.value() }
        self.levels[depth].name = nil
        self.skipSpace()
        if self.peek == UInt8(ascii: "}") { return self.end(.endObject) }
        if level.hasContent { try self.comma("Object") }
        guard let byte = self.peek else {
            throw level.hasContent ? self.endBetween() : self.endInside(level)
        }
        if byte == UInt8(ascii: "]") { throw self.wrongClose(byte, level) }
        guard byte == UInt8(ascii: "\"") else {
            throw self.unexpected("was expecting double-quote to start field name")
        }
        let start = self.index
        self.index += 1
        let name = try self.readString(in: "field name", keeps: true)
        guard self.levels[depth].names.insert(name).inserted else {
            throw JSONError(offset: self.index, message: "Duplicate field '\(name)'")
        }
        self.skipSpace()
        guard let colon = self.peek else { throw self.endBetween() }
        guard colon == UInt8(ascii: ":") else {
            throw self.unexpected("was expecting a colon to separate field name and value")
        }
        self.index += 1
        self.skipSpace()
        guard self.index < self.bytes.count else { throw self.endBetween() }
        self.start = start
        self.levels[depth].hasContent = true
        self.levels[depth].name = name
        return .name
    }

    private mutating func element(_ level: Level) throws(JSONError) -> Token {
        self.skipSpace()
        if self.peek == UInt8(ascii: "]") { return self.end(.endArray) }
        if level.hasContent { try self.comma("Array") }
        guard let byte = self.peek else {
            throw level.hasContent ? self.endBetween() : self.endInside(level)
        }
        if byte == UInt8(ascii: "}") { throw self.wrongClose(byte, level) }
        self.levels[self.levels.count - 1].hasContent = true
        return try self.value()
    }

    private mutating func end(_ token: Token) -> Token {
        self.start = self.index
        self.index += 1
        self.levels.removeLast()
        return token
    }

    private mutating func comma(_ kind: String) throws(JSONError) {
        guard let byte = self.peek, let level = self.levels.last else {
            throw self.levels.last.map { self.endInside($0) } ?? self.endBetween()
        }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { throw self.wrongClose(byte, level) }
        guard byte == UInt8(ascii: ",") else {
            throw self.unexpected("was expecting comma to separate \(kind) entries")
        }
        self.index += 1
        self.skipSpace()
    }

    private mutating func value() throws(JSONError) -> Token {
        self.start = self.index
        guard let byte = self.peek else { throw self.endBetween() }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard self.levels.count < JSONParser.depthMax else {
                throw JSONError(offset: self.index, message: "nested deeper than \(JSONParser.depthMax)")
            }
            self.levels.append(Level(isObject: byte == UInt8(ascii: "{"), start: self.index))
            self.index += 1
            return byte == UInt8(ascii: "{") ? .beginObject : .beginArray
        case UInt8(ascii: "\""):
            self.index += 1
            self.stringIsUnread = true
            return .string
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            self.digits = try self.number()
            return .number
        default: throw self.noValue(byte)
        }
    }

    private mutating func word(_ word: StaticString, _ token: Token) throws(JSONError) -> Token {
        let start = self.index
        for offset in 0..<word.utf8CodeUnitCount {
            guard self.peek == word.utf8Start[offset] else { throw self.unknownToken(start) }
            self.index += 1
        }
        if let byte = self.peek, Self.isWord(byte) { throw self.unknownToken(start) }
        return token
    }

    var peek: UInt8? { self.index < self.bytes.count ? self.bytes[self.index] : nil }

    private mutating func skipSpace() {
        while let byte = self.peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            self.index += 1
        }
    }

    // MARK: Values

    /// The text of the current name, string or number; `true`, `false` or `null` for the words.
    public mutating func text() throws(JSONError) -> String {
        switch self.token {
        case .name: return self.levels.last?.name ?? ""
        case .string:
            if self.stringIsUnread {
                self.lastString = try self.readString(in: "VALUE_STRING", keeps: true)
                self.stringIsUnread = false
            }
            return self.lastString
        case .number: return String(decoding: self.bytes[self.digits], as: UTF8.self)
        case .bool(let bool): return bool ? "true" : "false"
        case .null: return "null"
        default: return ""
        }
    }

    private var lastString = ""

    /// From the bracket that begins an object or array to the one that ends it; other tokens stay.
    public mutating func skipChildren() throws(JSONError) {
        guard self.token == .beginObject || self.token == .beginArray else { return }
        let depth = self.levels.count
        while self.levels.count >= depth { try self.next() }
    }

    /// The current value in whole; the reader stands at its last token then.
    public mutating func value() throws(JSONError) -> JSONValue {
        let start = self.start
        let kind: JSONValue.Kind
        switch self.token {
        case .beginObject:
            var members: [JSONValue.Member] = []
            while try self.next() == .name {
                let name = try self.text()
                let nameStart = self.start
                try self.next()
                members.append(JSONValue.Member(name: name, start: nameStart, value: try self.value()))
            }
            kind = .object(members)
        case .beginArray:
            var elements: [JSONValue] = []
            while try self.next() != .endArray { elements.append(try self.value()) }
            kind = .array(elements)
        case .string: kind = .string(try self.text())
        case .number: kind = .number(try self.text())
        case .bool(let bool): kind = .bool(bool)
        default: kind = .null
        }
        return JSONValue(kind, start: start, end: self.start)
    }
}
