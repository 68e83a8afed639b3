internal import Bytes
public import Keys

/// What became of an API key that was shown.
public enum KeyVerdict: Sendable {
    case valid(KeyEntry)
    /// With the secret that was replaced and is accepted for a while yet.
    case former(KeyEntry)
    /// To be found out off the loop; whether the key is still good is looked at when that is known.
    case slow(SlowQuestion)
    case invalid(KeyFailure, APIKeyID?)
}

/// Why a key was refused: for the audit trail. Clients get one answer for all of them.
public enum KeyFailure: Sendable, Equatable {
    case malformed, unknown, wrongSecret, expired, invalidated, suspended, ownerGone

    public var reason: StaticString {
        switch self {
        case .malformed: "malformed API key"
        case .unknown: "unknown API key"
        case .wrongSecret: "wrong API key secret"
        case .expired: "API key is expired"
        case .invalidated: "API key is invalidated"
        case .suspended: "API key is suspended"
        case .ownerGone: "API key's owner is gone or disabled"
        }
    }
}

/// Checks API keys, at every request: one look-up and one hash. One per loop; allocates nothing.
public final class KeyAuthenticator {
    /// Bytes that a decoded `id:secret` may have.
    private static let decodedMax = 1024

    private let table: KeyTable
    private let hasher = SecretHasher()
    /// Compared with for keys that do not exist, so that they take as long.
    private let decoy = SecretHash(salt: 0, digest: (1, 2, 3, 4))

    public init(table: KeyTable) { self.table = table }

    /// - Parameters:
    ///   - digits: what stands behind `ApiKey `.
    ///   - now: milliseconds since 1970.
    public func authenticate(_ digits: UnsafeBufferPointer<UInt8>, now: Int64) -> KeyVerdict {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.decodedMax) { decoded in
            guard let count = Base64.decode(digits, into: decoded) else { return .invalid(.malformed, nil) }
            let bytes = UnsafeBufferPointer(rebasing: decoded[..<count])
            // At the first colon; an id is never empty.
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
                return .invalid(.malformed, nil)
            }
            let secret = UnsafeBufferPointer(rebasing: bytes[(colon + 1)...])
            let id = APIKeyID(UnsafeBufferPointer(rebasing: bytes[..<colon]))
            let entry = id.flatMap { self.table.lookup($0) }
            guard let entry, entry.isSlow || entry.hasPrevious else {
                return self.verdict(secret, entry, nil, id, now: now)
            }
            // Hashes that are kept beside the entry have to be of the same moment: the key may be changing now.
            let whole = self.table.whole(entry.id)
            return self.verdict(secret, whole?.entry, whole?.extra, id, now: now)
        }
    }

    private func verdict(
        _ secret: UnsafeBufferPointer<UInt8>, _ entry: KeyEntry?, _ extra: KeyExtra?, _ id: APIKeyID?,
        now: Int64
    ) -> KeyVerdict {
        let expected = entry?.hash ?? self.decoy
        let matches = expected.matches(self.hasher.digest(secret, salt: expected.salt))
        guard let entry else { return .invalid(.unknown, id) }
        let isFormer = !matches && self.isFormer(secret, extra, now: now)
        guard matches || isFormer else {
            return self.slowQuestion(secret, entry, extra, now: now).map { .slow($0) }
                ?? .invalid(.wrongSecret, id)
        }
        if let failure = Self.failure(of: entry, now: now) { return .invalid(failure, id) }
        return isFormer ? .former(entry) : .valid(entry)
    }

    /// Why a key is refused whatever secret is shown; nil: it is good.
    public static func failure(of entry: KeyEntry, now: Int64) -> KeyFailure? {
        if entry.isInvalidated { return .invalidated }
        if entry.expiration <= now { return .expired }
        return entry.isSuspended ? .suspended : nil
    }

    private func slowQuestion(
        _ secret: UnsafeBufferPointer<UInt8>, _ entry: KeyEntry, _ extra: KeyExtra?, now: Int64
    ) -> SlowQuestion? {
        if let hash = extra?.slowHash {
            return SlowQuestion(entry: entry, hash: hash, secret: Array(secret), isFormer: false)
        }
        guard let previous = extra?.slowPrevious, now < previous.until else { return nil }
        return SlowQuestion(entry: entry, hash: previous.hash, secret: Array(secret), isFormer: true)
    }

    /// Whether it is the secret that was replaced, in its time of grace.
    private func isFormer(_ secret: UnsafeBufferPointer<UInt8>, _ extra: KeyExtra?, now: Int64) -> Bool {
        guard let previous = extra?.previous, now < previous.until else { return false }
        return previous.hash.matches(self.hasher.digest(secret, salt: previous.hash.salt))
    }
}
