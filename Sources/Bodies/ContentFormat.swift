internal import Bytes
public import Elasticsearch

/// The formats in which a content is examined: JSON and lines of it, in UTF-8. SMILE, CBOR, YAML and other charsets
/// are refused where it matters what a content says.
public enum ContentFormat {
    /// - Parameters:
    ///   - field: the value of `Content-Type`; nil where there is none.
    ///   - major: of the upstream. Up to 5 Elasticsearch takes a content of no or a foreign type and looks at its
    ///     first octets; as JSON is all that the readers take, they see the same.
    /// - Returns: whether a content of that type can be examined.
    public static func accepts(_ field: borrowing Span<UInt8>?, for kind: BodyKind, major: Int) -> Bool {
        // What is not examined may come in any format.
        if kind == .opaque || kind == .document { return true }
        guard let field = copy field else { return major <= 5 }
        var index = 0
        Self.skipSpace(field, &index)
        let start = index
        while index < field.count, ASCII.isToken(field[index]) || field[index] == UInt8(ascii: "/") {
            index &+= 1
        }
        guard let type = Self.type(field, start..<index, major) else { return false }
        while true {
            Self.skipSpace(field, &index)
            if index == field.count { return true }
            guard field[index] == UInt8(ascii: ";"), Self.parameter(field, &index, type) else { return false }
        }
    }

    private enum MediaType {
        case plain
        /// `application/vnd.elasticsearch+json`, which may say `compatible-with`.
        case versioned
    }

    private static func type(
        _ field: borrowing Span<UInt8>, _ range: Range<Int>, _ major: Int
    ) -> MediaType? {
        func isType(_ word: StaticString, _ field: borrowing Span<UInt8>) -> Bool {
            Self.equals(field, range, word)
        }
        if isType("application/json", field) || isType("application/x-ndjson", field) { return .plain }
        if isType("application/vnd.elasticsearch+json", field)
            || isType("application/vnd.elasticsearch+x-ndjson", field)
        {
            return .versioned
        }
        guard major <= 5 else { return nil }
        // curl's default, and what plain programs send.
        return isType("application/x-www-form-urlencoded", field) || isType("text/plain", field)
            ? .plain : nil
    }

    /// Reads `; name=value` (RFC 9110 §5.6.6).
    private static func parameter(
        _ field: borrowing Span<UInt8>, _ index: inout Int, _ type: MediaType
    ) -> Bool {
        index &+= 1
        self.skipSpace(field, &index)
        let name = self.token(field, &index)
        guard index < field.count, field[index] == UInt8(ascii: "=") else { return false }
        index &+= 1
        let isQuoted = index < field.count && field[index] == UInt8(ascii: "\"")
        if isQuoted { index &+= 1 }
        let value = self.token(field, &index)
        if isQuoted {
            guard index < field.count, field[index] == UInt8(ascii: "\"") else { return false }
            index &+= 1
        }
        if self.equals(field, name, "charset") { return self.equals(field, value, "utf-8") }
        guard type == .versioned, self.equals(field, name, "compatible-with"), !value.isEmpty else {
            return false
        }
        for at in value where !ASCII.isDigit(field[at]) { return false }
        return true
    }

    private static func token(_ field: borrowing Span<UInt8>, _ index: inout Int) -> Range<Int> {
        let start = index
        while index < field.count, ASCII.isToken(field[index]) { index &+= 1 }
        return start..<index
    }

    private static func skipSpace(_ field: borrowing Span<UInt8>, _ index: inout Int) {
        while index < field.count, field[index] == 0x20 || field[index] == 0x09 { index &+= 1 }
    }

    private static func equals(
        _ field: borrowing Span<UInt8>, _ range: Range<Int>, _ word: StaticString
    ) -> Bool {
        unsafe field.extracting(range).withUnsafeBufferPointer { unsafe ASCII.equalsIgnoringCase($0, word) }
    }
}
