/// Which limit a request met, and when it may be tried again.
public struct LimitRefusal: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case rate
        case day
        case month
        case inFlight
    }

    /// Name of the policy.
    public var policy: String
    public var unit: LimitedUnit
    public var kind: Kind
    /// Units of the rate's second, the period or at a time.
    public var limit: Double
    /// Nanoseconds until it may pass.
    public var wait: Int64

    /// Whole seconds, at least one, as `Retry-After` tells them (RFC 9110 §10.2.3).
    public var retryAfter: Int { Int(clamping: max(1, (self.wait &+ 999_999_999) / 1_000_000_000)) }

    /// A sentence for the client.
    public var reason: String {
        let amount = Self.number(self.limit)
        let what =
            switch self.kind {
            case .rate: "[\(amount)] \(self.unit.words) per second"
            case .day: "[\(amount)] \(self.unit.words) per day"
            case .month: "[\(amount)] \(self.unit.words) per month"
            case .inFlight: "[\(amount)] requests at a time"
            }
        return
            "rejected execution: the limit [\(self.policy)] of \(what) is used up, try again in [\(self.retryAfter)s]"
    }

    /// For the trail and for counting.
    public var cause: StaticString {
        switch (self.kind, self.unit) {
        case (.inFlight, _): "limit of requests in flight"
        case (.rate, .requests): "limit of requests per second"
        case (.rate, .received), (.rate, .sent): "limit of bytes per second"
        case (.rate, .documents): "limit of documents per second"
        case (.day, _): "quota of the day"
        case (.month, _): "quota of the month"
        }
    }

    /// `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10, §4): the quota `q` in the unit `qu` for a window of
    /// `w` seconds.
    public var policyField: String {
        var text = "\"\(self.policy)\";q=\(self.quota)"
        if self.kind == .inFlight {
            text += ";qu=\"concurrent-requests\""
        } else if self.unit.isBytes {
            text += ";qu=\"content-bytes\""
        } else if self.unit == .documents {
            text += ";qu=\"documents\""
        }
        // A month has no number of seconds.
        if let window = self.window { text += ";w=\(window)" }
        return text
    }

    /// `RateLimit`: what remains `r`, and the seconds `t` until there is more.
    public var field: String { "\"\(self.policy)\";r=0;t=\(self.retryAfter)" }

    private var quota: Int {
        self.kind == .rate && self.limit < 1 ? 1 : Int(clamping: Int64(min(self.limit.rounded(.down), 9e15)))
    }

    private var window: Int? {
        switch self.kind {
        case .rate: self.limit < 1 ? Int(min((1 / self.limit).rounded(.up), 9e15)) : 1
        case .day: 86_400
        case .month, .inFlight: nil
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && value < 9e15 ? "\(Int64(value))" : "\(value)"
    }
}
