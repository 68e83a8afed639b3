internal import Bytes
internal import COpenSSL

/// Binds the opaque ids that an upstream hands out (scrolls, points in time, async searches, tasks) to whoever got
/// them: an id leaves as `kw1.MAC.ID`, the MAC being made of its holder, and comes back only from him.
///
/// No table, so there is nothing to fill up or to lose at a restart; proxies that share the secret share the ids.
public struct CursorSeal: Sendable {
    /// What an id stands for: one kind never passes for another.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case scroll = 1
        case pointInTime
        case asyncSearch
        case sql
        case task
    }

    /// Bytes of the secret: as many as the hash has.
    public static let secretLength = 32
    /// Bytes of the MAC that are kept: 128 bits cannot be guessed.
    private static let macLength = 16
    /// Digits of ``macLength`` bytes in Base64 without padding.
    private static let digitCount = 22
    private static let prefix = Array("kw1.".utf8)

    private let secret: [UInt8]

    /// - Returns: nil unless `secret` has ``secretLength`` bytes.
    public init?(secret: [UInt8]) {
        guard secret.count == Self.secretLength else { return nil }
        self.secret = secret
    }

    /// Octets by which a sealed id is longer.
    public static let overhead = 4 + Self.digitCount + 1

    /// - Parameters:
    ///   - id: as the upstream gave it.
    ///   - holder: names the principal and the upstream, unambiguously.
    public func seal(_ id: [UInt8], _ kind: Kind, holder: [UInt8]) -> [UInt8] {
        var sealed = Self.prefix
        sealed.reserveCapacity(id.count + Self.overhead)
        sealed += Base64.encode(self.mac(id, kind, holder), alphabet: .urlSafe, padding: false)
        sealed.append(UInt8(ascii: "."))
        sealed += id
        return sealed
    }

    /// The upstream's id, or nil when it was not sealed for this holder: then it does not exist for him.
    public func open(_ sealed: [UInt8], _ kind: Kind, holder: [UInt8]) -> [UInt8]? {
        guard sealed.count > Self.overhead, sealed.starts(with: Self.prefix),
            sealed[Self.overhead - 1] == UInt8(ascii: ".")
        else { return nil }
        let id = Array(sealed[Self.overhead...])
        let digits = Array(sealed[Self.prefix.count..<(Self.overhead - 1)])
        let expected = Base64.encode(self.mac(id, kind, holder), alphabet: .urlSafe, padding: false)
        return ConstantTime.equals(digits, expected) ? id : nil
    }

    private func mac(_ id: [UInt8], _ kind: Kind, _ holder: [UInt8]) -> [UInt8] {
        // The holder's length in front: no two pairs of holder and id make the same text.
        var message = [kind.rawValue]
        for shift in stride(from: 24, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: holder.count >> shift))
        }
        message += holder
        message += id
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let result = HMAC(
            EVP_sha256(), self.secret, Int32(self.secret.count), message, message.count, &digest, &length)
        precondition(result != nil && length == 32, "HMAC-SHA-256 cannot fail")
        return Array(digest.prefix(Self.macLength))
    }
}
