import Testing

@testable import Resolve

@Suite struct DateMathTests {
    /// 2024-03-22T12:34:56.789Z, a Friday in week 12.
    static let now: Int64 = 1_711_110_896_789

    @Test(arguments: [
        ("<logstash-{now/d}>", "logstash-2024.03.22"),
        ("<logstash-{now/M}>", "logstash-2024.03.01"),
        ("<logstash-{now/M{yyyy.MM}}>", "logstash-2024.03"),
        ("<logstash-{now/M-1M{yyyy.MM}}>", "logstash-2024.02"),
        ("<logstash-{now/d{yyyy.MM.dd|+12:00}}>", "logstash-2024.03.23"),
        ("<logstash-{now/d{yyyy.MM.dd|-1300}}>", "logstash-2024.03.21"),
        ("<elastic\\{ON\\}-{now/M}>", "elastic{ON}-2024.03.01"),
        ("<a-{now-3d/d}-b>", "a-2024.03.19-b"),
        ("<a-{now/w{xxxx.ww}}>", "a-2024.12"),
        ("<a-{now/w}>", "a-2024.03.18"),
        ("<a-{now+1y/y{uuuu}}>", "a-2025"),
        ("<a-{now{HH'h'mm.ss.SSS}}>", "a-12h34.56.789"),
        ("<a-{now/h{HH-mm}}-{now/d{dd}}>", "a-12-00-22"),
        ("<plain>", "plain"),
        // From a date, in the format that the name gets.
        ("<a-{2024.01.31||/M}>", "a-2024.01.01"), ("<a-{2024.01.31||+1M}>", "a-2024.02.29"),
        ("<a-{2023.12.31}>", "a-2023.12.31"), ("<a-{2023-12||-1M/y{yyyy-MM}}>", "a-2023-01"),
        ("<a-{2024||+30d{yyyy}}>", "a-2024"), ("<a-{20240229||-1y{yyyyMMdd}}>", "a-20230228"),
        ("<a-{2024-02-29_07||+17h{yyyy-MM-dd_HH|+12:00}}>", "a-2024-03-01_00"),
    ])
    func expressions(_ expression: String, _ name: String) throws {
        #expect(try DateMath.evaluate(Substring(expression), major: 8, now: Self.now) == name)
    }

    @Test(arguments: [
        "<>", "<a-{now/d>", "<a-{}>", "<a-{today}>", "<a-{now/x}>", "<a-{now+d+}>", "<a-{now*2d}>",
        "<a-now}>", "<a\\>",
        "<a-{now/d{}}>", "<a-{now/d{yyyy|Europe/Berlin}}>", "<a-{now/d{yyyy|+99:00}}>", "<a-{now/d{QQQ}}>",
        "<a-{now/d{yyyy'}}>", "<a-{now+99999999d}>", "<a-{now+999999y}>", "<a-{now/d{yyyy}>",
        "<a-{now/d{y{y}}}>", "<a-{2024.1.1||/M}>", "<a-{2024.02.30}>", "<a-{2023.02.29||/d}>",
        "<a-{2024.13.01}>",
        "<a-{2024.01.01|/M}>", "<a-{2024.01.01||x}>", "<a-{01.01||/d{MM.dd}}>", "<a-{2024.01||/d{yyyy.dd}}>",
        "<a-{2024 2024{yyyy yyyy}}>", "<a-{||/d}>", "<a-{0000.01.01}>", "<a-{2024.01.01 }>",
        "<a-{2024.ab.01}>",
        "<a-{24.01.01{yy.MM.dd}}>", "<a-{2024-W01{xxxx-'W'ww}}>", "<a-{+024.01.01}>",
    ])
    func refused(_ expression: String) {
        #expect(throws: DateMath.Fault.self) {
            try DateMath.evaluate(Substring(expression), major: 8, now: Self.now)
        }
    }

    /// Names that 7.17.28 and 8.18.1 made of them; `Y` was the calendar's year before.
    @Test(arguments: [
        ("<a-{now/d{YYYY.MM.dd}}>", 0, "a-2026.11.30", "a-2026.11.30"),
        ("<a-{now/M{YYYY.MM}}>", 32, "a-2026.01", "a-2027.01"),
        ("<a-{now/d{YYYY.MM.dd}}>", 30, "a-2026.12.30", "a-2026.12.30"),
        ("<a-{now/d{YYYY.ww}}>", 34, "a-2026.53", "a-2027.53"),
        ("<a-{now/d{YY}}>", 35, "a-27", "a-27"),
        ("<a-{now/d{YYYY}}>", -335, "a-2026", "a-2025"),
    ])
    func weekBasedYears(_ expression: String, _ days: Int64, _ name: String, _ older: String) throws {
        let now: Int64 = 1_795_996_800_000 + days * CivilTime.millisecondsPerDay
        for (major, expected) in [(8, name), (7, name), (6, older), (5, older)] {
            #expect(try DateMath.evaluate(Substring(expression), major: major, now: now) == expected)
        }
    }

    @Test func noInputTraps() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("<>{}|\\now/dMywhms+-0123456789.'yuxw:TZ".unicodeScalars)
        for _ in 0..<20_000 {
            var text = "<"
            for _ in 0..<Int.random(in: 0...24, using: &generator) {
                if let letter = letters.randomElement(using: &generator) {
                    text.unicodeScalars.append(letter)
                }
            }
            _ = try? DateMath.evaluate(
                Substring(text + ">"), major: 8,
                now: Int64.random(in: -60_000_000_000_000...250_000_000_000_000))
        }
    }
}

@Suite struct CivilTimeTests {
    /// Every day of 800 years, against plain counting.
    @Test func daysFollowOneAnother() {
        var (year, month, day) = (1600, 1, 1)
        let first = CivilTime.days(year: year, month: month, day: day)
        for offset in 0..<292_194 {
            let time = CivilTime(
                milliseconds: Int64(first + offset) * CivilTime.millisecondsPerDay + 3_723_004)
            guard (time.year, time.month, time.day) == (year, month, day), time.hour == 1, time.minute == 2,
                time.second == 3, time.millisecond == 4, time.daysSinceEpoch == first + offset
            else {
                Issue.record("\(year)-\(month)-\(day) is \(time)")
                return
            }
            day += 1
            if day > CivilTime.daysInMonth(year: year, month: month) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test(arguments: [
        (2021, 1, 3, 2020, 53), (2021, 1, 4, 2021, 1), (2024, 12, 30, 2025, 1), (2026, 11, 24, 2026, 48),
        (1969, 12, 31, 1970, 1), (1965, 1, 1, 1964, 53),
    ])
    func weeks(_ year: Int, _ month: Int, _ day: Int, _ weekYear: Int, _ week: Int) {
        let days = CivilTime.days(year: year, month: month, day: day)
        let time = CivilTime(milliseconds: Int64(days) * CivilTime.millisecondsPerDay)
        #expect(time.week.year == weekYear)
        #expect(time.week.week == week)
    }

    @Test func monthsKeepWithinTheMonth() {
        var time = CivilTime(
            milliseconds: Int64(CivilTime.days(year: 2024, month: 1, day: 31)) * CivilTime.millisecondsPerDay)
        time.add(months: 1)
        #expect((time.year, time.month, time.day) == (2024, 2, 29))
        time.add(months: -14)
        #expect((time.year, time.month, time.day) == (2022, 12, 29))
    }
}
