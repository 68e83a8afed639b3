import Bytes
import Foundation
import Testing

@testable import Keys

@Suite struct SecretFormatTests {
    @Test(arguments: [
        ("kw", true), ("keyward", true), ("A1b2C3d4E5f6G7h8", true), ("k", false), ("", false),
        ("A1b2C3d4E5f6G7h8i", false), ("k_w", false), ("k-w", false), ("kü", false), ("k:w", false),
    ])
    func prefixes(_ prefix: String, _ isLegal: Bool) {
        #expect((SecretFormat(prefix: prefix) != nil) == isLegal)
    }

    /// Made with Python's `zlib.crc32`.
    @Test func checksumsAreTheKnownOnes() {
        func checksum(_ text: String) -> String {
            String(decoding: SecretFormat.checksum(Array(text.utf8)), as: UTF8.self)
        }
        // crc32("") = 0, crc32("123456789") = 0xcbf43926
        #expect(checksum("") == "000000")
        #expect(checksum("123456789") == "3jZRME")
    }

    @Test func whatIsMadeIsRecognized() throws {
        let format = try #require(SecretFormat(prefix: "kwd"))
        for _ in 0..<1000 {
            let text = String(decoding: Secret.generate(format).text, as: UTF8.self)
            #expect(text.utf8.count == 32)
            #expect(SecretFormat.inspect(text) == .secret(prefix: "kwd", id: nil))
            #expect(SecretFormat.inspect("abc:\(text)") == .secret(prefix: "kwd", id: "abc"))
            let encoded = Data("abc:\(text)".utf8).base64EncodedString()
            #expect(SecretFormat.inspect(encoded) == .secret(prefix: "kwd", id: "abc"))
        }
    }

    @Test func oneWrongLetterIsSeen() throws {
        let format = try #require(SecretFormat(prefix: "kwd"))
        let secret = Secret.generate(format).text
        for index in secret.indices where secret[index] != UInt8(ascii: "_") {
            var other = secret
            other[index] = other[index] == UInt8(ascii: "x") ? UInt8(ascii: "y") : UInt8(ascii: "x")
            #expect(SecretFormat.inspect(String(decoding: other, as: UTF8.self)) == .wrongChecksum)
        }
    }

    @Test func otherTexts() {
        let plain = String(decoding: Secret.generate().text, as: UTF8.self)
        #expect(SecretFormat.inspect(plain) == .plain(id: nil))
        #expect(SecretFormat.inspect("id:\(plain)") == .plain(id: "id"))
        for text in [
            "", ":", "x", ":\(plain)", "id:", String(repeating: "x", count: 24) + ":\(plain)", "id:\(plain)x",
            "kwd_", "_" + plain + "000000", String(repeating: "_", count: 40), "häßlich", "====",
        ] {
            #expect(SecretFormat.inspect(text) == .none, "\(text)")
        }
    }
}
