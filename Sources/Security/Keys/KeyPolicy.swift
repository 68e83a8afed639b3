public import Authorize
internal import Keys

/// What is asked of new keys, and of changes that prolong their life: `authc.api_key.*`.
public struct KeyPolicy: Sendable {
    /// `expiration.default`: milliseconds that a key lives whose maker says nothing; nil: for ever, or as long as it may.
    public var lifetimeDefault: Int64?
    /// `expiration.max`: milliseconds; nil: no bound.
    public var lifetimeMax: Int64?
    /// `expiration.exempt`: names to which neither applies.
    public var exempt: NamePatterns?
    /// `name.patterns`: what names must match one of; nil: any will do.
    public var names: NamePatterns?
    /// `max_per_owner`: keys of one user that are neither invalidated nor expired; 0: no bound.
    public var perOwnerMax = 0

    public init() {}

    private func isExempt(_ name: String?) -> Bool {
        guard let exempt = self.exempt, let name else { return false }
        return exempt.contains(name)
    }

    func complaints(name: String?, lifetime: TimeValue?) -> [String] {
        var complaints: [String] = []
        if let names = self.names, let name, !name.isEmpty, !names.contains(name) {
            let patterns = names.texts.map { "[\($0)]" }.joined(separator: ", ")
            complaints.append("api key name [\(name)] must match one of \(patterns)")
        }
        if let complaint = self.complaint(name: name, lifetime: lifetime) { complaints.append(complaint) }
        return complaints
    }

    /// What is wrong with a lifetime that is asked for; nil: nothing.
    func complaint(name: String?, lifetime: TimeValue?) -> String? {
        guard let bound = self.lifetimeMax, let lifetime, !self.isExempt(name),
            lifetime.seconds > bound / 1000
        else { return nil }
        return "API key expiration may not be more than [\(OwnParameters.text(bound))] from now"
    }

    /// When a key that is made at `now` expires, in milliseconds since 1970; nil: never.
    func expiration(name: String?, lifetime: TimeValue?, now: Int64) -> Int64? {
        if let lifetime { return now + lifetime.seconds * 1000 }
        guard !self.isExempt(name) else { return nil }
        return (self.lifetimeDefault ?? self.lifetimeMax).map { now + $0 }
    }

    func ownerLimit(now: Int64) -> OwnerLimit? {
        self.perOwnerMax > 0 ? OwnerLimit(max: self.perOwnerMax, now: now) : nil
    }
}
