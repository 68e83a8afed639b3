@testable import Limit

/// Meters and the like cannot be copied, which the testing macros want to do.
final class MeterBox: Sendable {
    private let meter = Meter()

    func take(_ units: Int, _ rate: Rate, now: Int64) -> Int64 { self.meter.take(units, rate, now: now) }
    func charge(_ units: Int, _ rate: Rate, now: Int64) -> Int64 { self.meter.charge(units, rate, now: now) }
    func refund(_ units: Int, _ rate: Rate) { self.meter.refund(units, rate) }
    func remaining(_ rate: Rate, now: Int64) -> Int { self.meter.remaining(rate, now: now) }
    func isIdle(now: Int64) -> Bool { self.meter.isIdle(now: now) }
}

final class QuotaBox: Sendable {
    private let quota = Quota()

    func take(_ units: Int, max: Int64, _ period: Quota.Period, now: Int64) -> Bool {
        self.quota.take(units, max: max, period, now: now)
    }
    func used(_ period: Quota.Period, now: Int64) -> Int64 { self.quota.used(period, now: now) }
    func restore(used: Int64, _ period: Quota.Period, at time: Int64) {
        self.quota.restore(used: used, period, at: time)
    }
}

final class SlotsBox: Sendable {
    private let slots = Slots()

    func take(max: Int) -> Bool { self.slots.take(max: max) }
    func give() { self.slots.give() }
    var count: Int { self.slots.count }
}
