internal import Bytes

/// The secret half of an API key: 128 random bits as 22 URL-safe Base64 digits. Shown once, never stored.
public struct Secret: Sendable, CustomStringConvertible {
    public let text: [UInt8]

    public static func generate() -> Secret {
        Secret(text: Base64.encode(SecureRandom.bytes(16), alphabet: .urlSafe, padding: false))
    }

    /// Keeps a secret out of logs.
    public var description: String { "***" }
}
