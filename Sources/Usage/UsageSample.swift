/// Why a request with a valid key, or one that was valid once, was refused by the proxy itself.
public enum UsageRefusal: Int, Sendable, CaseIterable {
    /// The secret was right, but the key is expired or invalidated.
    case unauthenticated
    /// Not within the key's privileges (403).
    case denied
    /// Over a budget (429).
    case limited
    /// The request itself was wrong: another 4xx of the proxy's own.
    case invalid
    /// The upstream gave no answer, or the proxy could not: 5xx of its own.
    case unavailable

    public static let count = 5

    /// The name in answers and in the store.
    public var name: String { "\(self)" }

    /// What an answer of the proxy's own counts as; nil below 400.
    public init?(status: Int) {
        switch status {
        case 401: self = .unauthenticated
        case 403: self = .denied
        case 429: self = .limited
        case 400..<500: self = .invalid
        case 500...: self = .unavailable
        default: return nil
        }
    }
}

/// What a key was last used for. A number, so that counting allocates nothing; who writes it down knows the names.
public struct UsageOperation: Sendable, Equatable {
    public static let none = UsageOperation(rawValue: 0)
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// An address as 16 octets in memory order: of IPv6, or of IPv4 mapped into it (RFC 4291 §2.5.5.2).
public struct UsageAddress: Sendable, Equatable {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Octets 8 to 11 of a mapped address are 0, 0, 0xff, 0xff.
    private static let mappedMark = UInt64(bigEndian: 0xffff_0000_0000)
    private static let mappedMask = UInt64(bigEndian: 0xffff_ffff_0000_0000)

    public var isMapped: Bool { self.high == 0 && self.low & Self.mappedMask == Self.mappedMark }
}

/// One exchange, as it is counted. The slice is valid for the time of the call.
public struct UsageSample {
    /// Milliseconds since 1970 when the request's head was complete.
    public var at: Int64
    /// Nanoseconds.
    public var duration: Int64
    /// Bytes of the request's content and of the response's.
    public var bytesIn: Int
    public var bytesOut: Int
    /// Documents that went to the cluster in a request that it took.
    public var documents: Int
    public var refusal: UsageRefusal?
    public var address: UsageAddress
    public var agent: UnsafeBufferPointer<UInt8>
    public var operation: UsageOperation

    public init(
        at: Int64, duration: Int64, bytesIn: Int, bytesOut: Int, documents: Int = 0,
        refusal: UsageRefusal? = nil,
        address: UsageAddress, agent: UnsafeBufferPointer<UInt8>, operation: UsageOperation
    ) {
        self.at = at
        self.duration = duration
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.documents = documents
        self.refusal = refusal
        self.address = address
        self.agent = agent
        self.operation = operation
    }
}
