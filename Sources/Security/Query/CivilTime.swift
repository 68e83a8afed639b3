/// A moment as a calendar shows it (ISO 8601, UTC), to and from milliseconds since 1970.
struct CivilTime: Equatable {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0

    /// Years that times are kept within: beyond them nothing of ours lies, and sums stay in range.
    static let years = -200_000...200_000

    init() {}

    init(milliseconds: Int64) {
        let days = Self.floor(milliseconds, 86_400_000)
        let rest = Int(milliseconds - days * 86_400_000)
        (self.year, self.month, self.day) = Self.civil(Int(days))
        self.hour = rest / 3_600_000
        self.minute = rest / 60_000 % 60
        self.second = rest / 1000 % 60
        self.millisecond = rest % 1000
    }

    /// - Returns: nil when the calendar has no such day or the clock no such time.
    var milliseconds: Int64? {
        guard Self.years.contains(self.year), (1...12).contains(self.month),
            self.day >= 1, self.day <= Self.daysIn(self.month, self.year), (0...23).contains(self.hour),
            (0...59).contains(self.minute), (0...59).contains(self.second),
            (0...999).contains(self.millisecond)
        else { return nil }
        let days = Self.days(self.year, self.month, self.day)
        let seconds = (Int64(days) * 24 + Int64(self.hour)) * 3600 + Int64(self.minute * 60 + self.second)
        return seconds * 1000 + Int64(self.millisecond)
    }

    /// So many months later; a day that the month lacks becomes its last.
    func adding(months: Int) -> CivilTime {
        var result = self
        let count = self.year * 12 + self.month - 1 + months
        result.year = Int(Self.floor(Int64(count), 12))
        result.month = count - result.year * 12 + 1
        result.day = min(self.day, Self.daysIn(result.month, result.year))
        return result
    }

    /// 0: Monday.
    var weekday: Int {
        let days = Self.days(self.year, self.month, self.day) + 3
        return days - Int(Self.floor(Int64(days), 7)) * 7
    }

    static func daysIn(_ month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// Days since 1970, by eras of 400 years of 146,097 days that begin with March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = Int(self.floor(Int64(year), 400))
        let ofEra = year - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func civil(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = Int(self.floor(Int64(shifted), 146_097))
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        return (year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
    }
}
