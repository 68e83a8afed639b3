internal import Bytes

/// The secret half of an API key: 128 random bits as 22 URL-safe Base64 digits, in a ``SecretFormat`` where
/// one is set. Shown once, never stored.
public struct Secret: Sendable, CustomStringConvertible {
    public let text: [UInt8]

    /// - Parameter format: what stands around the digits; nil: nothing, as Elasticsearch makes them.
    public static func generate(_ format: SecretFormat? = nil) -> Secret {
        let digits = Base64.encode(SecureRandom.bytes(16), alphabet: .urlSafe, padding: false)
        return Secret(text: format?.text(digits) ?? digits)
    }

    /// Keeps a secret out of logs.
    public var description: String { "***" }
}
