public import Address

/// All budgets that a credential is held to: its own, its policy's and its owner's. Each of them has to allow what
/// passes. Shared by the loops.
public final class LimitSet: Sendable {
    public enum Admission: Sendable {
        case passed
        /// It may pass after so many nanoseconds; it has been counted.
        case delayed(Int64)
        case refused(LimitRefusal)
    }

    public enum DocumentAdmission: Sendable {
        case passed
        /// The next one may be asked for after so many nanoseconds.
        case paused(Int64)
        case refused(LimitRefusal)
    }

    public let budgets: [LimitBudget]
    /// Where the credential may be used from; empty: everywhere.
    public let addresses: AddressList
    /// Whether bytes of that kind have to be counted.
    public let limitsReceived: Bool
    public let limitsSent: Bool
    public let limitsDocuments: Bool
    /// `RateLimit-Policy` of requests that pass; empty where nothing limits their number.
    public let policyField: String

    public init(_ budgets: [LimitBudget], addresses: AddressList = AddressList()) {
        self.budgets = budgets
        self.addresses = addresses
        self.limitsReceived = budgets.contains { !$0.policy.received.isEmpty }
        self.limitsSent = budgets.contains { !$0.policy.sent.isEmpty }
        self.limitsDocuments = budgets.contains { !$0.policy.documents.isEmpty }
        self.policyField = budgets.compactMap(\.requestsLimit?.policyField).joined(separator: ", ")
    }

    /// One more request; ``leave()`` must follow, unless it is refused.
    ///
    /// - Parameters:
    ///   - now: monotonic nanoseconds.
    ///   - wallNow: milliseconds since 1970.
    public func enter(hasContent: Bool, now: Int64, wallNow: Int64) -> Admission {
        var delay: Int64 = 0
        for index in self.budgets.indices {
            guard
                let refusal = self.budgets[index].enter(
                    hasContent: hasContent, now: now, wallNow: wallNow, delay: &delay)
            else { continue }
            for earlier in self.budgets[..<index] { earlier.withdraw(now: now, wallNow: wallNow) }
            return .refused(refusal)
        }
        return delay > 0 ? .delayed(delay) : .passed
    }

    /// The request has ended.
    public func leave() { for budget in self.budgets { budget.leave() } }

    /// The one document of a request.
    public func takeDocument(now: Int64, wallNow: Int64) -> Admission {
        var delay: Int64 = 0
        for index in self.budgets.indices {
            let budget = self.budgets[index]
            let mayWait = budget.policy.action == .slow
            guard
                let refusal = budget.take(
                    .documents, mayWait: mayWait, now: now, wallNow: wallNow, &delay)
            else { continue }
            self.refundDocuments(1, upTo: index, wallNow: wallNow)
            return .refused(refusal)
        }
        return delay > 0 ? .delayed(delay) : .passed
    }

    /// One more item of a bulk request.
    public func takeItem(now: Int64, wallNow: Int64) -> DocumentAdmission {
        var delay: Int64 = 0
        for index in self.budgets.indices {
            let budget = self.budgets[index]
            guard
                let refusal = budget.take(
                    .documents, mayWait: false, now: now, wallNow: wallNow, &delay)
            else { continue }
            self.refundDocuments(1, upTo: index, wallNow: wallNow)
            // A quota does not fill up within the time that somebody would wait.
            guard budget.policy.action == .slow, refusal.kind == .rate else { return .refused(refusal) }
            return .paused(max(refusal.wait, 1))
        }
        return .passed
    }

    /// Gives back documents that were taken and not written.
    public func refundDocuments(_ count: Int, wallNow: Int64) {
        self.refundDocuments(count, upTo: self.budgets.count, wallNow: wallNow)
    }

    private func refundDocuments(_ count: Int, upTo end: Int, wallNow: Int64) {
        for budget in self.budgets[..<end] where !budget.policy.documents.isEmpty {
            budget.refund(.documents, count, wallNow: wallNow)
        }
    }

    /// Counts bytes that have passed.
    ///
    /// - Returns: how many nanoseconds the next ones have to wait, or why none may follow.
    public func charge(
        _ unit: LimitedUnit, _ count: Int, now: Int64, wallNow: Int64
    ) -> (hold: Int64, refusal: LimitRefusal?) {
        var hold: Int64 = 0
        var refusal: LimitRefusal?
        for budget in self.budgets {
            if let found = budget.charge(unit, count, now: now, wallNow: wallNow, hold: &hold) {
                refusal = refusal ?? found
            }
        }
        return (hold, refusal)
    }
}
