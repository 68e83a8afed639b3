internal import Bytes
internal import CCrypt
internal import COpenSSL
internal import Glibc

/// Password hashes in the forms that Elasticsearch writes. Slow by intent: never on a loop.
public enum PasswordHash {
    /// Cost of new bcrypt hashes: 2^10 rounds, Elasticsearch's default.
    public static let bcryptCostDefault = 10
    /// Rounds of PBKDF2 that are computed at all: more would be a way to keep the workers busy.
    private static let roundsMax = 10_000_000

    /// Whether `password` is the one of `hash`. Constant in time once the form is known.
    ///
    /// - Parameter hash: `$2a$`, `$2b$`, `$2y$` (bcrypt), `{PBKDF2}` or `{PBKDF2_STRETCH}`; anything else: false.
    public static func verify(_ hash: String, password: [UInt8]) -> Bool {
        if hash.hasPrefix("$2") { return self.verifyBcrypt(hash, password) }
        if hash.hasPrefix("{PBKDF2_STRETCH}") {
            return self.verifyPBKDF2(
                hash.dropFirst(16), Array(Hexadecimal.encode(self.sha512(password)).utf8))
        }
        if hash.hasPrefix("{PBKDF2}") { return self.verifyPBKDF2(hash.dropFirst(8), password) }
        return false
    }

    /// Elasticsearch's names of the forms that ``verify(_:password:)`` knows.
    public static let algorithms: [String] =
        ["bcrypt"] + (4...14).map { "bcrypt\($0)" }
        + ["pbkdf2", "pbkdf2_stretch"].flatMap { name in
            [name] + [1_000, 10_000, 50_000, 100_000, 500_000, 1_000_000].map { "\(name)_\($0)" }
        }

    /// Whether a text has the form of a hash that can be checked.
    public static func isKnown(_ hash: String) -> Bool {
        if hash.hasPrefix("$2a$") || hash.hasPrefix("$2b$") || hash.hasPrefix("$2y$") {
            return hash.utf8.count == 60
        }
        for prefix in ["{PBKDF2_STRETCH}", "{PBKDF2}"] where hash.hasPrefix(prefix) {
            let parts = hash.dropFirst(prefix.count).split(separator: "$", omittingEmptySubsequences: false)
            guard parts.count == 3, let rounds = Int32(parts[0]), rounds > 0, rounds <= self.roundsMax else {
                return false
            }
            return parts.dropFirst().allSatisfy { Base64.decode(Array($0.utf8))?.isEmpty == false }
        }
        return false
    }

    /// A bcrypt hash with a fresh salt, as Elasticsearch's file realm reads it.
    public static func bcrypt(_ password: [UInt8], cost: Int = bcryptCostDefault) -> String? {
        guard !password.contains(0) else { return nil }
        var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        guard crypt_gensalt_rn("$2b$", UInt(cost), nil, 0, &setting, Int32(setting.count)) != nil else {
            return nil
        }
        // Java's bcrypt knows the form under its older name.
        guard let hash = self.crypt(password, setting) else { return nil }
        return "$2a$" + hash.dropFirst(4)
    }

    private static func verifyBcrypt(_ hash: String, _ password: [UInt8]) -> Bool {
        // `$2a$` as Java writes it has none of the errors that libcrypt's own `$2a$` guards against.
        guard hash.utf8.count == 60, !password.contains(0) else { return false }
        let setting = "$2b$" + hash.dropFirst(4)
        guard let computed = self.crypt(password, setting.utf8CString.map { $0 }) else { return false }
        return ConstantTime.equals(Array(computed.utf8), Array(setting.utf8))
    }

    private static func crypt(_ password: [UInt8], _ setting: [CChar]) -> String? {
        let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer {
            explicit_bzero(data, MemoryLayout<crypt_data>.size)
            data.deallocate()
        }
        memset(data, 0, MemoryLayout<crypt_data>.size)
        var phrase = password.map { CChar(bitPattern: $0) } + [0]
        defer { explicit_bzero(&phrase, phrase.count) }
        guard let result = crypt_r(phrase, setting, data) else { return nil }
        let text = String(cString: result)
        return text.hasPrefix("*") ? nil : text
    }

    /// `rounds$salt$hash` in Base64: PBKDF2 with HMAC-SHA-512 and 256 bits.
    private static func verifyPBKDF2(_ text: Substring, _ password: [UInt8]) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, let rounds = Int32(parts[0]), rounds > 0, rounds <= self.roundsMax,
            let salt = Base64.decode(Array(parts[1].utf8)),
            let expected = Base64.decode(Array(parts[2].utf8)),
            !expected.isEmpty, expected.count <= 64
        else { return false }
        var computed = [UInt8](repeating: 0, count: expected.count)
        let result = password.withUnsafeBytes { password in
            PKCS5_PBKDF2_HMAC(
                password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(password.count), salt,
                Int32(salt.count),
                rounds, EVP_sha512(), Int32(computed.count), &computed)
        }
        return result == 1 && ConstantTime.equals(computed, expected)
    }

    private static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        _ = SHA512(bytes, bytes.count, &digest)
        return digest
    }
}
