internal import Elasticsearch

/// Parameters of the proxy's own routes.
enum OwnParameters {
    /// Milliseconds of the longest duration, 10 years.
    static let durationMax: Int64 = 10 * 365 * 86_400_000

    /// Milliseconds of `90s`, `24h`, `7d`.
    static func duration(_ text: String, _ name: String) throws(ErrorResponse) -> Int64 {
        let value: TimeValue
        do throws(TimeValue.Failure) {
            value = try TimeValue(text, setting: name)
        } catch {
            throw .illegalArgument(error.reason)
        }
        guard value.seconds >= 0, value.seconds <= self.durationMax / 1000 else {
            throw .illegalArgument("[\(name)] is [\(text)], but must be from [0s] to [3650d]")
        }
        return value.seconds * 1000
    }

    /// `90s`, `24h`, `7d`: the largest unit that leaves no rest of milliseconds.
    static func text(_ milliseconds: Int64) -> String {
        let units: [(String, Int64)] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        for (unit, factor) in units where milliseconds > 0 && milliseconds % factor == 0 {
            return "\(milliseconds / factor)\(unit)"
        }
        return "\(milliseconds)ms"
    }

    static func integer(
        _ request: SecurityRequest, _ name: String, _ range: ClosedRange<Int>, default value: Int
    ) throws(ErrorResponse) -> Int {
        guard let text = request.parameter(name) else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw .illegalArgument(
                "[\(name)] is [\(text)], but must be from [\(range.lowerBound)] to [\(range.upperBound)]")
        }
        return number
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ request: SecurityRequest, _ name: String, _ type: Choice.Type
    ) throws(ErrorResponse) -> Choice? where Choice.RawValue == String {
        guard let text = request.parameter(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .illegalArgument("[\(name)] is [\(text)], but must be one of [\(known)]")
        }
        return choice
    }
}
