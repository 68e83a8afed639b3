internal import Glibc

/// The two clocks of the process. Only loops and programs read them; engines and policy get the time as an argument.
public enum Clock {
    /// Nanoseconds of a clock that never steps back: for deadlines and durations.
    @inline(__always)
    public static var monotonic: Int64 { self.read(CLOCK_MONOTONIC) }

    /// Milliseconds since 1970-01-01 UTC: for expiry and for what is written down.
    @inline(__always)
    public static var wall: Int64 { self.read(CLOCK_REALTIME) / 1_000_000 }

    @inline(__always)
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension Int64 {
    /// Nanoseconds in `seconds`.
    public static func seconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }
    /// Nanoseconds in `milliseconds`.
    public static func milliseconds(_ milliseconds: Int64) -> Int64 { milliseconds * 1_000_000 }
}
