internal import Bytes

/// Writes JSON text: compact, or as Elasticsearch's `?pretty` does it.
public struct JSONWriter {
    private let buffer = ByteBuffer(capacity: 512)
    private let isPretty: Bool
    private var depth = 0
    /// Whether the next name or element is the first of its object or array.
    private var isFirst = true
    private var followsName = false

    public init(pretty: Bool = false) { self.isPretty = pretty }

    /// What was written, with a line feed at the end when pretty.
    public var bytes: [UInt8] { self.isPretty ? self.buffer.array + [0x0a] : self.buffer.array }
    public var text: String { String(decoding: self.buffer.readable, as: UTF8.self) }

    public mutating func beginObject() { self.begin("{") }
    public mutating func endObject() { self.end("}") }
    public mutating func beginArray() { self.begin("[") }
    public mutating func endArray() { self.end("]") }

    public mutating func name(_ name: String) {
        self.separate()
        self.quoted(name)
        self.buffer.append(self.isPretty ? " : " : ":")
        self.followsName = true
    }

    public mutating func string(_ value: String?) {
        guard let value else { return self.null() }
        self.separate()
        self.quoted(value)
    }

    public mutating func integer(_ value: Int) {
        self.separate()
        self.buffer.append(decimal: value)
    }

    public mutating func bool(_ value: Bool) {
        self.separate()
        self.buffer.append(value ? "true" : "false")
    }

    public mutating func null() {
        self.separate()
        self.buffer.append("null")
    }

    public mutating func value(_ value: JSONValue) {
        switch value.kind {
        case .null: self.null()
        case .bool(let bool): self.bool(bool)
        case .number(let digits):
            self.separate()
            self.buffer.append(digits)
        case .string(let string): self.string(string)
        case .array(let elements):
            self.beginArray()
            for element in elements { self.value(element) }
            self.endArray()
        case .object(let members):
            self.beginObject()
            for member in members {
                self.name(member.name)
                self.value(member.value)
            }
            self.endObject()
        }
    }

    /// The text of `value`.
    public static func text(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return writer.text
    }

    private func quoted(_ text: String) {
        self.buffer.append(UInt8(ascii: "\""))
        JSONText.append(text, to: self.buffer)
        self.buffer.append(UInt8(ascii: "\""))
    }

    private mutating func separate() {
        if self.followsName {
            self.followsName = false
            return
        }
        if self.depth > 0 {
            if !self.isFirst { self.buffer.append(UInt8(ascii: ",")) }
            self.newLine()
        }
        self.isFirst = false
    }

    private mutating func begin(_ bracket: StaticString) {
        self.separate()
        self.buffer.append(bracket)
        self.depth += 1
        self.isFirst = true
    }

    private mutating func end(_ bracket: StaticString) {
        self.depth -= 1
        if !self.isFirst { self.newLine() } else if self.isPretty { self.buffer.append(UInt8(ascii: " ")) }
        self.isFirst = false
        self.buffer.append(bracket)
    }

    private func newLine() {
        guard self.isPretty else { return }
        self.buffer.append(UInt8(ascii: "\n"))
        for _ in 0..<self.depth { self.buffer.append("  ") }
    }
}
