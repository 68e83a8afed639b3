import Testing

@testable import HTTP2

/// Each budget has a test that trips it and one that does not.
@Suite struct BudgetTests {
    private static let second: Int64 = 1_000_000_000
    private static func header(_ type: FrameType, length: Int = 0, flags: UInt8 = 0) -> FrameHeader {
        FrameHeader(length: length, type: type, flags: flags, streamID: 1)
    }

    /// How many of `count` frames pass, `gap` nanoseconds apart.
    private static func passed(_ count: Int, gap: Int64 = 0, _ admit: (Int64) -> Bool) -> Int {
        (0..<count).reduce(0) { passed, index in passed + (admit(Int64(index) * gap + Self.second) ? 1 : 0) }
    }

    // MARK: Allowance

    @Test func anAllowanceIsAllThereAtOnceAndRefilledEvenly() {
        var allowance = Allowance(10, per: Self.second)
        #expect(Self.passed(12) { _ in allowance.take(now: 5 * Self.second) } == 10)
        #expect(Self.passed(1) { _ in allowance.take(now: 5 * Self.second + Self.second / 20) } == 0)
        #expect(Self.passed(1) { _ in allowance.take(now: 5 * Self.second + Self.second / 10) } == 1)
        #expect(Self.passed(1) { _ in allowance.take(now: 5 * Self.second + Self.second / 10) } == 0)
        #expect(Self.passed(12) { _ in allowance.take(now: 60 * Self.second) } == 10)
    }

    @Test func anAllowanceOfNothingAllowsNothing() {
        var allowance = Allowance(0, per: Self.second)
        #expect(
            Self.passed(1) { _ in allowance.take(now: 0) && !allowance.take(now: Self.second * 100) } == 0)
    }

    @Test func aSteadyRateBelowItPassesForEver() {
        var allowance = Allowance(600, per: Allowance.minute)
        #expect(Self.passed(5000, gap: Self.second / 10) { allowance.take(now: $0) } == 5000)
    }

    @Test func aClockAtItsEndDoesNotTrap() {
        var allowance = Allowance(0, per: .max)
        #expect(Self.passed(1) { _ in allowance.take(now: .max) } == 0)
        var other = Allowance(1, per: Self.second)
        #expect(Self.passed(1) { _ in other.take(now: .max) } == 0)
    }

    // MARK: Budgets by rate

    @Test func streams() {
        var budget = StreamBudget(perSecond: 100)
        #expect(Self.passed(200) { budget.admit(Self.header(.headers), now: $0) } == 100)
        var slow = StreamBudget(perSecond: 100)
        #expect(
            Self.passed(1000, gap: Self.second / 100) { slow.admit(Self.header(.headers), now: $0) } == 1000)
        #expect(Self.passed(200) { budget.admit(Self.header(.data), now: $0) } == 200)
    }

    @Test func resets() {
        var budget = ResetBudget(perMinute: 50)
        #expect(Self.passed(100) { budget.admit(Self.header(.resetStream), now: $0) } == 50)
        var slow = ResetBudget(perMinute: 60)
        #expect(
            Self.passed(200, gap: Self.second) { slow.admit(Self.header(.resetStream), now: $0) } == 200)
    }

    @Test func ownResets() {
        var budget = OwnResetBudget(perMinute: 50)
        #expect(Self.passed(100) { budget.take(now: $0) } == 50)
        var slow = OwnResetBudget(perMinute: 60)
        #expect(Self.passed(200, gap: Self.second) { slow.take(now: $0) } == 200)
    }

    @Test func settings() {
        var budget = SettingsBudget(perMinute: 10)
        #expect(Self.passed(20) { budget.admit(Self.header(.settings), now: $0) } == 10)
        var slow = SettingsBudget(perMinute: 60)
        #expect(Self.passed(90, gap: Self.second) { slow.admit(Self.header(.settings), now: $0) } == 90)
    }

    @Test func pings() {
        var budget = PingBudget(perMinute: 10)
        #expect(Self.passed(20) { budget.admit(Self.header(.ping, length: 8), now: $0) } == 10)
        var slow = PingBudget(perMinute: 60)
        #expect(Self.passed(90, gap: Self.second) { slow.admit(Self.header(.ping), now: $0) } == 90)
    }

    @Test(arguments: [FrameType.priority, .priorityUpdate])
    func priorities(type: FrameType) {
        var budget = PriorityBudget(perMinute: 10)
        #expect(Self.passed(20) { budget.admit(Self.header(type, length: 5), now: $0) } == 10)
        var slow = PriorityBudget(perMinute: 60)
        #expect(Self.passed(90, gap: Self.second) { slow.admit(Self.header(type), now: $0) } == 90)
    }

    @Test func emptyData() {
        var budget = EmptyDataBudget(perMinute: 10)
        #expect(Self.passed(20) { budget.admit(Self.header(.data), now: $0) } == 10)
        // What ends its stream or has content is not empty.
        #expect(
            Self.passed(20) { budget.admit(Self.header(.data, flags: Frames.endStream), now: $0) } == 20)
        #expect(Self.passed(20) { budget.admit(Self.header(.data, length: 1), now: $0) } == 20)
    }

    @Test func smallData() {
        var budget = SmallDataBudget(perMinute: 100)
        // A sixteenth is paid for by the content itself.
        #expect(Self.passed(200) { budget.admit(Self.header(.data, length: 1), now: $0) } < 115)
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.data, length: 1), now: Self.second) } == 0)
        // Documents with their line ends in frames of their own pay for those.
        var mixed = SmallDataBudget(perMinute: 10)
        let passed = Self.passed(10_000) {
            mixed.admit(Self.header(.data, length: 40), now: $0)
                && mixed.admit(Self.header(.data, length: 1), now: $0)
        }
        #expect(passed == 10_000)
    }

    @Test func creditForSmallDataIsBounded() {
        var budget = SmallDataBudget(perMinute: 10)
        for _ in 0..<100_000 { _ = budget.admit(Self.header(.data, length: 16_384), now: 0) }
        let first = (0..<100_000).first { _ in !budget.admit(Self.header(.data, length: 1), now: 0) }
        #expect(first == 4096 + 273 + 10)
    }

    @Test func windowUpdates() {
        var budget = WindowUpdateBudget(perMinute: 10)
        #expect(Self.passed(20) { budget.admit(Self.header(.windowUpdate, length: 4), now: $0) } == 10)
        // Two for each frame of content.
        var paid = WindowUpdateBudget(perMinute: 10)
        let passed = Self.passed(1000) {
            paid.sentData()
            return paid.admit(Self.header(.windowUpdate), now: $0)
                && paid.admit(Self.header(.windowUpdate), now: $0)
        }
        #expect(passed == 1000)
    }

    @Test func glitches() {
        var budget = GlitchBudget(perMinute: 10)
        let unknown = FrameType(rawValue: 0x77)
        #expect(Self.passed(20) { budget.admit(Self.header(unknown), now: $0) } == 10)
        #expect(Self.passed(1) { _ in budget.take(now: Self.second) } == 0)
        #expect(Self.passed(20) { budget.admit(Self.header(.ping), now: $0) } == 20)
    }

    // MARK: Header blocks

    @Test func continuations() {
        var budget = HeaderBlockBudget(continuationsMax: 4, bytesMax: 1 << 20)
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.headers, length: 10)) } == 1)
        #expect(Self.passed(10) { _ in budget.admit(Self.header(.continuation)) } == 4)
        // A new block begins anew.
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.headers, length: 10)) } == 1)
        #expect(Self.passed(4) { _ in budget.admit(Self.header(.continuation, length: 100)) } == 4)
    }

    @Test func headerBlockBytes() {
        var budget = HeaderBlockBudget(continuationsMax: 100, bytesMax: 1000)
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.headers, length: 600)) } == 1)
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.continuation, length: 400)) } == 1)
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.continuation, length: 1)) } == 0)
        #expect(Self.passed(1) { _ in budget.admit(Self.header(.headers, length: 1001)) } == 0)
    }

    @Test func everyBudgetHasItsOwnName() {
        #expect(Set(Budget.allCases.map { "\($0.text)" }).count == Budget.allCases.count)
    }
}
