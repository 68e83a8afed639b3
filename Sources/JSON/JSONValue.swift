/// A parsed JSON value (RFC 8259) with the place where it stood, so that errors can name it.
public struct JSONValue: Sendable {
    public indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        /// The digits as they were written.
        case number(String)
        case string(String)
        case array([JSONValue])
        /// In the order of the text; no name twice.
        case object([Member])
    }

    public struct Member: Sendable {
        public var name: String
        /// Offset of the name's first quote.
        public var start: Int
        public var value: JSONValue

        public init(name: String, start: Int = 0, value: JSONValue) {
            self.name = name
            self.start = start
            self.value = value
        }
    }

    public var kind: Kind
    /// Offset of the first octet.
    public var start: Int
    /// Offset of the last octet: of the closing bracket of an array or object.
    public var end: Int

    public init(_ kind: Kind, start: Int = 0, end: Int = 0) {
        self.kind = kind
        self.start = start
        self.end = end
    }

    public subscript(name: String) -> JSONValue? { self.members?.first { $0.name == name }?.value }

    public var members: [Member]? { if case .object(let members) = self.kind { members } else { nil } }
    public var elements: [JSONValue]? { if case .array(let elements) = self.kind { elements } else { nil } }
    public var string: String? { if case .string(let string) = self.kind { string } else { nil } }
    public var bool: Bool? { if case .bool(let bool) = self.kind { bool } else { nil } }
    public var integer: Int? { if case .number(let digits) = self.kind { Int(digits) } else { nil } }

    /// As Elasticsearch's parsers name the kind of a token.
    public var tokenName: String {
        switch self.kind {
        case .null: "VALUE_NULL"
        case .bool: "VALUE_BOOLEAN"
        case .number: "VALUE_NUMBER"
        case .string: "VALUE_STRING"
        case .array: "START_ARRAY"
        case .object: "START_OBJECT"
        }
    }
}

extension JSONValue: Equatable {
    /// By content; places do not count.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left.kind, right.kind) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.count == right.count
                && zip(left, right).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }
}
