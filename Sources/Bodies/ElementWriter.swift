internal import Bytes

/// Writes an element of a response's array: an object in the outer object's array, so that its members stand six or
/// more spaces in when pretty.
struct ElementWriter {
    private let output: ByteBuffer
    private let isPretty: Bool
    /// Of the element's own brackets.
    private var depth = 2
    private var isFirst = true

    init(_ output: ByteBuffer, isPretty: Bool) {
        self.output = output
        self.isPretty = isPretty
    }

    mutating func begin(_ bracket: StaticString = "{") {
        self.output.append(bracket)
        self.depth += 1
        self.isFirst = true
    }

    mutating func end(_ bracket: StaticString = "}") {
        self.depth -= 1
        if self.isFirst {
            if self.isPretty { self.output.append(" ") }
        } else {
            self.newLine()
        }
        self.isFirst = false
        self.output.append(bracket)
    }

    /// A place for an element of an array, to be followed by ``begin(_:)``.
    mutating func element() {
        if !self.isFirst { self.output.append(UInt8(ascii: ",")) }
        self.isFirst = false
        self.newLine()
    }

    mutating func name(_ name: StaticString) {
        self.element()
        self.output.append(UInt8(ascii: "\""))
        self.output.append(name)
        self.output.append(self.isPretty ? "\" : " : "\":")
    }

    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        self.output.append(UInt8(ascii: "\""))
        JSONText.append(text, to: self.output)
        self.output.append(UInt8(ascii: "\""))
    }

    /// - Parameter bytes: nil for null.
    mutating func member(_ name: StaticString, _ bytes: ArraySlice<UInt8>?) {
        self.name(name)
        guard let bytes else { return self.output.append("null") }
        self.output.append(UInt8(ascii: "\""))
        unsafe bytes.withUnsafeBufferPointer { unsafe JSONText.append($0, to: self.output) }
        self.output.append(UInt8(ascii: "\""))
    }

    mutating func member(_ name: StaticString, _ number: Int) {
        self.name(name)
        self.output.append(decimal: number)
    }

    private func newLine() {
        guard self.isPretty else { return }
        self.output.append(UInt8(ascii: "\n"))
        for _ in 0..<self.depth { self.output.append("  ") }
    }
}
