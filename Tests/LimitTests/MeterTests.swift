import Testing

@testable import Limit

@Suite struct MeterTests {
    /// What passes is within 1 % or one request of the budget, at any rate and over any time.
    @Test(arguments: [1.0, 3, 10, 1_000, 50_000], [10, 600])
    func precision(_ perSecond: Double, _ seconds: Int) throws {
        let rate = try #require(Rate(perSecond: perSecond))
        let meter = MeterBox()
        var generator = SystemRandomNumberGenerator()
        let end = Int64(seconds) * 1_000_000_000
        var now: Int64 = 0
        var passed = 0
        // Twice as many ask as may.
        let step = Int64(5e8 / perSecond)
        // A long run at a high rate is cut short: it would only say the same for longer.
        let limit = min(end, Int64(2e6 / perSecond * 1e9))
        while now < limit {
            if meter.take(1, rate, now: now) == 0 { passed += 1 }
            now += Int64.random(in: 0...(2 * step), using: &generator)
        }
        let budget = perSecond * Double(limit) / 1e9
        #expect(Double(passed) <= max(budget * 1.01, budget + 1))
        #expect(Double(passed) >= min(budget * 0.99, budget - 1))
    }

    @Test func aBurstPassesAtOnceAndNoMore() throws {
        let rate = try #require(Rate(perSecond: 10, burst: 5))
        let meter = MeterBox()
        let passed = (0..<20).filter { _ in meter.take(1, rate, now: 1_000_000_000) == 0 }
        #expect(passed.count == 5)
        // The wait that is told is the wait that is needed.
        let wait = meter.take(1, rate, now: 1_000_000_000)
        #expect(wait == 100_000_000)
        #expect(meter.take(1, rate, now: 1_000_000_000 + wait - 1) == 1)
        #expect(meter.take(1, rate, now: 1_000_000_000 + wait) == 0)
    }

    @Test func moreThanTheBurstPassesWhenNothingIsOwed() throws {
        let rate = try #require(Rate(perSecond: 100, burst: 10))
        let meter = MeterBox()
        #expect(meter.take(1_000, rate, now: 0) == 0)
        #expect(meter.take(1, rate, now: 0) > 0)
        #expect(meter.take(1, rate, now: 10_000_000_000) == 0)
    }

    @Test func aDebtIsBounded() throws {
        let rate = try #require(Rate(perSecond: 1))
        let meter = MeterBox()
        #expect(meter.charge(1_000_000, rate, now: 0) == Meter.debtMax)
        #expect(meter.take(1, rate, now: Meter.debtMax + 1_000_000_000) == 0)
    }

    @Test func whatIsGivenBackCanBeTaken() throws {
        let rate = try #require(Rate(perSecond: 10, burst: 2))
        let meter = MeterBox()
        #expect(meter.take(2, rate, now: 5) == 0)
        #expect(meter.remaining(rate, now: 5) == 0)
        meter.refund(1, rate)
        #expect(meter.remaining(rate, now: 5) == 1)
        #expect(meter.take(1, rate, now: 5) == 0)
    }

    @Test func aClockThatStandsStillLetsNothingMore() throws {
        let rate = try #require(Rate(perSecond: 1_000, burst: 1))
        let meter = MeterBox()
        #expect(meter.take(1, rate, now: 100) == 0)
        for _ in 0..<100 { #expect(meter.take(1, rate, now: 100) > 0) }
    }

    @Test func loopsShareOneBudget() async throws {
        let rate = try #require(Rate(perSecond: 1, burst: 1_000))
        let meter = MeterBox()
        let passed = SlotsBox()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 where meter.take(1, rate, now: 0) == 0 {
                        _ = passed.take(max: .max)
                    }
                }
            }
        }
        #expect(passed.count == 1_000)
    }

    @Test(arguments: [0, -1, Double.infinity, Double.nan, 1e13, 1e-12])
    func ratesOutOfRange(_ perSecond: Double) { #expect(Rate(perSecond: perSecond) == nil) }
}

@Suite struct QuotaTests {
    /// 2024-02-28T23:59:59.999Z.
    static let february: Int64 = 1_709_164_799_999

    @Test func aDayEndsAtMidnight() {
        let quota = QuotaBox()
        #expect(quota.take(3, max: 5, .day, now: Self.february))
        #expect(!quota.take(3, max: 5, .day, now: Self.february))
        #expect(quota.take(2, max: 5, .day, now: Self.february))
        #expect(quota.used(.day, now: Self.february) == 5)
        #expect(quota.take(5, max: 5, .day, now: Self.february + 1))
        // A clock that steps back opens nothing.
        #expect(!quota.take(1, max: 5, .day, now: Self.february))
    }

    @Test func aMonthEndsWithItsLastDay() {
        let quota = QuotaBox()
        #expect(quota.take(5, max: 5, .month, now: Self.february))
        #expect(!quota.take(1, max: 5, .month, now: Self.february + 86_400_000))
        #expect(quota.take(1, max: 5, .month, now: Self.february + 86_400_001))
    }

    @Test func monthsFollowOneAnother() {
        var last = Quota.Period.month.number(0)
        #expect(last == 0)
        var changes = 0
        for day in 1..<(400 * 365 + 97) {
            let number = Quota.Period.month.number(Int64(day) * 86_400_000)
            #expect(number == last || number == last + 1)
            if number != last { changes += 1 }
            last = number
        }
        #expect(changes == 400 * 12 - 1)
    }

    @Test func whatWasCountedComesBack() {
        let quota = QuotaBox()
        quota.restore(used: 4, .day, at: Self.february)
        #expect(quota.take(1, max: 5, .day, now: Self.february))
        #expect(!quota.take(1, max: 5, .day, now: Self.february))
    }

    @Test func slotsAreGivenBack() {
        let slots = SlotsBox()
        #expect(slots.take(max: 2))
        #expect(slots.take(max: 2))
        #expect(!slots.take(max: 2))
        slots.give()
        #expect(slots.take(max: 2))
        #expect(slots.count == 2)
    }
}
