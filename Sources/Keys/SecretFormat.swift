internal import Bytes

/// Secrets that scanners of source code and logs can find: `prefix_`, 22 random digits, and six digits of a checksum,
/// so that a finding is told from a chance likeness without asking anybody. Legal behind `id:` for every client.
public struct SecretFormat: Sendable, Equatable {
    /// Letters and digits of a prefix.
    public static let prefixLengths = 2...16
    static let randomDigits = 22
    static let checksumDigits = 6

    /// What stands before the underscore.
    public let prefix: String

    /// - Returns: nil for a prefix that is not of 2 to 16 ASCII letters and digits.
    public init?(prefix: String) {
        guard Self.prefixLengths.contains(prefix.utf8.count), prefix.utf8.allSatisfy(Self.isAlphanumeric)
        else { return nil }
        self.prefix = prefix
    }

    /// A secret of this format around `random` digits.
    func text(_ random: [UInt8]) -> [UInt8] {
        let body = Array(self.prefix.utf8) + [UInt8(ascii: "_")] + random
        return body + Self.checksum(body)
    }

    // MARK: Check

    /// What a text turns out to be.
    public enum Finding: Sendable, Equatable {
        /// A secret of ours: its prefix, and the key's id where the text had it.
        case secret(prefix: String, id: String?)
        /// The form of a secret, but with another checksum: mistyped, cut, or made up.
        case wrongChecksum
        /// 22 digits without prefix and checksum: a secret as Elasticsearch makes them, or anything else.
        case plain(id: String?)
        case none
    }

    /// Says what `text` is without asking anybody: a secret alone, `id:secret`, or the Base64 of that.
    public static func inspect(_ text: String) -> Finding {
        let bytes = Array(text.utf8)
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            return self.inspect(pair: bytes, colon)
        }
        let alone = self.inspect(secret: bytes, id: nil)
        if case .none = alone, let decoded = Base64.decode(bytes),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
        {
            return self.inspect(pair: decoded, colon)
        }
        return alone
    }

    private static func inspect(pair: [UInt8], _ colon: Int) -> Finding {
        guard let id = String(validating: pair[..<colon], as: UTF8.self), APIKeyID(id) != nil else {
            return .none
        }
        return self.inspect(secret: Array(pair[(colon + 1)...]), id: id)
    }

    private static func inspect(secret: [UInt8], id: String?) -> Finding {
        if secret.count == self.randomDigits, secret.allSatisfy(self.isURLSafe) { return .plain(id: id) }
        let tail = self.randomDigits + self.checksumDigits
        let prefixCount = secret.count - tail - 1
        guard self.prefixLengths.contains(prefixCount), secret[prefixCount] == UInt8(ascii: "_"),
            secret[..<prefixCount].allSatisfy(self.isAlphanumeric),
            secret[(prefixCount + 1)...].allSatisfy(self.isURLSafe)
        else { return .none }
        let body = Array(secret.dropLast(self.checksumDigits))
        guard Array(secret.suffix(self.checksumDigits)) == self.checksum(body) else { return .wrongChecksum }
        return .secret(prefix: String(decoding: secret[..<prefixCount], as: UTF8.self), id: id)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isURLSafe(_ byte: UInt8) -> Bool {
        self.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    // MARK: Checksum

    private static let digits = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// CRC-32 (ISO 3309, as in gzip) of `bytes`, in base 62 with the highest digit first.
    static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        var rest = Int(~remainder)
        var text: [UInt8] = []
        for _ in 0..<self.checksumDigits {
            text.append(self.digits[rest % self.digits.count])
            rest /= self.digits.count
        }
        return text.reversed()
    }
}
