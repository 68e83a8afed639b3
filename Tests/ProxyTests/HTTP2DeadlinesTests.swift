import Testing

@testable import Proxy

@Suite struct HTTP2DeadlinesTests {
    private static let second: Int64 = 1_000_000_000

    private static var limits: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.headTimeout = 30 * Self.second
        limits.idleTimeout = 75 * Self.second
        limits.rateInterval = 15 * Self.second
        limits.rateBytesMin = 4096
        limits.http2PingInterval = 30 * Self.second
        limits.http2PingTimeout = 20 * Self.second
        return limits
    }

    private static func deadlines() -> HTTP2Deadlines { HTTP2Deadlines(limits: Self.limits, now: 0) }
    private static func facts(
        _ streams: Int, ping: Bool = false, settings: Bool = true
    ) -> HTTP2Deadlines.Facts {
        var facts = HTTP2Deadlines.Facts()
        facts.streamCount = streams
        facts.pingIsPending = ping
        facts.settingsAreAcknowledged = settings
        return facts
    }

    private static func looks(
        _ deadlines: HTTP2Deadlines, _ times: [(Int64, HTTP2Deadlines.Facts)]
    ) -> [HTTP2Deadlines.Verdict] {
        var deadlines = deadlines
        return times.map { deadlines.look($0.1, now: $0.0 * Self.second) }
    }

    @Test func anIdleConnectionEnds() {
        let facts = Self.facts(0)
        #expect(Self.looks(Self.deadlines(), [(74, facts), (75, facts)]) == [.fine, .idle])
        // From its last stream on, not from its last octet.
        var deadlines = Self.deadlines()
        deadlines.moved(now: 50 * Self.second)
        deadlines.received(now: 100 * Self.second, unfinishedFrame: nil)
        #expect(Self.looks(deadlines, [(124, facts), (125, facts)]) == [.fine, .idle])
    }

    @Test func aBusyConnectionIsNotIdle() {
        var deadlines = Self.deadlines()
        deadlines.received(now: 99 * Self.second, unfinishedFrame: nil)
        #expect(Self.looks(deadlines, [(100, Self.facts(1)), (101, Self.facts(0))]) == [.fine, .fine])
    }

    @Test func whoIsSilentIsAskedAndThenGone() {
        let times = [
            (29, Self.facts(1)), (30, Self.facts(1)), (49, Self.facts(1, ping: true)),
            (50, Self.facts(1, ping: true)),
        ]
        #expect(
            Self.looks(Self.deadlines(), times.map { (Int64($0.0), $0.1) }) == [.fine, .ping, .fine, .dead])
    }

    @Test func whoeverSpeaksIsThere() {
        var deadlines = Self.deadlines()
        #expect(Self.looks(deadlines, [(30, Self.facts(1))]) == [.ping])
        let first = deadlines.look(Self.facts(1), now: 30 * Self.second)
        deadlines.received(now: 49 * Self.second, unfinishedFrame: nil)
        let second = deadlines.look(Self.facts(1, ping: true), now: 60 * Self.second)
        #expect(first == .ping && second == .fine)
    }

    @Test func settingsMustBeAcknowledged() {
        let facts = Self.facts(0, settings: false)
        #expect(Self.looks(Self.deadlines(), [(29, facts), (30, facts)]) == [.fine, .settings])
    }

    @Test func aFrameMustBeFinished() {
        var deadlines = Self.deadlines()
        deadlines.received(now: 1 * Self.second, unfinishedFrame: 7)
        deadlines.received(now: 20 * Self.second, unfinishedFrame: 7)
        #expect(
            Self.looks(deadlines, [(30, Self.facts(1)), (31, Self.facts(1))]) == [.fine, .unfinishedFrame])
        // Another frame has its own time; none has none.
        deadlines.received(now: 30 * Self.second, unfinishedFrame: 8)
        #expect(
            Self.looks(deadlines, [(59, Self.facts(0)), (60, Self.facts(0))]) == [.fine, .unfinishedFrame])
        deadlines.received(now: 31 * Self.second, unfinishedFrame: nil)
        #expect(Self.looks(deadlines, [(74, Self.facts(0))]) == [.fine])
    }

    @Test func contentMustMove() {
        let deadlines = Self.deadlines()
        var rate = HTTP2Deadlines.Rate(lookedAt: 0)
        func look(_ at: Int64, _ moved: Int, waits: Bool = true) -> Bool {
            deadlines.isTooSlow(&rate, moved: moved, waits: waits, now: at * Self.second)
        }
        #expect(
            [look(14, 0), look(15, 4096), look(29, 4096), look(30, 8191)] == [false, false, false, true])
        // While the upstream is waited for, nobody counts.
        #expect([look(60, 8191, waits: false), look(74, 8191), look(75, 8191)] == [false, false, true])
    }

    @Test func aLookIsTakenOftenEnough() {
        #expect(Self.deadlines().tick == 15 * Self.second / 4)
        var limits = Self.limits
        limits.idleTimeout = 0
        #expect(HTTP2Deadlines(limits: limits, now: 0).tick == 20_000_000)
    }
}
