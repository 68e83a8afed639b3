internal import JSON
internal import Keys
internal import Usage

/// Usage as it is told.
enum UsageView {
    /// - Parameter hours: of those keys of which they are to be told.
    static func page(
        _ page: UsagePage, _ keys: [KeyRecord], _ hours: [APIKeyID: [UsageHour]] = [:]
    ) -> SecurityResponse {
        let keys = Dictionary(keys.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return .object { writer in
            writer.name("total")
            writer.integer(page.total)
            writer.name("usage")
            writer.beginArray()
            for totals in page.totals {
                writer.beginObject()
                self.members(keys[totals.id], totals.id, totals, &writer)
                if let hours = hours[totals.id] { self.hours(hours, &writer) }
                writer.endObject()
            }
            writer.endArray()
        }
    }

    static func unused(_ keys: [KeyRecord], total: Int, _ totals: [UsageTotals]) -> SecurityResponse {
        let totals = Dictionary(totals.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return .object { writer in
            writer.name("total")
            writer.integer(total)
            writer.name("usage")
            writer.beginArray()
            for key in keys {
                writer.beginObject()
                self.members(key, key.id, totals[key.id] ?? UsageTotals(id: key.id), &writer)
                writer.endObject()
            }
            writer.endArray()
        }
    }

    static func one(_ key: KeyRecord, _ totals: UsageTotals?, _ hours: [UsageHour]) -> SecurityResponse {
        .object { writer in
            self.members(key, key.id, totals ?? UsageTotals(id: key.id), &writer)
            self.hours(hours, &writer)
        }
    }

    private static func hours(_ hours: [UsageHour], _ writer: inout JSONWriter) {
        writer.name("hours")
        writer.beginArray()
        for hour in hours {
            writer.beginObject()
            writer.name("from")
            writer.integer(Int(hour.hour * 3_600_000))
            self.numbers(hour.numbers, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func members(
        _ key: KeyRecord?, _ id: APIKeyID, _ totals: UsageTotals, _ writer: inout JSONWriter
    ) {
        writer.member("id", id.description)
        if let key {
            writer.member("name", key.name)
            writer.member("username", key.owner.username)
            writer.member("realm", key.owner.realm)
            writer.name("creation")
            writer.integer(Int(key.creation))
            if let limits = key.limits {
                writer.name("limits")
                writer.stored(limits)
            }
        }
        writer.name("first_used")
        self.time(totals.firstUsed, &writer)
        writer.name("last_used")
        self.time(totals.lastUsed, &writer)
        if totals.lastUsed != nil {
            writer.member("last_address", totals.lastAddress)
            writer.member("last_user_agent", totals.lastAgent)
            writer.member("last_action", totals.lastOperation)
        }
        writer.name("addresses")
        writer.integer(totals.addresses.estimate)
        self.numbers(totals.numbers, &writer)
    }

    private static func time(_ time: Int64?, _ writer: inout JSONWriter) {
        if let time { writer.integer(Int(time)) } else { writer.null() }
    }

    private static func numbers(_ numbers: UsageNumbers, _ writer: inout JSONWriter) {
        writer.name("requests")
        writer.integer(Int(numbers.requests))
        writer.name("refused")
        writer.beginObject()
        for (kind, count) in zip(UsageRefusal.allCases, numbers.refusals) {
            writer.name(kind.name)
            writer.integer(Int(count))
        }
        writer.endObject()
        writer.name("bytes_in")
        writer.integer(Int(numbers.bytesIn))
        writer.name("bytes_out")
        writer.integer(Int(numbers.bytesOut))
        writer.name("documents")
        writer.integer(Int(numbers.documents))
        // By upper bound in milliseconds; what took longer than the last one stands beside them.
        writer.name("latency_ms")
        writer.beginObject()
        for (index, count) in numbers.latency.enumerated() where count > 0 {
            writer.name(index < LatencyHistogram.bounds.count ? "\(LatencyHistogram.bounds[index])" : "more")
            writer.integer(Int(count))
        }
        writer.endObject()
    }
}
