/// What is counted.
public enum LimitedUnit: Int, Sendable, CaseIterable {
    case requests
    /// Bytes of requests' content, as they come from clients.
    case received
    /// Bytes of answers' content.
    case sent
    /// Documents that are written: items of a bulk request, or the one of another.
    case documents

    /// As it is set and told.
    public var name: String {
        switch self {
        case .requests: "requests"
        case .received: "bytes_in"
        case .sent: "bytes_out"
        case .documents: "documents"
        }
    }

    /// Its name in a sentence.
    public var words: String {
        switch self {
        case .requests: "requests"
        case .received: "bytes in"
        case .sent: "bytes out"
        case .documents: "documents"
        }
    }

    public var isBytes: Bool { self == .received || self == .sent }
}

/// How much of one unit may pass; nil: any number.
public struct UnitLimit: Sendable, Equatable {
    public var rate: Rate?
    /// Units of a calendar day (UTC), at most ``Quota/unitsMax``.
    public var perDay: Int64?
    public var perMonth: Int64?

    public init(rate: Rate? = nil, perDay: Int64? = nil, perMonth: Int64? = nil) {
        self.rate = rate
        self.perDay = perDay
        self.perMonth = perMonth
    }

    public var isEmpty: Bool { self.rate == nil && !self.hasQuota }
    public var hasQuota: Bool { self.perDay != nil || self.perMonth != nil }

    func quota(_ period: Quota.Period) -> Int64? { period == .day ? self.perDay : self.perMonth }
}

/// What one key or one owner may use, under a name.
public struct LimitPolicy: Sendable, Equatable {
    /// What becomes of a request beyond a rate.
    public enum Action: String, Sendable, CaseIterable {
        /// It gets 429; of a bulk request, the items that are too many.
        case refuse
        /// It waits, up to ``LimitPolicy/delayMax``; content is read no faster than it may come.
        case slow
    }

    /// Nanoseconds that a request may be made to wait, by default.
    public static let delayDefault: Int64 = 10_000_000_000

    /// Letters, digits, `_`, `-` and `.`: it stands in fields of answers.
    public var name: String
    public var action = Action.refuse
    /// Nanoseconds that a request may wait for its turn; beyond, it is refused.
    public var delayMax = LimitPolicy.delayDefault
    public var requests = UnitLimit()
    public var received = UnitLimit()
    public var sent = UnitLimit()
    public var documents = UnitLimit()
    /// Requests on their way at a time.
    public var inFlight: Int?

    public init(name: String) { self.name = name }

    public subscript(unit: LimitedUnit) -> UnitLimit {
        get {
            switch unit {
            case .requests: self.requests
            case .received: self.received
            case .sent: self.sent
            case .documents: self.documents
            }
        }
        set {
            switch unit {
            case .requests: self.requests = newValue
            case .received: self.received = newValue
            case .sent: self.sent = newValue
            case .documents: self.documents = newValue
            }
        }
    }

    public var isEmpty: Bool { self.inFlight == nil && LimitedUnit.allCases.allSatisfy { self[$0].isEmpty } }
    public var hasQuota: Bool { LimitedUnit.allCases.contains { self[$0].hasQuota } }

    public static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy {
                ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || [0x2d, 0x2e, 0x5f].contains($0)
            }
    }
}
