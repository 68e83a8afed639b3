internal import Audit
internal import Authenticate
internal import HTTP
internal import JSON
internal import Keys

/// Sees what one request changes of users, roles, privileges and keys, for the trail: who it was is known to whoever
/// writes it down.
struct ConfigWatch: Sendable {
    private enum Part: Sendable {
        case user(String, NativeUser?)
        case roles([String: JSONValue?])
        case privileges([String: StoredPrivilege?])
    }

    let keys = KeyChanges()
    private let request: SecurityRequest
    private let body: JSONValue?
    /// What it may change, as it was before.
    private let part: Part?

    /// - Returns: nil for a request that changes nothing.
    init?(_ request: SecurityRequest, _ router: SecurityRouter) {
        guard [.put, .post, .delete].contains(request.method), request.segments.count >= 2 else { return nil }
        self.request = request
        self.body = request.body.isEmpty ? nil : try? JSONParser.parse(request.body)
        let segments = request.segments
        let roles = router.resolver.roles.nativeRoles
        if segments.count == 5, segments.starts(with: KibanaRoleRoutes.path) {
            self.part = .roles([segments[4]: roles[segments[4]]?.normal])
            return
        }
        guard segments[0] == "_security" else {
            self.part = nil
            return
        }
        switch segments[1] {
        case "user" where segments.count > 2:
            // `_password` alone is about the caller himself.
            let name = segments[2] == "_password" ? Self.name(of: request.subject, router) : segments[2]
            self.part = .user(name, router.realms.native.user(name))
        case "role":
            let names = segments.count > 2 ? [segments[2]] : Self.roleNames(self.body)
            self.part = .roles(Dictionary(names.map { ($0, roles[$0]?.normal) }) { first, _ in first })
        case "privilege":
            let stored = router.resolver.roles.storedPrivileges
            let keys = Self.privilegeKeys(segments, self.body)
            self.part = .privileges(Dictionary(keys.map { ($0, stored[$0]) }) { first, _ in first })
        default: self.part = nil
        }
    }

    private static func name(of subject: Subject, _ router: SecurityRouter) -> String {
        router.resolver.resolve(subject)?.owner.username ?? ""
    }

    private static func roleNames(_ body: JSONValue?) -> [String] {
        (body?["roles"]?.members?.map(\.name) ?? []) + (body?["names"]?.elements?.compactMap(\.string) ?? [])
    }

    private static func privilegeKeys(_ segments: [String], _ body: JSONValue?) -> [String] {
        if segments.count == 4 {
            return segments[3].split(separator: ",").map { StoredPrivilege.key(segments[2], String($0)) }
        }
        return (body?.members ?? []).flatMap { application in
            (application.value.members ?? []).map { StoredPrivilege.key(application.name, $0.name) }
        }
    }

    /// What has changed, once the request has been answered with success.
    func changes(_ router: SecurityRouter) -> [AuditChange] {
        self.keys.told(self.body) + self.others(router)
    }

    private func others(_ router: SecurityRouter) -> [AuditChange] {
        switch self.part {
        case nil: return []
        case .user(let name, let before): return self.user(name, before, router.realms.native.user(name))
        case .roles(let before):
            let roles = router.resolver.roles.nativeRoles
            return before.sorted { $0.key < $1.key }.compactMap {
                self.role($0.key, $0.value, roles[$0.key]?.normal)
            }
        case .privileges(let before): return self.privileges(before, router.resolver.roles.storedPrivileges)
        }
    }

    // MARK: Users

    private func user(_ name: String, _ before: NativeUser?, _ after: NativeUser?) -> [AuditChange] {
        guard before != after else { return [] }
        let former = before.map { self.user(name, $0) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("user")
        writer.beginObject()
        writer.member("name", name)
        writer.endObject()
        writer.endObject()
        let named = writer.text
        switch self.request.segments.last {
        case "_enable", "_disable":
            let word = after?.isEnabled == true ? "enable" : "disable"
            return [
                AuditChange(
                    action: "change_\(word)_user", verb: "change", object: "{\"\(word)\":\(named)}",
                    before: former)
            ]
        case "_password":
            return [AuditChange(action: "change_password", verb: "change", object: "{\"password\":\(named)}")]
        default:
            guard let after else {
                return [AuditChange(action: "delete_user", verb: "delete", object: named, before: former)]
            }
            return [
                AuditChange(
                    action: "put_user", verb: "put",
                    object: "{\"user\":\(self.user(name, after, hasPassword: self.bringsPassword))}",
                    before: former)
            ]
        }
    }

    /// Whether the request says what the password is to be.
    private var bringsPassword: Bool { self.body?["password"] != nil || self.body?["password_hash"] != nil }

    /// - Parameter hasPassword: nil: as the user has one.
    private func user(_ name: String, _ user: NativeUser, hasPassword: Bool? = nil) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", name)
        writer.member("enabled", user.isEnabled)
        writer.strings("roles", user.roles)
        if let fullName = user.fullName { writer.member("full_name", fullName) }
        if let email = user.email { writer.member("email", email) }
        writer.member("has_password", hasPassword ?? (user.hash != nil))
        if user.metadata != "{}" {
            writer.name("metadata")
            writer.stored(user.metadata)
        }
        writer.endObject()
        return writer.text
    }

    // MARK: Roles and privileges

    private func role(_ name: String, _ before: JSONValue?, _ after: JSONValue?) -> AuditChange? {
        let (former, next) = (before.map { JSONWriter.text($0) }, after.map { JSONWriter.text($0) })
        guard former != next else { return nil }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("role")
        writer.beginObject()
        writer.member("name", name)
        if let after {
            writer.name("role_descriptor")
            writer.value(after.trailDescriptor)
        }
        writer.endObject()
        writer.endObject()
        return AuditChange(
            action: after == nil ? "delete_role" : "put_role", verb: after == nil ? "delete" : "put",
            object: writer.text, before: former)
    }

    private func privileges(
        _ before: [String: StoredPrivilege?], _ after: [String: StoredPrivilege]
    ) -> [AuditChange] {
        let changed = before.filter { $0.value != after[$0.key] }.keys.sorted()
        guard !changed.isEmpty else { return [] }
        let former = changed.compactMap { before[$0] ?? nil }
        let told = former.isEmpty ? nil : "[\(former.map(\.text).joined(separator: ","))]"
        if self.request.method == .delete, let application = former.first?.application {
            var writer = JSONWriter()
            writer.beginObject()
            writer.name("privileges")
            writer.beginObject()
            writer.member("application", application)
            writer.strings("privileges", former.map(\.name))
            writer.endObject()
            writer.endObject()
            return [
                AuditChange(action: "delete_privileges", verb: "delete", object: writer.text, before: told)
            ]
        }
        let list = changed.compactMap { after[$0]?.text }.joined(separator: ",")
        return [
            AuditChange(
                action: "put_privileges", verb: "put", object: "{\"privileges\":[\(list)]}", before: told)
        ]
    }
}
