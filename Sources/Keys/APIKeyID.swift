internal import Bytes
internal import COpenSSL
internal import Synchronization

/// The public half of an API key: 20 URL-safe Base64 digits as the server makes them, at most 23 octets when
/// keys are brought from elsewhere. A value of 24 bytes without a reference.
public struct APIKeyID: Hashable, Sendable, CustomStringConvertible {
    /// Octets of the longest id.
    public static let lengthMax = 23

    /// The octets in order, padded with zeros; the last one is the length.
    let words: (UInt64, UInt64, UInt64)

    /// No key's.
    public static let empty = APIKeyID(words: (0, 0, 0))

    private init(words: (UInt64, UInt64, UInt64)) { self.words = words }

    /// - Returns: nil for no octets or more than ``lengthMax``.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count > 0, bytes.count <= Self.lengthMax else { return nil }
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &words) { target in
            target.copyMemory(from: UnsafeRawBufferPointer(bytes))
            target[23] = UInt8(truncatingIfNeeded: bytes.count)
        }
        self.words = words
    }

    public init?(_ text: String) {
        var text = text
        guard let id = text.withUTF8({ APIKeyID($0) }) else { return nil }
        self = id
    }

    public static func == (left: APIKeyID, right: APIKeyID) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.words.0)
        hasher.combine(self.words.1)
        hasher.combine(self.words.2)
    }

    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeBytes(of: self.words) { bytes in
            let octets = UnsafeRawBufferPointer(rebasing: bytes[..<min(Int(bytes[23]), Self.lengthMax)])
            return body(octets.bindMemory(to: UInt8.self))
        }
    }

    /// Whether its octets come before those of `other`.
    @inline(__always)
    func precedes(_ other: APIKeyID) -> Bool {
        // In the order of their octets; behind them zeros, then the length.
        if self.words.0 != other.words.0 { return self.words.0.bigEndian < other.words.0.bigEndian }
        if self.words.1 != other.words.1 { return self.words.1.bigEndian < other.words.1.bigEndian }
        return self.words.2.bigEndian < other.words.2.bigEndian
    }

    public var description: String { self.withBytes { String(decoding: $0, as: UTF8.self) } }

    private static let sequence = Atomic<UInt32>(UInt32.random(in: 0...UInt32.max))

    /// A fresh id: 15 octets of which the first six are the time, so that neighbours in time are neighbours in
    /// an index; then a sequence number of three octets and six random ones.
    ///
    /// - Parameter now: milliseconds since 1970.
    public static func generate(now: Int64) -> APIKeyID {
        let sequence = self.sequence.add(1, ordering: .relaxed).newValue
        var octets = [UInt8](repeating: 0, count: 15)
        for index in 0..<6 { octets[index] = UInt8(truncatingIfNeeded: now >> Int64(40 - 8 * index)) }
        for index in 0..<3 {
            octets[6 + index] = UInt8(truncatingIfNeeded: sequence >> UInt32(16 - 8 * index))
        }
        octets.replaceSubrange(9..., with: SecureRandom.bytes(6))
        let digits = Base64.encode(octets, alphabet: .urlSafe, padding: false)
        guard let id = digits.withUnsafeBufferPointer({ APIKeyID($0) }) else {
            preconditionFailure("20 digits fit")
        }
        return id
    }
}
