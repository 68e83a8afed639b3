internal import Bytes

/// Collects the records of one loop and hands them over in batches. Confined to the loop.
public final class AuditBuffer {
    /// Bytes collected before they are handed over, whatever the time.
    public static let batchSize = 64 * 1024
    /// Nanoseconds after which the loop must ``flush()``.
    public static let flushInterval: Int64 = 50_000_000

    private let log: AuditLog
    private let settings: AuditSettings
    private var encoder: AuditEncoder
    private let lines = ByteBuffer(capacity: AuditBuffer.batchSize + 8 * 1024)
    private var lineCount = 0

    public init(log: AuditLog) {
        self.log = log
        self.settings = log.settings
        self.encoder = AuditEncoder(log.settings)
    }

    public var isEmpty: Bool { self.lineCount == 0 }
    public var mayServe: Bool { self.log.mayServe }
    /// Whether records of this event can be told at all.
    public func tells(_ event: AuditEvent) -> Bool { self.log.isEnabled && self.settings.events.has(event) }

    /// Whether lines have ``AuditRecord/requestName``.
    public var namesRequests: Bool { self.settings.format == .elasticsearch }

    /// Bytes of a request's content that are to be kept for its record; 0: none.
    public func contentMax(action: String) -> Int {
        guard let content = self.settings.content, self.log.isEnabled,
            content.actions.contains(where: { $0.matches(action) })
        else { return 0 }
        return content.bytesMax
    }

    public func append(_ record: borrowing AuditRecord) {
        guard self.log.isEnabled, self.settings.tells(record) else { return }
        self.encoder.append(record, to: self.lines)
        self.appended()
    }

    /// - Parameter record: who made the change, in which request.
    public func append(_ change: AuditChange, _ record: borrowing AuditRecord) {
        guard self.tells(.securityConfigChange) else { return }
        self.encoder.append(change, record, to: self.lines)
        self.appended()
    }

    private func appended() {
        self.lineCount += 1
        if self.lines.count >= Self.batchSize { self.flush() }
    }

    /// Hands over what was collected.
    public func flush() {
        guard self.lineCount > 0 else { return }
        self.log.write(self.lines.array, lineCount: self.lineCount)
        self.lines.removeAll()
        self.lineCount = 0
    }

    // MARK: Members

    /// See ``AuditMembers``: whom a connection comes from and where it arrived.
    ///
    /// - Parameter tlsVersion: empty without TLS.
    public func connection(
        address: String, port: UInt16, tlsVersion: StaticString, listener: String
    ) -> AuditMembers {
        .connection(
            self.settings.format, address: address, port: port, tlsVersion: tlsVersion, listener: listener)
    }

    /// An API key that was shown, and whose it is; the latter is empty when the key is not known.
    public func key(
        id: AuditRecord.Slice, name: AuditRecord.Slice, username: String, realm: String,
        roles: @autoclosure () -> [String]? = nil
    ) -> AuditMembers {
        .key(
            self.settings, id: id, name: name, username: username, realm: realm,
            roles: self.settings.format == .elasticsearch ? roles() : nil)
    }

    /// A user who showed a password; nothing for a request without a name.
    public func user(
        _ username: String, realm: String, roles: [String]? = nil,
        runBy: (username: String, realm: String)? = nil
    ) -> AuditMembers {
        .user(self.settings, username, realm: realm, roles: roles, runBy: runBy)
    }

    /// Who acts in another's name, and in whose.
    public func runAs(
        username: String, realm: String, roles: [String]?, as other: String, otherRealm: String
    ) -> AuditMembers {
        .runAs(
            self.settings, username: username, realm: realm, roles: roles, as: other, otherRealm: otherRealm)
    }

    /// The host of the cluster that answered.
    public func destination(_ host: String) -> AuditMembers { .destination(self.settings.format, host) }
}
