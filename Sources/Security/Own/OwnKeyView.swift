internal import Authenticate
internal import JSON
internal import Keys

/// Keys as the proxy's own routes tell them: what Elasticsearch tells, and what it does not have.
enum OwnKeyView {
    static func write(
        _ record: KeyRecord, state: KeyState, owner: OwnerState, _ uses: FormerSecretUses.Report, now: Int64,
        _ writer: inout JSONWriter
    ) {
        writer.beginObject()
        KeyView.write(record, withLimitedBy: false, &writer)
        writer.member("state", state.rawValue)
        writer.member("owner_state", owner.rawValue)
        if let tombstone = record.tombstone {
            writer.member("invalidated_by", tombstone.by)
            if let reason = tombstone.reason { writer.member("invalidation_reason", reason) }
        }
        if let suspension = record.suspension {
            writer.name("suspension")
            writer.integer(Int(suspension))
        }
        if let suspender = record.suspender {
            writer.member("suspended_by", suspender.by)
            if let reason = suspender.reason { writer.member("suspension_reason", reason) }
        }
        if let previous = record.previous, previous.until > now {
            writer.name("former_secret")
            self.writeFormer(until: previous.until, uses, &writer)
        }
        writer.endObject()
    }

    static func writeFormer(
        until: Int64, _ uses: FormerSecretUses.Report, _ writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.name("valid_until")
        writer.integer(Int(until))
        writer.name("clients")
        writer.beginArray()
        for use in uses.uses {
            writer.beginObject()
            writer.member("address", use.client.address)
            writer.member("agent", use.client.agent)
            writer.name("count")
            writer.integer(Int(clamping: use.count))
            writer.name("last")
            writer.integer(Int(use.last))
            writer.endObject()
        }
        writer.endArray()
        writer.name("other_uses")
        writer.integer(Int(clamping: uses.others))
        writer.endObject()
    }
}

/// What a key is good for.
enum KeyState: String, CaseIterable, Sendable {
    case active, suspended, expired, invalidated

    init(_ record: KeyRecord, now: Int64) {
        if record.invalidation != nil {
            self = .invalidated
        } else if let expiration = record.expiration, expiration <= now {
            self = .expired
        } else {
            self = record.suspension == nil ? .active : .suspended
        }
    }

    /// Keys that are in this state.
    func condition(now: Int64) -> KeyCondition {
        let live: [KeyCondition] = [.invalidated(false), .not(.time(.expiration, Int64.min...now))]
        switch self {
        case .active: return .and(live + [.suspended(false)])
        case .suspended: return .and(live + [.suspended(true)])
        case .expired: return .and([.invalidated(false), .time(.expiration, Int64.min...now)])
        case .invalidated: return .invalidated(true)
        }
    }
}
