import Testing

@testable import EventLoop

@Suite struct WallClockTests {
    @Test func whatHasExpiredStaysExpiredWhenTheClockIsSetBack() {
        let expiration: Int64 = 150
        var clock = WallClock(now: 100)
        #expect(expiration > clock.latest)
        clock.see(200)
        #expect(expiration <= clock.latest)
        clock.see(120)
        #expect(clock.now == 120 && clock.latest == 200)
        #expect(expiration <= clock.latest)
        clock.see(300)
        #expect(clock.now == 300 && clock.latest == 300)
    }
}
