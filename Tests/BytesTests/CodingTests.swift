import Foundation
import Testing

@testable import Bytes

@Suite struct CodingTests {
    @Test func base64AgreesWithFoundation() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
            let text = Data(bytes).base64EncodedString()
            #expect(String(decoding: Base64.encode(bytes), as: UTF8.self) == text)
            #expect(Base64.decode(Array(text.utf8)) == bytes)
            let bare = Base64.encode(bytes, alphabet: .urlSafe, padding: false)
            #expect(Base64.decode(bare, alphabet: .urlSafe) == bytes)
        }
    }

    /// Each octet in each place of a group, in both alphabets.
    @Test func base64KnowsItsDigits() {
        let common = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "=") {
            for place in 0..<4 {
                var digits = Array("AAAA".utf8)
                digits[place] = byte
                let isStandard =
                    common.contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
                let isURLSafe =
                    common.contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                #expect((Base64.decode(digits) != nil) == isStandard)
                #expect((Base64.decode(digits, alphabet: .urlSafe) != nil) == isURLSafe)
            }
        }
    }

    @Test(arguments: [
        "a", "ab=", "a===", "ab c", "ab\n", "a-b_", "ab=a", "====", "=", "abc=d", "QR==", "QQF=",
    ])
    func base64Refuses(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    @Test func base64RefusesASmallOutput() {
        var output = [UInt8](repeating: 0, count: 2)
        let count = Array("YWJj".utf8).withUnsafeBufferPointer { digits in
            output.withUnsafeMutableBufferPointer { Base64.decode(digits, into: $0) }
        }
        #expect(count == nil)
    }

    @Test func hexadecimalDigits() {
        for value in UInt8(0)..<16 {
            #expect(Hexadecimal.value(Hexadecimal.lowerDigit(value)) == value)
            #expect(Hexadecimal.value(Hexadecimal.upperDigit(value)) == value)
        }
        let digits = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8.min...UInt8.max {
            #expect((Hexadecimal.value(byte) != nil) == digits.contains(byte))
        }
        #expect(Hexadecimal.encode([0, 0xab, 0xff]) == "00abff")
    }

    @Test func octetClasses() {
        let token = Set("!#$%&'*+-.^_`|~0123456789".utf8)
            .union(UInt8(ascii: "a")...UInt8(ascii: "z")).union(UInt8(ascii: "A")...UInt8(ascii: "Z"))
        for byte in UInt8.min...UInt8.max {
            #expect(ASCII.isToken(byte) == token.contains(byte))
            #expect(ASCII.isFieldContent(byte) == (byte == 9 || (byte >= 0x20 && byte != 0x7f)))
        }
    }

    @Test func constantTimeComparison() {
        #expect(ConstantTime.equals([], []))
        #expect(ConstantTime.equals([1, 2], [1, 2]))
        #expect(!ConstantTime.equals([1, 2], [1, 3]))
        #expect(!ConstantTime.equals([1, 2], [1, 2, 3]))
    }
}
