internal import Bytes

/// Members of an audit line that are the same for every exchange of a connection, a subject or an upstream's host:
/// encoded once by whoever lives as long, and copied into each line. Each is a run of `,"name":value`, maybe empty.
public final class AuditMembers {
    private let text: ByteBuffer

    private init(_ text: ByteBuffer) { self.text = text }

    /// Whom a connection comes from and where it arrived.
    ///
    /// - Parameters:
    ///   - port: 0 where it is not known: a proxy told the address alone.
    ///   - tlsVersion: empty without TLS.
    public static func connection(
        address: String, port: UInt16, tlsVersion: StaticString, listener: String
    ) -> AuditMembers {
        let text = ByteBuffer(capacity: 160)
        self.append("source.ip", address, to: text)
        if port > 0 {
            text.append(",\"source.port\":")
            text.append(decimal: Int(port))
        }
        if tlsVersion.utf8CodeUnitCount > 0 {
            text.append(",\"tls.version\":\"")
            text.append(tlsVersion)
            text.append("\"")
        }
        self.append("observer.ingress.interface.name", listener, to: text)
        return AuditMembers(text)
    }

    /// An API key that was shown, and whose it is; the latter is empty when the key is not known.
    public static func key(
        id: AuditRecord.Slice, name: AuditRecord.Slice, username: String, realm: String
    ) -> AuditMembers {
        let text = ByteBuffer(capacity: 192)
        text.append(",\"authentication.type\":\"API_KEY\"")
        self.append("apikey.id", id, to: text)
        self.append("apikey.name", name, to: text)
        self.append("user.name", username, to: text)
        self.append("user.realm", realm, to: text)
        return AuditMembers(text)
    }

    /// A user who showed a password; nothing for a request without a name.
    public static func user(_ username: String, realm: String) -> AuditMembers {
        let text = ByteBuffer(capacity: 96)
        if !username.isEmpty { text.append(",\"authentication.type\":\"REALM\"") }
        self.append("user.name", username, to: text)
        self.append("user.realm", realm, to: text)
        return AuditMembers(text)
    }

    /// The host of the cluster that answered.
    public static func destination(_ host: String) -> AuditMembers {
        let text = ByteBuffer(capacity: 64)
        self.append("destination.address", host, to: text)
        return AuditMembers(text)
    }

    /// Valid as long as this object.
    public var slice: AuditRecord.Slice { self.text.readable }

    private static func append(_ name: StaticString, _ value: String, to text: ByteBuffer) {
        var value = value
        value.withUTF8 { self.append(name, $0, to: text) }
    }

    private static func append(_ name: StaticString, _ value: AuditRecord.Slice, to text: ByteBuffer) {
        guard value.count > 0 else { return }
        text.append(",\"")
        text.append(name)
        text.append("\":\"")
        JSONText.append(value, limit: AuditEncoder.textLengthMax, to: text)
        text.append("\"")
    }
}
