import Testing

@testable import Security

@Suite struct ClockWatchTests {
    @Test func aClockThatIsSetIsNoticed() {
        var watch = ClockWatch()
        #expect(watch.look(wall: 1_000_000, monotonic: 0) == nil)
        #expect(watch.look(wall: 1_060_000, monotonic: 60_000_000_000) == nil)
        // Back by an hour, then on as it should.
        #expect(watch.look(wall: 1_060_000 + 10_000 - 3_600_000, monotonic: 70_000_000_000) == -3_600_000)
        #expect(watch.look(wall: 1_060_000 + 20_000 - 3_600_000, monotonic: 80_000_000_000) == nil)
        #expect(watch.look(wall: 1_060_000 + 40_000, monotonic: 90_000_000_000) == 3_610_000)
        // It drifts, as clocks do.
        #expect(watch.look(wall: 1_060_000 + 44_000, monotonic: 90_000_000_000) == nil)
    }
}
