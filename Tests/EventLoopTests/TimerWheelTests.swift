import Testing

@testable import EventLoop

private final class Target: LoopTimerTarget {
    var fired: [LoopTimer] = []
    func timerFired(_ timer: LoopTimer) { self.fired.append(timer) }
}

@Suite struct TimerWheelTests {
    private let millisecond: Int64 = 1_000_000

    /// Deadlines taken at `now`, as the loop does it.
    private func due(_ wheel: inout TimerWheel, at now: Int64) -> [LoopTimer] {
        var fired: [LoopTimer] = []
        wheel.takeDue(at: now, into: &fired)
        return fired
    }

    @Test func firesNeverEarlyAndAtMostOneSlotLate() {
        let target = Target()
        var seed: UInt64 = 42
        var wheel = TimerWheel(now: 7 * self.millisecond)
        var timers: [(LoopTimer, Int64)] = []
        for _ in 0..<500 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            // Up to 100 s: beyond the wheel's own 41 s.
            let deadline = Int64(seed >> 33) % (100_000 * self.millisecond) + 8 * self.millisecond
            let timer = LoopTimer(target: target)
            wheel.arm(timer, at: deadline)
            timers.append((timer, deadline))
        }
        var firedAt: [ObjectIdentifier: Int64] = [:]
        var now: Int64 = 7 * self.millisecond
        while wheel.count > 0 {
            guard let wake = wheel.nextWake else { break }
            #expect(wake > now)
            now = wake
            for timer in self.due(&wheel, at: now) { firedAt[ObjectIdentifier(timer)] = now }
        }
        #expect(firedAt.count == 500)
        for (timer, deadline) in timers {
            let at = firedAt[ObjectIdentifier(timer)] ?? 0
            #expect(at >= deadline && at <= deadline + TimerWheel.slotWidth, "\(at) for \(deadline)")
        }
        #expect(wheel.nextWake == nil)
    }

    @Test func aLaterDeadlineReplacesAnEarlierOne() {
        let target = Target()
        let timer = LoopTimer(target: target)
        var wheel = TimerWheel(now: 0)
        wheel.arm(timer, at: 50 * self.millisecond)
        wheel.arm(timer, at: 500 * self.millisecond)
        #expect(wheel.count == 1)
        #expect(self.due(&wheel, at: 400 * self.millisecond).isEmpty)
        #expect(self.due(&wheel, at: 520 * self.millisecond).count == 1)
    }

    @Test func anEarlierDeadlineReplacesALaterOne() {
        let timer = LoopTimer(target: Target())
        var wheel = TimerWheel(now: 0)
        wheel.arm(timer, at: 5_000 * self.millisecond)
        wheel.arm(timer, at: 50 * self.millisecond)
        #expect(self.due(&wheel, at: 70 * self.millisecond).count == 1)
        #expect(wheel.count == 0)
    }

    @Test func aDisarmedTimerStaysSilent() {
        let timer = LoopTimer(target: Target())
        var wheel = TimerWheel(now: 0)
        wheel.arm(timer, at: 50 * self.millisecond)
        wheel.disarm(timer)
        wheel.disarm(timer)
        #expect(self.due(&wheel, at: 1_000 * self.millisecond).isEmpty)
        #expect(wheel.nextWake == nil)
    }

    @Test func catchesUpAfterALongPause() {
        let timer = LoopTimer(target: Target())
        var wheel = TimerWheel(now: 0)
        wheel.arm(timer, at: 50 * self.millisecond)
        #expect(self.due(&wheel, at: 3_600_000 * self.millisecond).count == 1)
    }
}
