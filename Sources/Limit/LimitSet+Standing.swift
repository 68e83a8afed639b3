public import Bytes

/// What is told of budgets with a request that passes.
extension LimitSet {
    /// Appends `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, section 4): of each budget's limit of requests what remains
    /// `r`, and in how many seconds `t` all of it will be there again.
    ///
    /// - Parameters:
    ///   - now: monotonic nanoseconds.
    ///   - wallNow: milliseconds since 1970.
    public func appendStanding(now: Int64, wallNow: Int64, to buffer: ByteBuffer) {
        var isFirst = true
        for budget in self.budgets {
            guard let (remaining, seconds) = budget.standing(now: now, wallNow: wallNow) else { continue }
            buffer.append(isFirst ? "\"" : ", \"")
            buffer.append(budget.policy.name)
            buffer.append("\";r=")
            buffer.append(decimal: remaining)
            if let seconds {
                buffer.append(";t=")
                buffer.append(decimal: seconds)
            }
            isFirst = false
        }
    }
}

extension LimitBudget {
    /// The limit of requests that is told of: the rate, else the quota of the day, of the month, else those in flight.
    var requestsLimit: LimitRefusal? {
        let limit = self.policy.requests
        let (kind, amount): (LimitRefusal.Kind, Double)
        if let rate = limit.rate {
            (kind, amount) = (.rate, rate.perSecond)
        } else if let max = limit.perDay {
            (kind, amount) = (.day, Double(max))
        } else if let max = limit.perMonth {
            (kind, amount) = (.month, Double(max))
        } else if let max = self.policy.inFlight {
            (kind, amount) = (.inFlight, Double(max))
        } else {
            return nil
        }
        return LimitRefusal(policy: self.policy.name, unit: .requests, kind: kind, limit: amount, wait: 0)
    }

    /// What remains of ``requestsLimit``, and the seconds until all of it does; nil: that is not known.
    func standing(now: Int64, wallNow: Int64) -> (remaining: Int, seconds: Int?)? {
        let limit = self.policy.requests
        if let rate = limit.rate {
            return self.state.withMeter(.requests) { meter in
                (
                    meter.remaining(rate, now: now),
                    Int(clamping: (meter.owed(now: now) &+ 999_999_999) / 1_000_000_000)
                )
            }
        }
        for period in Quota.Period.allCases {
            guard let max = limit.quota(period) else { continue }
            let left = Swift.max(0, max &- self.state.used(.requests, period, now: wallNow))
            return (Int(clamping: left), Int(clamping: (period.rest(wallNow) &+ 999) / 1000))
        }
        guard let max = self.policy.inFlight else { return nil }
        return (Swift.max(0, max &- self.state.inFlight), nil)
    }
}
