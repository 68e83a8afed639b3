internal import Address
internal import EventLoop
internal import JSON
internal import Limit

/// What `GET /_keyward/failed_authentications` answers. On any thread but a loop's.
struct FailureReport: Sendable {
    /// nil: failures are not counted.
    let failures: FailureTable?

    func write(_ count: Int) -> [UInt8] {
        let (now, wall) = (Clock.monotonic, Clock.wall)
        let found = self.failures?.most(count, now: now) ?? (total: 0, sources: [])
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("total")
        writer.integer(found.total)
        writer.name("addresses")
        writer.beginArray()
        for source in found.sources {
            func time(_ nanoseconds: Int64) -> Int { Int(wall &- (now &- nanoseconds) / 1_000_000) }
            writer.beginObject()
            writer.name("address")
            writer.string(IPAddress.text(ofSource: source.source))
            writer.name("failures")
            writer.integer(source.failures)
            writer.name("first")
            writer.integer(time(source.first))
            writer.name("last")
            writer.integer(time(source.last))
            writer.name("state")
            switch source.standing {
            case .within: writer.string("within")
            case .slowed: writer.string("slowed")
            case .exhausted(let left):
                writer.string("refused")
                writer.name("until")
                writer.integer(time(now &+ left))
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
