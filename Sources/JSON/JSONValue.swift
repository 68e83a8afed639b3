/// A parsed JSON value (RFC 8259) with the place where it stood, so that errors can name it.
package struct JSONValue: Sendable {
    package indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        /// The digits as they were written.
        case number(String)
        case string(String)
        case array([JSONValue])
        /// In the order of the text; no name twice.
        case object([Member])
    }

    package struct Member: Sendable {
        package var name: String
        /// Offset of the name's first quote.
        package var start: Int
        package var value: JSONValue

        package init(name: String, start: Int = 0, value: JSONValue) {
            self.name = name
            self.start = start
            self.value = value
        }
    }

    package var kind: Kind
    /// Offset of the first octet.
    package var start: Int
    /// Offset of the last octet: of the closing bracket of an array or object.
    package var end: Int

    package init(_ kind: Kind, start: Int = 0, end: Int = 0) {
        self.kind = kind
        self.start = start
        self.end = end
    }

    package subscript(name: String) -> JSONValue? { self.members?.first { $0.name == name }?.value }

    package var members: [Member]? { if case .object(let members) = self.kind { members } else { nil } }
    package var elements: [JSONValue]? { if case .array(let elements) = self.kind { elements } else { nil } }
    package var string: String? { if case .string(let string) = self.kind { string } else { nil } }
    package var bool: Bool? { if case .bool(let bool) = self.kind { bool } else { nil } }
    package var integer: Int? { if case .number(let digits) = self.kind { Int(digits) } else { nil } }

    /// As Elasticsearch's parsers name the kind of a token.
    package var tokenName: String {
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
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left.kind, right.kind) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }
}
