import Testing

@testable import Metrics

struct LoopCountersTests {
    private static func exchange(
        listener: Int = 0, status: Int = 200, upstream: Int? = 0,
        authentication: AuthenticationResult? = .success,
        isGranted: Bool? = true
    ) -> LoopCounters.Exchange {
        LoopCounters.Exchange(
            listener: listener, version: .http2, status: status, upstream: upstream, duration: 3_000_000,
            bytesIn: 10,
            bytesOut: 20, documents: 2, authentication: authentication, isGranted: isGranted)
    }

    @Test func loopsAddUp() {
        var one = LoopCounters(listeners: 2, upstreams: 1)
        var two = LoopCounters(listeners: 2, upstreams: 1)
        one.count(Self.exchange())
        two.count(Self.exchange(listener: 1, status: 403, upstream: nil, isGranted: false))
        two.count(Self.exchange(status: 0, upstream: nil, authentication: nil, isGranted: nil))
        two.limit(.documents, .refused)
        two.handshake(listener: 1, isTLS13: true, isResumed: true)
        one.add(two)
        #expect(one.requests[0, 1, 2] == 1)
        #expect(one.requests[1, 1, 4] == 1)
        #expect(one.requests[0, 1, 0] == 1)
        #expect(one.requests.total == 3)
        #expect(one.bytesIn[0] == 20 && one.bytesIn[1] == 10)
        #expect(one.bytesOut[0] == 40)
        #expect(one.documents == 6)
        #expect(one.authentications[AuthenticationResult.success.rawValue] == 2)
        #expect(one.authorizations[0] == 1 && one.authorizations[1] == 1)
        #expect(one.durations[0].counts.reduce(0, +) == 1)
        #expect(one.durations[1].counts.reduce(0, +) == 2)
        #expect(one.limits[LimitKind.documents.rawValue, LimitDecision.refused.rawValue] == 1)
        #expect(one.handshakes[1, 1, 1] == 1 && one.handshakes.total == 1)
    }

    /// Numbers that no listener, upstream or status has must not end the process.
    @Test func whatIsOutOfRangeIsNotCounted() {
        var counters = LoopCounters(listeners: 1, upstreams: 1)
        for status in [-1, 99, 600, 999, Int.max, Int.min] {
            counters.count(Self.exchange(status: status))
            counters.count(Self.exchange(listener: 7, status: status, upstream: 9))
        }
        #expect(counters.requests.total == 6)
        counters.upstreamFailed(5)
        counters.upstreamFailed(-1)
        #expect(counters.upstreamFailures.total == 0)
    }

    @Test func durationsFallIntoTheirBuckets() {
        var histogram = DurationHistogram()
        for nanoseconds in [0, 500_000, 500_001, 30_000_000_000, 30_000_000_001, -5] as [Int64] {
            histogram.count(nanoseconds)
        }
        #expect(histogram.counts[0] == 3)
        #expect(histogram.counts[1] == 1)
        #expect(histogram.counts[14] == 1)
        #expect(histogram.counts[15] == 1)
        #expect(abs(histogram.seconds - 60.001000002) < 1e-9)
    }

    @Test func namesFollowTheConventions() {
        #expect(AuthenticationResult.unknownKey.name == "unknown_key")
        #expect(LimitKind.failedAuthentications.name == "failed_authentications")
    }

    @Test func theProcessIsThere() {
        let process = ProcessStatistics.read()
        #expect(process.residentBytes > 1 << 20)
        #expect(process.virtualBytes > process.residentBytes)
        #expect(process.openDescriptors >= 3 && process.openDescriptors <= process.descriptorsMax)
        #expect(process.cpuSeconds > 0)
        // Not before this was written, not in the future by more than a clock may be off.
        #expect(process.startTime > 1_700_000_000 && process.startTime < 40_000_000_000)
    }
}
