internal import Authenticate
internal import Bytes
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET /_security/_authenticate`: who the proxy takes the caller for. Needs no privilege.
enum WhoAmI {
    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_security", "_authenticate"], methods: [.get],
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.authenticate),
                    run: { caller, completion in
                        completion(
                            .success(
                                .object { writer in
                                    switch caller.subject {
                                    case .user(let principal): self.write(principal, &writer)
                                    case .key: self.write(caller, router, &writer)
                                    }
                                }))
                    })
            })
    }

    private static func write(_ principal: Principal, _ writer: inout JSONWriter) {
        self.writeUser(principal.asOwner, principal.roles, &writer)
        let by = principal.runBy
        self.writeRealm(
            "authentication_realm", by?.realm ?? principal.realm, by?.realmType ?? principal.realmType,
            &writer)
        self.writeRealm("lookup_realm", principal.realm, principal.realmType, &writer)
        writer.member("authentication_type", by?.keyID == nil ? "realm" : "api_key")
    }

    private static func write(_ caller: Caller, _ router: SecurityRouter, _ writer: inout JSONWriter) {
        guard case .key(let entry) = caller.subject else { return }
        self.writeUser(caller.owner, [], &writer)
        self.writeRealm("authentication_realm", KeyView.keyRealm, KeyView.keyRealm, &writer)
        self.writeRealm("lookup_realm", KeyView.keyRealm, KeyView.keyRealm, &writer)
        writer.member("authentication_type", "api_key")
        writer.name("api_key")
        writer.beginObject()
        writer.member("id", entry.id.description)
        let name = ByteBuffer(capacity: 64)
        router.registry.table.appendName(of: entry, to: name)
        if !name.isEmpty { writer.member("name", String(decoding: name.readable, as: UTF8.self)) }
        writer.endObject()
    }

    private static func writeUser(_ user: KeyOwner, _ roles: [String], _ writer: inout JSONWriter) {
        writer.member("username", user.username)
        writer.strings("roles", roles)
        writer.member("full_name", user.fullName)
        writer.member("email", user.email)
        writer.name("metadata")
        writer.stored(user.metadata)
        writer.member("enabled", true)
    }

    private static func writeRealm(
        _ field: String, _ name: String, _ type: String, _ writer: inout JSONWriter
    ) {
        writer.name(field)
        writer.beginObject()
        writer.member("name", name)
        writer.member("type", type)
        writer.endObject()
    }
}
