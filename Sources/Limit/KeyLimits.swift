public import Address
public import JSON

/// Why a text says nothing about limits that can be kept.
public struct LimitTextError: Error, Sendable, Equatable {
    /// e.g. `documents.per_second`.
    public var field: String
    public var words: String

    public var description: String { self.field.isEmpty ? self.words : "[\(self.field)] \(self.words)" }
}

/// What was set for one key alone, beside the policies of the configuration:
/// `{"action":"slow","max_delay":"5s","in_flight":8,"requests":{"per_second":100,"burst":200},"bytes_in":{"per_second":"10mb"},
/// "bytes_out":{},"documents":{"per_second":1000,"per_day":1000000}}`.
public struct KeyLimits: Sendable, Equatable {
    /// What ``LimitPolicy/name`` is of a key's own limits.
    public static let policyName = "api_key"

    public var policy = LimitPolicy(name: KeyLimits.policyName)

    /// Where the key may be used from; empty: everywhere.
    public var addresses = AddressList()

    public var isEmpty: Bool { self.policy.isEmpty && self.addresses.isEmpty }

    // MARK: Reading

    public init(text: String) throws(LimitTextError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONParser.parse(Array(text.utf8))
        } catch {
            throw LimitTextError(field: "", words: "is no JSON: \(error.message)")
        }
        try self.init(value)
    }

    public init(_ value: JSONValue) throws(LimitTextError) {
        guard let members = value.members else {
            throw LimitTextError(field: "", words: "limits must be an object")
        }
        for member in members {
            switch member.name {
            case "action":
                guard let action = member.value.string.flatMap({ LimitPolicy.Action(rawValue: $0) }) else {
                    throw LimitTextError(field: "action", words: "must be one of [refuse, slow]")
                }
                self.policy.action = action
            case "max_delay":
                guard let delay = member.value.string.flatMap({ Self.duration($0) }) else {
                    throw LimitTextError(
                        field: "max_delay",
                        words: "must be a duration from 0ms to 5m with its unit ms, s or m")
                }
                self.policy.delayMax = delay
            case "in_flight":
                guard let number = member.value.integer, (1...1_000_000).contains(number) else {
                    throw LimitTextError(field: "in_flight", words: "must be a number from 1 to 1000000")
                }
                self.policy.inFlight = number
            case "allowed_addresses": self.addresses = try Self.addresses(member.value)
            default:
                guard let unit = LimitedUnit.allCases.first(where: { $0.name == member.name }) else {
                    throw LimitTextError(
                        field: member.name,
                        words:
                            "is unknown: there are [action, max_delay, in_flight, allowed_addresses, requests, bytes_in, bytes_out, documents]"
                    )
                }
                self.policy[unit] = try Self.limit(member.value, unit)
            }
        }
    }

    private static func limit(_ value: JSONValue, _ unit: LimitedUnit) throws(LimitTextError) -> UnitLimit {
        guard let members = value.members else {
            throw LimitTextError(field: unit.name, words: "must be an object")
        }
        var numbers: [String: Double] = [:]
        for member in members {
            let field = "\(unit.name).\(member.name)"
            guard ["per_second", "burst", "per_day", "per_month"].contains(member.name) else {
                throw LimitTextError(
                    field: field, words: "is unknown: there are [per_second, burst, per_day, per_month]")
            }
            guard let number = self.number(member.value, isBytes: unit.isBytes) else {
                throw LimitTextError(
                    field: field,
                    words: unit.isBytes ? "must be a number or a size, e.g. 10mb" : "must be a number")
            }
            numbers[member.name] = number
        }
        return try self.limit(
            unit, perSecond: numbers["per_second"], burst: numbers["burst"], perDay: numbers["per_day"],
            perMonth: numbers["per_month"])
    }

    /// - Throws: for numbers out of range.
    public static func limit(
        _ unit: LimitedUnit, perSecond: Double?, burst: Double?, perDay: Double?, perMonth: Double?
    ) throws(LimitTextError) -> UnitLimit {
        var limit = UnitLimit()
        if let perSecond {
            guard self.rates(unit).contains(perSecond) else {
                throw LimitTextError(
                    field: "\(unit.name).per_second",
                    words: "must be from \(unit.isBytes ? "1024" : "0.001") to 1000000000000")
            }
            if let burst, !(1...1e12).contains(burst) {
                throw LimitTextError(field: "\(unit.name).burst", words: "must be from 1 to 1000000000000")
            }
            guard let rate = Rate(perSecond: perSecond, burst: burst) else {
                throw LimitTextError(field: "\(unit.name).burst", words: "is more than a century's worth")
            }
            limit.rate = rate
        } else if burst != nil {
            throw LimitTextError(field: "\(unit.name).burst", words: "needs [\(unit.name).per_second]")
        }
        limit.perDay = try self.quota(perDay, "\(unit.name).per_day")
        limit.perMonth = try self.quota(perMonth, "\(unit.name).per_month")
        return limit
    }

    /// Bytes come in pieces of some kilobytes: a slower rate could not be kept with any precision.
    public static func rates(_ unit: LimitedUnit) -> ClosedRange<Double> {
        (unit.isBytes ? 1024 : 0.001)...1e12
    }

    private static func quota(_ value: Double?, _ field: String) throws(LimitTextError) -> Int64? {
        guard let value else { return nil }
        guard value >= 1, value <= Double(Quota.unitsMax), value == value.rounded() else {
            throw LimitTextError(field: field, words: "must be a whole number from 1 to \(Quota.unitsMax)")
        }
        return Int64(value)
    }

    private static func number(_ value: JSONValue, isBytes: Bool) -> Double? {
        if case .number(let digits) = value.kind { return Double(digits).flatMap { $0.isFinite ? $0 : nil } }
        guard isBytes, let text = value.string?.lowercased() else { return nil }
        for (unit, factor) in [("kb", 1024.0), ("mb", 1_048_576), ("gb", 1_073_741_824), ("b", 1)]
        where text.hasSuffix(unit) {
            guard let number = UInt32(text.dropLast(unit.count)) else { return nil }
            return Double(number) * factor
        }
        return nil
    }

    static func duration(_ text: String) -> Int64? {
        for (unit, factor) in [("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000)]
            as [(String, Int64)]
        where text.hasSuffix(unit) {
            guard let number = UInt32(text.dropLast(unit.count)) else { continue }
            let (value, overflow) = Int64(number).multipliedReportingOverflow(by: factor)
            return overflow || value > 300_000_000_000 ? nil : value
        }
        return nil
    }

    private static func addresses(_ value: JSONValue) throws(LimitTextError) -> AddressList {
        guard let elements = value.elements, (1...AddressList.rangesMax).contains(elements.count) else {
            throw LimitTextError(
                field: "allowed_addresses",
                words: "must be a list of 1 to \(AddressList.rangesMax) blocks of addresses")
        }
        var ranges: [AddressRange] = []
        for element in elements {
            guard let text = element.string, let range = AddressRange(text) else {
                throw LimitTextError(
                    field: "allowed_addresses",
                    words:
                        "must have blocks like 10.0.0.0/8 or 2001:db8::/32 with no bits behind the prefix, or addresses"
                )
            }
            ranges.append(range)
        }
        return AddressList(ranges)
    }

    // MARK: Writing

    public var text: String {
        var writer = JSONWriter()
        self.write(&writer)
        return writer.text
    }

    /// An object of what is set.
    public func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("action")
        writer.string(self.policy.action.rawValue)
        if self.policy.action == .slow {
            writer.name("max_delay")
            writer.string("\(self.policy.delayMax / 1_000_000)ms")
        }
        if let inFlight = self.policy.inFlight {
            writer.name("in_flight")
            writer.integer(inFlight)
        }
        if !self.addresses.isEmpty {
            writer.name("allowed_addresses")
            writer.beginArray()
            for range in self.addresses.ranges { writer.string(range.description) }
            writer.endArray()
        }
        for unit in LimitedUnit.allCases where !self.policy[unit].isEmpty {
            writer.name(unit.name)
            Self.write(self.policy[unit], &writer)
        }
        writer.endObject()
    }

    private static func write(_ limit: UnitLimit, _ writer: inout JSONWriter) {
        writer.beginObject()
        if let rate = limit.rate {
            writer.name("per_second")
            self.write(rate.perSecond, &writer)
            if !rate.hasDefaultBurst {
                writer.name("burst")
                self.write(rate.burst, &writer)
            }
        }
        if let perDay = limit.perDay {
            writer.name("per_day")
            writer.integer(Int(perDay))
        }
        if let perMonth = limit.perMonth {
            writer.name("per_month")
            writer.integer(Int(perMonth))
        }
        writer.endObject()
    }

    private static func write(_ number: Double, _ writer: inout JSONWriter) {
        if number == number.rounded(), number < 9e15 {
            writer.integer(Int(number))
        } else {
            writer.value(JSONValue(.number("\(number)")))
        }
    }
}
