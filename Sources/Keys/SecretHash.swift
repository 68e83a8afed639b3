internal import Bytes
internal import COpenSSL

/// A salted SHA-256 of a secret: enough for 128 random bits, and quick enough for every request.
public struct SecretHash: Sendable, Equatable {
    /// 8 random octets.
    public let salt: UInt64
    /// SHA-256 of the secret followed by the salt.
    public let digest: (UInt64, UInt64, UInt64, UInt64)

    public init(salt: UInt64, digest: (UInt64, UInt64, UInt64, UInt64)) {
        self.salt = salt
        self.digest = digest
    }

    /// What no secret has: a digest of all zeros.
    static func none(salt: UInt64) -> SecretHash { SecretHash(salt: salt, digest: (0, 0, 0, 0)) }

    public static func == (left: SecretHash, right: SecretHash) -> Bool {
        left.salt == right.salt && left.matches(right.digest)
    }

    /// Constant in time.
    public func matches(_ other: (UInt64, UInt64, UInt64, UInt64)) -> Bool {
        let difference =
            (self.digest.0 ^ other.0) | (self.digest.1 ^ other.1) | (self.digest.2 ^ other.2)
            | (self.digest.3 ^ other.3)
        return difference == 0
    }

    /// Elasticsearch's form: `{SSHA256}`, Base64 of the salt, Base64 of the digest.
    public var text: String {
        let salt = withUnsafeBytes(of: self.salt) { Base64.encode($0) }
        let digest = withUnsafeBytes(of: self.digest) { Base64.encode($0) }
        return "{SSHA256}" + String(decoding: salt + digest, as: UTF8.self)
    }

    /// - Returns: nil for any other form.
    public init?(text: String) {
        let prefix = "{SSHA256}"
        guard text.hasPrefix(prefix) else { return nil }
        let digits = Array(text.utf8.dropFirst(prefix.utf8.count))
        guard digits.count == 12 + 44, let salt = Base64.decode(Array(digits[..<12])), salt.count == 8,
            let digest = Base64.decode(Array(digits[12...])), digest.count == 32
        else { return nil }
        self.salt = salt.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        self.digest = digest.withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
                $0.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            )
        }
    }
}

/// Computes secret hashes. One per loop or thread: it reuses OpenSSL's context.
public final class SecretHasher {
    private let algorithm: OpaquePointer
    private let context: OpaquePointer

    public init() {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new() else {
            preconditionFailure("OpenSSL offers no SHA-256")
        }
        self.algorithm = algorithm
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(self.context)
        EVP_MD_free(self.algorithm)
    }

    /// SHA-256 of `secret` followed by `salt`.
    public func digest(
        _ secret: UnsafeBufferPointer<UInt8>, salt: UInt64
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        var digest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var salt = salt
        withUnsafeMutableBytes(of: &digest) { target in
            var isDone = EVP_DigestInit_ex2(self.context, self.algorithm, nil) == 1
            isDone = EVP_DigestUpdate(self.context, secret.baseAddress, secret.count) == 1 && isDone
            isDone = EVP_DigestUpdate(self.context, &salt, 8) == 1 && isDone
            isDone =
                EVP_DigestFinal_ex(self.context, target.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
                == 1
                && isDone
            precondition(isDone, "SHA-256 failed")
        }
        return digest
    }

    /// A hash of `secret` with a fresh salt.
    public func hash(_ secret: Secret) -> SecretHash { self.hash(secret.text) }

    /// A hash of the octets of a secret with a fresh salt.
    public func hash(_ secret: [UInt8]) -> SecretHash {
        let salt = SecureRandom.bytes(8).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        return secret.withUnsafeBufferPointer {
            SecretHash(salt: salt, digest: self.digest($0, salt: salt))
        }
    }
}
