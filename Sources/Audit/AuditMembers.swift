internal import Bytes

/// Members of an audit line that are the same for every exchange of a connection, a subject or an upstream's host:
/// encoded once by whoever lives as long, and copied into each line. Each is a run of `,"name":value`, maybe empty.
public final class AuditMembers {
    private let text: ByteBuffer
    /// Of a subject: the policies that its name and key do not rule out, a bit each.
    public let policies: UInt64

    /// Where `user.roles` stands in ``text``.
    private let roles: Range<Int>

    private init(_ text: ByteBuffer, policies: UInt64 = 0, roles: Range<Int> = 0..<0) {
        self.text = text
        self.policies = policies
        self.roles = roles
    }

    /// The same without `user.roles`, which Elasticsearch's `authentication_success` does not have.
    public var withoutRoles: AuditMembers {
        if self.roles.isEmpty { return self }
        let rest = ByteBuffer(capacity: self.text.count)
        rest.append(AuditRecord.Slice(rebasing: self.slice[..<self.roles.lowerBound]))
        rest.append(AuditRecord.Slice(rebasing: self.slice[self.roles.upperBound...]))
        return AuditMembers(rest, policies: self.policies)
    }

    /// Valid as long as this object.
    public var slice: AuditRecord.Slice { self.text.readable }

    /// Whom a connection comes from and where it arrived.
    ///
    /// - Parameters:
    ///   - port: 0 where it is not known: a proxy told the address alone.
    ///   - tlsVersion: empty without TLS.
    static func connection(
        _ format: AuditSettings.Format, address: String, port: UInt16, tlsVersion: StaticString,
        listener: String
    ) -> AuditMembers {
        let text = ByteBuffer(capacity: 160)
        guard format == .ecs else {
            self.append(format, "origin.type", "rest", to: text)
            let host = address.utf8.contains(0x3a) ? "[\(address)]" : address
            self.append(format, "origin.address", port > 0 ? "\(host):\(port)" : host, to: text)
            return AuditMembers(text)
        }
        self.append(format, "source.ip", address, to: text)
        if port > 0 {
            text.append(",\"source.port\":")
            text.append(decimal: Int(port))
        }
        if tlsVersion.utf8CodeUnitCount > 0 {
            text.append(",\"tls.version\":\"")
            text.append(tlsVersion)
            text.append("\"")
        }
        self.append(format, "observer.ingress.interface.name", listener, to: text)
        return AuditMembers(text)
    }

    /// An API key that was shown, and whose it is; the latter is empty when the key is not known.
    ///
    /// - Parameter roles: of the owner when the key was made; Elasticsearch's format has them, nil: they are not known.
    static func key(
        _ settings: AuditSettings, id: AuditRecord.Slice, name: AuditRecord.Slice, username: String,
        realm: String, roles: [String]? = nil
    ) -> AuditMembers {
        let text = ByteBuffer(capacity: 192)
        let format = settings.format
        var rolesRange = 0..<0
        switch format {
        case .ecs:
            text.append(",\"authentication.type\":\"API_KEY\"")
            self.append(format, "apikey.id", id, to: text)
            self.append(format, "apikey.name", name, to: text)
            self.append(format, "user.name", username, to: text)
            self.append(format, "user.realm", realm, to: text)
        case .elasticsearch:
            // A key that does not hold has no user: Elasticsearch has the key's id in that place.
            if !username.isEmpty { text.append(", \"authentication.type\":\"API_KEY\"") }
            if username.isEmpty {
                self.append(format, "user.name", id, to: text)
            } else {
                self.append(format, "user.name", username, to: text)
            }
            self.append(format, "user.realm", realm, to: text)
            if let roles { rolesRange = self.appendRoles(format, roles, to: text) }
            self.append(format, "apikey.id", id, to: text)
            self.append(format, "apikey.name", name, to: text)
        }
        var username = username
        let policies = username.withUTF8 { settings.policies(user: $0, keyID: id, keyName: name) }
        return AuditMembers(text, policies: policies, roles: rolesRange)
    }

    /// A user who showed a password; nothing for a request without a name.
    ///
    /// - Parameters:
    ///   - roles: nil: not known.
    ///   - runBy: who acts in his name, with the realm.
    static func user(
        _ settings: AuditSettings, _ username: String, realm: String, roles: [String]? = nil,
        runBy: (username: String, realm: String)? = nil
    ) -> AuditMembers {
        let text = ByteBuffer(capacity: 96)
        let format = settings.format
        if !username.isEmpty, format == .ecs || !realm.isEmpty {
            self.append(format, "authentication.type", "REALM", to: text)
        }
        self.append(format, "user.name", username, to: text)
        if let runBy { self.append(format, "user.run_by.name", runBy.username, to: text) }
        self.append(format, "user.realm", realm, to: text)
        if let runBy { self.append(format, "user.run_by.realm", runBy.realm, to: text) }
        let rolesRange = roles.map { self.appendRoles(format, $0, to: text) } ?? 0..<0
        var username = username
        let policies = username.withUTF8 {
            settings.policies(user: $0, keyID: AuditRecord.none, keyName: AuditRecord.none)
        }
        return AuditMembers(text, policies: policies, roles: rolesRange)
    }

    /// Who acts in another's name, and in whose: of `run_as_granted` and `run_as_denied`.
    static func runAs(
        _ settings: AuditSettings, username: String, realm: String, roles: [String]?, as other: String,
        otherRealm: String
    ) -> AuditMembers {
        let text = ByteBuffer(capacity: 128)
        let format = settings.format
        self.append(format, "user.name", username, to: text)
        self.append(format, "user.run_as.name", other, to: text)
        self.append(format, "user.realm", realm, to: text)
        self.append(format, "user.run_as.realm", otherRealm, to: text)
        if let roles { _ = self.appendRoles(format, roles, to: text) }
        return AuditMembers(text)
    }

    /// The host of the cluster that answered.
    static func destination(_ format: AuditSettings.Format, _ host: String) -> AuditMembers {
        let text = ByteBuffer(capacity: 64)
        self.append(format, "destination.address", host, to: text)
        return AuditMembers(text)
    }

    private static func append(
        _ format: AuditSettings.Format, _ name: StaticString, _ value: String, to text: ByteBuffer
    ) {
        var value = value
        value.withUTF8 { self.append(format, name, $0, to: text) }
    }

    private static func append(
        _ format: AuditSettings.Format, _ name: StaticString, _ value: AuditRecord.Slice, to text: ByteBuffer
    ) {
        guard value.count > 0 else { return }
        text.append(format == .ecs ? ",\"" : ", \"")
        text.append(name)
        text.append("\":\"")
        JSONText.append(value, limit: AuditEncoder.textLengthMax, to: text)
        text.append("\"")
    }

    /// - Returns: where they stand.
    private static func appendRoles(
        _ format: AuditSettings.Format, _ values: [String], to text: ByteBuffer
    ) -> Range<Int> {
        let start = text.count
        text.append(format == .ecs ? ",\"" : ", \"")
        text.append("user.roles\":[")
        for (index, value) in values.enumerated() {
            text.append(index == 0 ? "\"" : ",\"")
            JSONText.append(value, to: text)
            text.append("\"")
        }
        text.append("]")
        return start..<text.count
    }
}

extension AuditSettings {
    /// Policies that do not rule out this subject, a bit each.
    func policies(
        user: AuditRecord.Slice, keyID: AuditRecord.Slice, keyName: AuditRecord.Slice
    ) -> UInt64 {
        var mask: UInt64 = 0
        for (index, policy) in self.ignored.prefix(AuditPolicy.countMax).enumerated()
        where policy.appliesTo(user: user, keyID: keyID, keyName: keyName) {
            mask |= 1 << UInt64(index)
        }
        return mask
    }

    /// Whether the record is told.
    @inline(__always)
    func tells(_ record: borrowing AuditRecord) -> Bool {
        guard self.events.has(record.event) else { return false }
        return record.policies == 0 || !self.isIgnored(record)
    }

    private func isIgnored(_ record: borrowing AuditRecord) -> Bool {
        for index in self.ignored.indices where record.policies & 1 << UInt64(index) != 0 {
            if self.ignored[index].appliesTo(record) { return true }
        }
        return false
    }
}
