internal import Address
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Limit
internal import Metrics

/// What becomes of requests whose credential does not hold: counted by their source address, answered late, then 429.
/// Keys are looked at all the same, which costs little: one that is right passes wherever it comes from, so nobody shuts
/// out others by showing wrong secrets. Only passwords, which take work and can be guessed, are not verified for an address
/// that has used up its budget, unless they were right before.
extension Exchange {
    /// Refuses, and counts the failure where a credential was shown.
    func refuse(_ refusal: Refusal, _ head: RequestHead) {
        guard refusal.isAuthentication, head.first(.authorization) != nil,
            let failures = self.context.shared.book.failures
        else { return self.answer(refusal) }
        switch failures.fail(self.client.source, now: self.context.loop.now) {
        case .within: self.answer(refusal)
        case .slowed(let nanoseconds):
            let gate = self.gate ?? LimitGate(self)
            self.gate = gate
            self.delayedRefusal = refusal
            self.state = .verifying
            self.context.metrics.limit(.failedAuthentications, .delayed)
            gate.delayHead(nanoseconds)
        case .exhausted(let nanoseconds):
            var late = Refusal.tooManyFailures(nanoseconds)
            late.reason = refusal.reason
            self.context.metrics.limit(.failedAuthentications, .refused)
            self.answer(late)
        }
    }

    /// Whether passwords are not verified for the source any more.
    ///
    /// - Returns: nanoseconds until they are; nil: now.
    var failureWait: Int64? {
        guard let failures = self.context.shared.book.failures else { return nil }
        let standing = failures.standing(of: self.client.source, now: self.context.loop.now)
        if case .exhausted(let nanoseconds) = standing { return nanoseconds }
        return nil
    }
}

extension Refusal {
    static func tooManyFailures(_ nanoseconds: Int64) -> Refusal {
        var refusal = Refusal(
            .tooManyRequests(
                "too many failed authentications from this address",
                retryAfter: Int(clamping: max(1, (nanoseconds &+ 999_999_999) / 1_000_000_000))),
            reason: "too many failed authentications")
        refusal.isAuthentication = true
        return refusal
    }
}
