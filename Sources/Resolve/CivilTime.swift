/// A point in time taken apart in the Gregorian calendar, for date math (proleptic, without leap seconds).
struct CivilTime: Equatable {
    var year: Int
    /// 1...12.
    var month: Int
    /// 1...31.
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    var millisecond: Int

    static let millisecondsPerDay: Int64 = 86_400_000

    /// - Parameter milliseconds: since 1970, already moved by the zone's offset.
    init(milliseconds: Int64) {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: Self.millisecondsPerDay)
        let days = Int(remainder < 0 ? quotient - 1 : quotient)
        let rest = Int(remainder < 0 ? remainder + Self.millisecondsPerDay : remainder)
        // Days since 0000-03-01, so that the leap day is the year's last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        self.month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
        self.hour = rest / 3_600_000
        self.minute = rest / 60_000 % 60
        self.second = rest / 1_000 % 60
        self.millisecond = rest % 1_000
    }

    /// Days since 1970 of a date.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    var daysSinceEpoch: Int { Self.days(year: self.year, month: self.month, day: self.day) }

    var milliseconds: Int64 {
        Int64(self.daysSinceEpoch) * Self.millisecondsPerDay + Int64(self.hour) * 3_600_000
            + Int64(self.minute) * 60_000 + Int64(self.second) * 1_000 + Int64(self.millisecond)
    }

    /// 1 (Monday) to 7 (ISO 8601).
    var weekday: Int { ((self.daysSinceEpoch + 3) % 7 + 7) % 7 + 1 }

    /// Week of the week-based year, and that year (ISO 8601).
    var week: (year: Int, week: Int) {
        // The week belongs to the year of its Thursday.
        let thursday = self.daysSinceEpoch + 4 - self.weekday
        let year = CivilTime(milliseconds: Int64(thursday) * Self.millisecondsPerDay).year
        return (year, (thursday - Self.days(year: year, month: 1, day: 1)) / 7 + 1)
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Moves by months; a day that the month lacks becomes its last.
    mutating func add(months: Int) {
        let total = self.year * 12 + self.month - 1 + months
        let (year, month) = total.quotientAndRemainder(dividingBy: 12)
        self.year = month < 0 ? year - 1 : year
        self.month = (month < 0 ? month + 12 : month) + 1
        self.day = min(self.day, Self.daysInMonth(year: self.year, month: self.month))
    }
}
