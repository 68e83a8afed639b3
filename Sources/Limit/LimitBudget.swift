/// A policy with what has been used of it by one key or one owner.
public final class LimitBudget: Sendable {
    public let policy: LimitPolicy
    public let state: LimitState

    public init(policy: LimitPolicy, state: LimitState) {
        self.policy = policy
        self.state = state
    }

    private var isSlow: Bool { self.policy.action == .slow }

    private func refusal(
        _ unit: LimitedUnit, _ kind: LimitRefusal.Kind, _ limit: Double, wait: Int64
    ) -> LimitRefusal {
        LimitRefusal(policy: self.policy.name, unit: unit, kind: kind, limit: limit, wait: wait)
    }

    private func refusal(
        _ unit: LimitedUnit, _ period: Quota.Period, _ max: Int64, _ wallNow: Int64
    ) -> LimitRefusal {
        self.refusal(
            unit, period == .day ? .day : .month, Double(max), wait: period.rest(wallNow) &* 1_000_000)
    }

    // MARK: Requests

    /// One more request.
    ///
    /// - Parameter delay: is raised to how long it has to wait.
    /// - Returns: why it may not go on; nothing has been taken then.
    func enter(
        hasContent: Bool, now: Int64, wallNow: Int64, delay: inout Int64
    ) -> LimitRefusal? {
        if let max = self.policy.inFlight, !self.state.slots.take(max: max) {
            return self.refusal(.requests, .inFlight, Double(max), wait: 0)
        }
        let refusal =
            self.debt(.sent, now: now, wallNow: wallNow, &delay)
            ?? (hasContent ? self.debt(.received, now: now, wallNow: wallNow, &delay) : nil)
            ?? self.take(.requests, mayWait: self.isSlow, now: now, wallNow: wallNow, &delay)
        if refusal != nil { self.leave() }
        return refusal
    }

    /// The request has ended.
    func leave() { if self.policy.inFlight != nil { self.state.slots.give() } }

    /// Takes back ``enter(hasContent:now:wallNow:delay:)``.
    func withdraw(now: Int64, wallNow: Int64) {
        self.refund(.requests, 1, wallNow: wallNow)
        self.leave()
    }

    /// What has passed already may be more than was allowed.
    private func debt(
        _ unit: LimitedUnit, now: Int64, wallNow: Int64, _ delay: inout Int64
    ) -> LimitRefusal? {
        let limit = self.policy[unit]
        if let rate = limit.rate {
            let wait = self.state.withMeter(unit) { $0.wait(rate, now: now) }
            guard wait <= (self.isSlow ? self.policy.delayMax : 0) else {
                return self.refusal(unit, .rate, rate.perSecond, wait: wait)
            }
            delay = max(delay, wait)
        }
        guard limit.hasQuota else { return nil }
        for period in Quota.Period.allCases {
            guard let max = limit.quota(period), self.state.used(unit, period, now: wallNow) >= max else {
                continue
            }
            return self.refusal(unit, period, max, wallNow)
        }
        return nil
    }

    // MARK: Taking

    /// Takes one unit before it passes.
    ///
    /// - Parameters:
    ///   - mayWait: it may also be taken from what comes within the policy's delay.
    ///   - delay: is raised to how long it has to wait.
    func take(
        _ unit: LimitedUnit, mayWait: Bool, now: Int64, wallNow: Int64, _ delay: inout Int64
    ) -> LimitRefusal? {
        let limit = self.policy[unit]
        if limit.isEmpty { return nil }
        if let refusal = self.takeQuotas(unit, limit, wallNow) { return refusal }
        guard let rate = limit.rate else { return nil }
        let wait = self.state.withMeter(unit) {
            $0.reserve(1, rate, now: now, waitMax: mayWait ? self.policy.delayMax : 0)
        }
        guard wait.isTaken else {
            self.refundQuotas(unit, 1, limit, wallNow)
            return self.refusal(unit, .rate, rate.perSecond, wait: wait.nanoseconds)
        }
        delay = max(delay, wait.nanoseconds)
        return nil
    }

    private func takeQuotas(_ unit: LimitedUnit, _ limit: UnitLimit, _ wallNow: Int64) -> LimitRefusal? {
        guard limit.hasQuota else { return nil }
        if let max = limit.perDay,
            !self.state.withQuota(unit, .day, { $0.take(1, max: max, .day, now: wallNow) })
        {
            return self.refusal(unit, .day, max, wallNow)
        }
        if let max = limit.perMonth,
            !self.state.withQuota(unit, .month, { $0.take(1, max: max, .month, now: wallNow) })
        {
            if limit.perDay != nil { self.state.withQuota(unit, .day) { $0.refund(1, .day, now: wallNow) } }
            return self.refusal(unit, .month, max, wallNow)
        }
        self.state.noteChange()
        return nil
    }

    private func refundQuotas(_ unit: LimitedUnit, _ count: Int, _ limit: UnitLimit, _ wallNow: Int64) {
        for period in Quota.Period.allCases where limit.quota(period) != nil {
            self.state.withQuota(unit, period) { $0.refund(count, period, now: wallNow) }
        }
    }

    /// Gives back what was taken and not used.
    func refund(_ unit: LimitedUnit, _ count: Int, wallNow: Int64) {
        let limit = self.policy[unit]
        if let rate = limit.rate { self.state.withMeter(unit) { $0.refund(count, rate) } }
        self.refundQuotas(unit, count, limit, wallNow)
    }

    // MARK: Charging

    /// Nanoseconds that a policy which refuses lets be owed by bytes in the middle of a message: a minute.
    static let owedMax: Int64 = 60_000_000_000

    /// Counts bytes that have passed.
    ///
    /// - Parameter hold: is raised to how long the next ones have to wait.
    /// - Returns: why no more may follow.
    func charge(
        _ unit: LimitedUnit, _ count: Int, now: Int64, wallNow: Int64, hold: inout Int64
    ) -> LimitRefusal? {
        let limit = self.policy[unit]
        if limit.isEmpty { return nil }
        var refusal: LimitRefusal?
        if let rate = limit.rate {
            let wait = self.state.withMeter(unit) { $0.charge(count, rate, now: now) }
            if self.isSlow {
                hold = max(hold, wait)
            } else if wait > Self.owedMax {
                // An answer cannot be taken back: it is read no faster then.
                if unit == .sent {
                    hold = max(hold, wait &- Self.owedMax)
                } else {
                    refusal = self.refusal(unit, .rate, rate.perSecond, wait: wait)
                }
            }
        }
        guard limit.hasQuota else { return refusal }
        self.state.noteChange()
        for period in Quota.Period.allCases {
            guard let max = limit.quota(period) else { continue }
            let isWithin = self.state.withQuota(unit, period) {
                $0.charge(count, max: max, period, now: wallNow)
            }
            if !isWithin, unit != .sent { refusal = self.refusal(unit, period, max, wallNow) }
        }
        return refusal
    }
}
