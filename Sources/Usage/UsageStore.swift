public import Keys

/// Where usage is kept for good. Called on one queue only; calls block it.
public protocol UsageStore {
    /// Adds what was counted within an hour, in one transaction.
    ///
    /// - Parameters:
    ///   - hour: hours since 1970 UTC.
    ///   - entries: no key twice.
    func add(_ entries: [UsageEntry], hour: Int64) throws(StoreError)
    /// Usage of `ids` (nil: of all), in the order of `sort`, the most first.
    func totals(_ ids: [APIKeyID]?, sort: UsageOrder, from: Int, size: Int) throws(StoreError) -> UsagePage
    /// What `id` did in each hour from `hour` on, the earliest first; hours without use are left out.
    func hours(_ id: APIKeyID, from hour: Int64) throws(StoreError) -> [UsageHour]
    /// Keys that were used at `time` (milliseconds since 1970) or later.
    func used(since time: Int64) throws(StoreError) -> Set<APIKeyID>
    /// Forgets the hours before `hour`.
    func prune(before hour: Int64) throws(StoreError)
    /// Forgets keys for which `isGone` holds.
    func forget(_ isGone: (APIKeyID) -> Bool) throws(StoreError)
}

public enum UsageOrder: String, Sendable, CaseIterable {
    case requests, refused, bytes, documents
    case lastUsed = "last_used"
}

/// What has been counted of a key, with its texts.
public struct UsageEntry: Sendable {
    public var delta: UsageDelta
    public var agent: String
    public var operation: String
    public var address: String
}

/// Numbers of a key since its first use, or of one hour.
public struct UsageNumbers: Sendable, Equatable {
    public var requests: Int64 = 0
    public var documents: Int64 = 0
    public var bytesIn: Int64 = 0
    public var bytesOut: Int64 = 0
    /// In the order of ``UsageRefusal``.
    public var refusals = [Int64](repeating: 0, count: UsageRefusal.count)
    /// In the order of ``LatencyHistogram``.
    public var latency = [Int64](repeating: 0, count: LatencyHistogram.bucketCount)

    public init() {}
}

public struct UsageTotals: Sendable {
    public var id: APIKeyID
    public var numbers = UsageNumbers()
    /// Milliseconds since 1970; nil: it was refused only.
    public var firstUsed: Int64?
    public var lastUsed: Int64?
    public var lastAddress = ""
    public var lastAgent = ""
    public var lastOperation = ""
    public var addresses = AddressSketch()

    public init(id: APIKeyID) { self.id = id }
}

public struct UsageHour: Sendable {
    /// Hours since 1970 UTC.
    public var hour: Int64
    public var numbers: UsageNumbers

    public init(hour: Int64, numbers: UsageNumbers) {
        self.hour = hour
        self.numbers = numbers
    }
}

public struct UsagePage: Sendable {
    /// How many there are in all.
    public var total: Int
    public var totals: [UsageTotals]

    public init(total: Int, totals: [UsageTotals]) {
        self.total = total
        self.totals = totals
    }
}
