internal import Audit
internal import JSON
internal import Keys
internal import Synchronization

/// What one request has changed of keys, for the trail.
final class KeyChanges: Sendable {
    enum Change: Sendable {
        case created(KeyRecord)
        case changed(before: KeyRecord?, after: KeyRecord)
        case invalidated([APIKeyID])
        case removed([APIKeyID])
    }

    private let changes = Mutex<[Change]>([])

    func note(_ change: Change) { self.changes.withLock { $0.append(change) } }

    /// As the trail tells them, in Elasticsearch's form.
    ///
    /// - Parameter body: the request's content, for what it says of the request as a whole.
    func told(_ body: JSONValue?) -> [AuditChange] {
        self.changes.withLock { $0 }.map { change in
            switch change {
            case .created(let record): self.creation(record, body)
            case .changed(let before, let after): Self.change(before, after)
            case .invalidated(let ids): self.invalidation(ids, body)
            case .removed(let ids):
                AuditChange(
                    action: "delete_apikeys", verb: "delete",
                    object: Self.object { writer in
                        writer.name("apikeys")
                        writer.beginObject()
                        writer.strings("ids", ids.map(\.description))
                        writer.endObject()
                    })
            }
        }
    }

    private func creation(_ record: KeyRecord, _ body: JSONValue?) -> AuditChange {
        AuditChange(
            action: "create_apikey", verb: "create",
            object: Self.object { writer in
                writer.name("apikey")
                writer.beginObject()
                writer.member("id", record.id.description)
                writer.member("name", record.name)
                writer.member("expiration", Self.lifetime(record))
                Self.descriptors(record.roleDescriptors, &writer)
                if record.metadata != "{}" {
                    writer.name("metadata")
                    writer.stored(record.metadata)
                }
                writer.endObject()
                Self.grant(body, &writer)
            })
    }

    /// Who was granted a key; never his password.
    private static func grant(_ body: JSONValue?, _ writer: inout JSONWriter) {
        guard let type = body?["grant_type"]?.string else { return }
        writer.name("grant")
        writer.beginObject()
        writer.member("type", type)
        if let name = body?["username"]?.string {
            writer.name("user")
            writer.beginObject()
            writer.member("name", name)
            writer.member("has_password", true)
            writer.endObject()
        }
        if let name = body?["run_as"]?.string { writer.member("run_as", name) }
        writer.endObject()
    }

    private func invalidation(_ ids: [APIKeyID], _ body: JSONValue?) -> AuditChange {
        AuditChange(
            action: "invalidate_apikeys", verb: "invalidate",
            object: Self.object { writer in
                writer.name("apikeys")
                writer.beginObject()
                writer.strings("ids", ids.map(\.description))
                if let name = body?["name"]?.string { writer.member("name", name) }
                writer.member("owned_by_authenticated_user", body?["owner"]?.bool ?? false)
                let (user, realm) = (body?["username"]?.string, body?["realm_name"]?.string)
                if user != nil || realm != nil {
                    writer.name("user")
                    writer.beginObject()
                    writer.member("name", user)
                    writer.member("realm", realm)
                    writer.endObject()
                }
                writer.endObject()
            })
    }

    // MARK: Changes

    /// Only what is another than it was, before and after.
    private static func change(_ before: KeyRecord?, _ after: KeyRecord) -> AuditChange {
        AuditChange(
            action: "change_apikey", verb: "change", object: self.part(of: after, thatDiffersFrom: before),
            before: before.map { self.part(of: $0, thatDiffersFrom: after) })
    }

    private static func part(of record: KeyRecord, thatDiffersFrom other: KeyRecord?) -> String {
        self.object { writer in
            writer.name("apikey")
            writer.beginObject()
            writer.member("id", record.id.description)
            if record.name != other?.name { writer.member("name", record.name) }
            if record.expiration != other?.expiration {
                writer.name("expiration")
                if let expiration = record.expiration {
                    writer.integer(Int(expiration))
                } else {
                    writer.null()
                }
            }
            if record.roleDescriptors != other?.roleDescriptors {
                self.descriptors(record.roleDescriptors, &writer)
            }
            if record.limitedBy != other?.limitedBy {
                writer.name("limited_by")
                writer.stored(record.limitedBy)
            }
            if record.metadata != other?.metadata {
                writer.name("metadata")
                writer.stored(record.metadata)
            }
            if record.owner != other?.owner { writer.member("username", record.owner.username) }
            if (record.suspension == nil) != (other?.suspension == nil) {
                writer.member("suspended", record.suspension != nil)
                if let reason = record.suspender?.reason { writer.member("suspension_reason", reason) }
            }
            if (record.invalidation == nil) != (other?.invalidation == nil) {
                writer.member("invalidated", record.invalidation != nil)
            }
            // Never what it is: only that it is another.
            if record.hash != other?.hash { writer.member("secret", "::changed::") }
            writer.endObject()
        }
    }

    // MARK: Values

    private static func object(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return writer.text
    }

    /// A list without the names, as in Elasticsearch.
    private static func descriptors(_ text: String, _ writer: inout JSONWriter) {
        writer.name("role_descriptors")
        writer.beginArray()
        let value = try? JSONParser.parse(Array(text.utf8))
        for member in value?.members ?? [] { writer.value(member.value.trailDescriptor) }
        writer.endArray()
    }

    /// Elasticsearch's text of the time from creation to expiry, in the largest unit that is whole.
    private static func lifetime(_ record: KeyRecord) -> String? {
        guard let expiration = record.expiration else { return nil }
        let milliseconds = expiration - record.creation
        for (unit, factor): (String, Int64) in [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ]
        where milliseconds % factor == 0 && milliseconds != 0 {
            return "\(milliseconds / factor)\(unit)"
        }
        return "\(milliseconds)ms"
    }
}
