public import Keys

/// What has been counted of one key and not yet been stored. A value of 184 bytes without a reference; numbers stop at
/// their largest value rather than wrap.
public struct UsageDelta: Sendable {
    public let id: APIKeyID
    public private(set) var requests: UInt32 = 0
    public private(set) var documents: UInt32 = 0
    public private(set) var bytesIn: UInt64 = 0
    public private(set) var bytesOut: UInt64 = 0
    private var refusals: InlineArray<5, UInt32> = .init(repeating: 0)
    /// Milliseconds before ``lastAt`` that the first use was, 49 days at most.
    private var span: UInt32 = 0
    /// Milliseconds since 1970; 0: it has not been used, only refused.
    public private(set) var lastAt: Int64 = 0
    public private(set) var lastAddress = UsageAddress(high: 0, low: 0)
    /// Of the batch's texts.
    var agent: UInt32 = 0
    public private(set) var operation = UsageOperation.none
    public private(set) var latency = LatencyHistogram()
    public private(set) var addresses = AddressSketch()

    public init(_ id: APIKeyID) { self.id = id }

    public var firstAt: Int64 { self.lastAt &- Int64(self.span) }
    public func refused(_ kind: UsageRefusal) -> UInt32 { self.refusals[kind.rawValue] }

    /// Counts one exchange.
    ///
    /// - Parameter agent: of the batch's texts.
    @inline(__always)
    mutating func count(_ sample: borrowing UsageSample, agent: UInt32) {
        self.requests = saturated(self.requests, 1)
        self.bytesIn = saturated(self.bytesIn, UInt64(clamping: sample.bytesIn))
        self.bytesOut = saturated(self.bytesOut, UInt64(clamping: sample.bytesOut))
        self.documents = saturated(self.documents, UInt32(clamping: sample.documents))
        if let refusal = sample.refusal {
            self.refusals[refusal.rawValue] = saturated(self.refusals[refusal.rawValue], 1)
            // What nobody could do with it is no use of it.
            if refusal == .unauthenticated { return }
        }
        self.latency.count(sample.duration)
        let address = sample.address
        if self.lastAt == 0 || self.lastAddress != address { self.addresses.insert(address) }
        let first = self.lastAt == 0 ? sample.at : min(self.firstAt, sample.at)
        // Exchanges end in another order than they begin.
        guard sample.at >= self.lastAt else {
            self.span = UInt32(clamping: self.lastAt &- first)
            return
        }
        self.lastAt = sample.at
        self.span = UInt32(clamping: sample.at &- first)
        self.lastAddress = address
        self.agent = agent
        self.operation = sample.operation
    }

    /// Adds what was counted elsewhere.
    ///
    /// - Parameter agent: the other's, as a text of this one's batch.
    mutating func add(_ other: borrowing UsageDelta, agent: UInt32) {
        self.requests = saturated(self.requests, other.requests)
        self.documents = saturated(self.documents, other.documents)
        self.bytesIn = saturated(self.bytesIn, other.bytesIn)
        self.bytesOut = saturated(self.bytesOut, other.bytesOut)
        for index in 0..<UsageRefusal.count {
            self.refusals[index] = saturated(self.refusals[index], other.refusals[index])
        }
        self.latency.add(other.latency)
        self.addresses.merge(other.addresses)
        guard other.lastAt > 0 else { return }
        let first = self.lastAt == 0 ? other.firstAt : min(self.firstAt, other.firstAt)
        if other.lastAt >= self.lastAt {
            self.lastAt = other.lastAt
            self.lastAddress = other.lastAddress
            self.agent = agent
            self.operation = other.operation
        }
        self.span = UInt32(clamping: self.lastAt &- first)
    }
}
