public import Bytes
internal import Glibc

/// Points in time as ISO 8601 text in UTC with milliseconds (RFC 3339 §5.6).
public enum Timestamp {
    /// Bytes of `2026-01-02T03:04:05.678Z`.
    public static let length = 24

    /// Milliseconds since 1970-01-01 UTC by the clock on the wall: for lines that no loop's time is at hand for.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Appends `milliseconds` since 1970-01-01 UTC, negative before.
    public static func append(_ milliseconds: Int64, to buffer: ByteBuffer) {
        let day: Int64 = 86_400_000
        let days = milliseconds >= 0 ? milliseconds / day : (milliseconds &- day &+ 1) / day
        let rest = milliseconds &- days &* day
        // Days to a date of the proleptic Gregorian calendar, counted in eras of 400 years from 0000-03-01.
        let shifted = days &+ 719_468
        let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let monthIndex = (5 &* dayOfYear &+ 2) / 153
        let month = monthIndex < 10 ? monthIndex &+ 3 : monthIndex &- 9
        let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        self.append(Int(year), digits: 4, to: buffer)
        buffer.append(UInt8(ascii: "-"))
        self.append(Int(month), digits: 2, to: buffer)
        buffer.append(UInt8(ascii: "-"))
        self.append(Int(dayOfYear &- (153 &* monthIndex &+ 2) / 5 &+ 1), digits: 2, to: buffer)
        buffer.append(UInt8(ascii: "T"))
        self.append(Int(rest / 3_600_000), digits: 2, to: buffer)
        buffer.append(UInt8(ascii: ":"))
        self.append(Int(rest / 60_000 % 60), digits: 2, to: buffer)
        buffer.append(UInt8(ascii: ":"))
        self.append(Int(rest / 1000 % 60), digits: 2, to: buffer)
        buffer.append(UInt8(ascii: "."))
        self.append(Int(rest % 1000), digits: 3, to: buffer)
        buffer.append(UInt8(ascii: "Z"))
    }

    private static func append(_ value: Int, digits: Int, to buffer: ByteBuffer) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        var rest = max(value, 0) % (divisor * 10)
        while divisor > 0 {
            buffer.append(UInt8(truncatingIfNeeded: rest / divisor) &+ 0x30)
            rest %= divisor
            divisor /= 10
        }
    }
}
