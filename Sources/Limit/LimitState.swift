internal import Synchronization

/// What one key or one owner has used: a few numbers, shared by all loops without a lock.
public final class LimitState: Sendable {
    let requests = Meter()
    let received = Meter()
    let sent = Meter()
    let documents = Meter()
    let slots = Slots()
    private let requestsOfDay = Quota()
    private let requestsOfMonth = Quota()
    private let receivedOfDay = Quota()
    private let receivedOfMonth = Quota()
    private let sentOfDay = Quota()
    private let sentOfMonth = Quota()
    private let documentsOfDay = Quota()
    private let documentsOfMonth = Quota()
    /// Whether a quota was used that has not been stored since.
    private let hasChanges = Atomic<Bool>(false)

    public init() {}

    func withMeter<Result>(_ unit: LimitedUnit, _ body: (borrowing Meter) -> Result) -> Result {
        switch unit {
        case .requests: body(self.requests)
        case .received: body(self.received)
        case .sent: body(self.sent)
        case .documents: body(self.documents)
        }
    }

    func withQuota<Result>(
        _ unit: LimitedUnit, _ period: Quota.Period, _ body: (borrowing Quota) -> Result
    ) -> Result {
        switch (unit, period) {
        case (.requests, .day): body(self.requestsOfDay)
        case (.requests, .month): body(self.requestsOfMonth)
        case (.received, .day): body(self.receivedOfDay)
        case (.received, .month): body(self.receivedOfMonth)
        case (.sent, .day): body(self.sentOfDay)
        case (.sent, .month): body(self.sentOfMonth)
        case (.documents, .day): body(self.documentsOfDay)
        case (.documents, .month): body(self.documentsOfMonth)
        }
    }

    public func used(_ unit: LimitedUnit, _ period: Quota.Period, now: Int64) -> Int64 {
        self.withQuota(unit, period) { $0.used(period, now: now) }
    }

    public var inFlight: Int { self.slots.count }

    func noteChange() {
        if !self.hasChanges.load(ordering: .relaxed) { self.hasChanges.store(true, ordering: .relaxed) }
    }

    /// Whether there is something to store; asked once, it is taken as stored.
    func takeChange() -> Bool { self.hasChanges.exchange(false, ordering: .relaxed) }

    /// Whether nothing would be lost with it.
    func isIdle(now: Int64, wallNow: Int64) -> Bool {
        guard self.slots.count == 0, !self.hasChanges.load(ordering: .relaxed) else { return false }
        return LimitedUnit.allCases.allSatisfy { unit in
            self.withMeter(unit) { $0.isIdle(now: now) }
                && Quota.Period.allCases.allSatisfy { self.used(unit, $0, now: wallNow) == 0 }
        }
    }
}

/// What has been used of the quotas of the current day and month, as it is stored: time and eight numbers.
public struct QuotaUse: Sendable, Equatable {
    /// Milliseconds since 1970.
    public var time: Int64
    /// Of each unit, the day's and the month's.
    public var used: [Int64]

    public init(_ state: LimitState, now: Int64) {
        self.time = now
        self.used = LimitedUnit.allCases.flatMap { unit in
            Quota.Period.allCases.map { state.used(unit, $0, now: now) }
        }
    }

    /// Whether a later process has any use for it.
    public func matters(now: Int64) -> Bool {
        for (index, used) in self.used.enumerated() where used > 0 {
            let period = index % 2 == 0 ? Quota.Period.day : .month
            if period.number(self.time) >= period.number(now) { return true }
        }
        return false
    }

    public func restore(_ state: LimitState) {
        for unit in LimitedUnit.allCases {
            for (offset, period) in Quota.Period.allCases.enumerated() {
                let index = unit.rawValue * 2 + offset
                guard index < self.used.count, self.used[index] > 0 else { continue }
                state.withQuota(unit, period) { $0.restore(used: self.used[index], period, at: self.time) }
            }
        }
    }

    public var text: String { ([self.time] + self.used).map(String.init).joined(separator: " ") }

    public init?(text: String) {
        let numbers = text.split(separator: " ").map { Int64($0) }
        guard numbers.count == 9, let time = numbers[0] else { return nil }
        self.time = time
        self.used = numbers.dropFirst().compactMap(\.self)
        guard self.used.count == 8 else { return nil }
    }
}
