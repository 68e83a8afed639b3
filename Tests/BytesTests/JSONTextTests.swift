import Testing

@testable import Bytes

@Suite struct JSONTextTests {
    private static func written(_ bytes: [UInt8], limit: Int = .max) -> [UInt8] {
        let buffer = ByteBuffer(capacity: 64)
        bytes.withUnsafeBufferPointer { JSONText.append($0, limit: limit, to: buffer) }
        return buffer.array
    }

    private static func expected(_ byte: UInt8) -> String {
        switch byte {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0a: "\\n"
        case 0x0c: "\\f"
        case 0x0d: "\\r"
        case 0x22: "\\\""
        case 0x5c: "\\\\"
        case 0..<0x10: "\\u000" + String(byte, radix: 16)
        case 0x10..<0x20, 0x7f: "\\u00" + String(byte, radix: 16)
        case 0x80...: "\u{fffd}"
        default: String(UnicodeScalar(byte))
        }
    }

    /// Texts are looked at eight octets at a time: each octet in each place of texts around that length.
    @Test func escapesEachOctetInEachPlace() {
        for count in 1...17 {
            for place in 0..<count {
                for byte in UInt8.min...UInt8.max {
                    var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: count)
                    bytes[place] = byte
                    let text = bytes.map(Self.expected).joined()
                    #expect(Self.written(bytes) == Array(text.utf8))
                }
            }
        }
    }

    @Test func escapesSeveralAndKeepsWhatIsUTF8() {
        #expect(
            Self.written(Array("a\"b\\c\n0123456789\"".utf8)) == Array("a\\\"b\\\\c\\n0123456789\\\"".utf8))
        #expect(
            Self.written(Array("\"Zürich\" 東京 0123456789\n".utf8))
                == Array("\\\"Zürich\\\" 東京 0123456789\\n".utf8))
        #expect(Self.written([]) == [])
    }

    @Test func cutsAtTheLimit() {
        let bytes = Array("0123456789abcdef".utf8)
        for limit in 0...17 { #expect(Self.written(bytes, limit: limit) == Array(bytes.prefix(limit))) }
    }
}
