/// The clock on the wall as a loop sees it, and the latest time that it has shown: what has expired once stays expired when
/// the clock is set back.
struct WallClock {
    /// Milliseconds since 1970.
    private(set) var now: Int64
    private(set) var latest: Int64

    init(now: Int64) {
        self.now = now
        self.latest = now
    }

    @inline(__always)
    mutating func see(_ now: Int64) {
        self.now = now
        self.latest = max(self.latest, now)
    }
}
