internal import JSON

extension JSONValue {
    /// A string; nil: null.
    static func text(_ text: String?) -> JSONValue { JSONValue(text.map { .string($0) } ?? .null) }
    /// nil: null.
    static func number(_ number: Int64?) -> JSONValue { JSONValue(number.map { .number("\($0)") } ?? .null) }
    static func flag(_ isSet: Bool) -> JSONValue { JSONValue(.bool(isSet)) }
    static func list(_ elements: [JSONValue]) -> JSONValue { JSONValue(.array(elements)) }
    static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(members.map { Member(name: $0.0, value: $0.1) }))
    }
}
