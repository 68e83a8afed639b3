internal import Authenticate
internal import Bytes
internal import Elasticsearch
internal import JSON
internal import Keys

/// `GET /_security/_authenticate`: who the proxy takes the caller for. Needs no privilege.
enum WhoAmI {
    @Sendable
    static func handle(
        _ router: SecurityRouter, _ request: SecurityRequest,
        _ completion: @escaping SecurityRouter.Completion
    ) {
        do throws(ErrorResponse) {
            var writer = JSONWriter(pretty: try request.flag("pretty"))
            writer.beginObject()
            switch request.subject {
            case .user(let principal): self.write(principal, &writer)
            case .key(let entry): self.write(entry, router.registry.table, &writer)
            }
            writer.endObject()
            completion(.success(SecurityResponse(body: writer.bytes)))
        } catch {
            completion(.failure(error))
        }
    }

    private static func write(_ principal: Principal, _ writer: inout JSONWriter) {
        self.writeUser(
            principal.username, principal.roles, principal.fullName, principal.email, principal.metadata,
            &writer)
        self.writeRealms(principal.realm, principal.realmType, &writer)
        writer.name("authentication_type")
        writer.string("realm")
    }

    private static func write(_ entry: KeyEntry, _ table: KeyTable, _ writer: inout JSONWriter) {
        let owner = table.owner(of: entry)
        self.writeUser(owner.username, [], owner.fullName, owner.email, owner.metadata, &writer)
        self.writeRealms("_es_api_key", "_es_api_key", &writer)
        writer.name("authentication_type")
        writer.string("api_key")
        writer.name("api_key")
        writer.beginObject()
        let name = ByteBuffer(capacity: 64)
        table.appendName(of: entry, to: name)
        if !name.isEmpty {
            writer.name("name")
            writer.string(String(decoding: name.readable, as: UTF8.self))
        }
        writer.name("id")
        writer.string(entry.id.description)
        writer.endObject()
    }

    private static func writeUser(
        _ username: String, _ roles: [String], _ fullName: String?, _ email: String?, _ metadata: String,
        _ writer: inout JSONWriter
    ) {
        writer.name("username")
        writer.string(username)
        writer.name("roles")
        writer.beginArray()
        for role in roles { writer.string(role) }
        writer.endArray()
        writer.name("full_name")
        writer.string(fullName)
        writer.name("email")
        writer.string(email)
        writer.name("metadata")
        writer.stored(metadata)
        writer.name("enabled")
        writer.bool(true)
    }

    private static func writeRealms(_ name: String, _ type: String, _ writer: inout JSONWriter) {
        for field in ["authentication_realm", "lookup_realm"] {
            writer.name(field)
            writer.beginObject()
            writer.name("name")
            writer.string(name)
            writer.name("type")
            writer.string(type)
            writer.endObject()
        }
    }
}
