internal import Audit
internal import Bytes
internal import EventLoop
internal import HTTP
internal import Keys
internal import Upstream

/// What an exchange remembers of itself for its audit record. Texts are copied into a pooled buffer, as the
/// request's bytes are gone when the exchange ends.
struct ExchangeRecord {
    enum Outcome { case success, failure }

    /// Octets kept of the user agent and the opaque id.
    private static let textLengthMax = 512

    var requestID: UInt64 = 0
    var status = 0
    var requestBytes = 0
    var responseBytes = 0
    var outcome = Outcome.success
    var reason: StaticString = ""
    var action = AuditRecord.Action.accessGranted
    var upstreamIndex = -1
    var upstreamHost = 0
    /// The key that was shown and known, even if it was refused.
    var keyID: APIKeyID?
    var keyEntry: KeyEntry?
    var userName = ""
    var userRealm = ""
    private var startedAt: Int64 = 0
    private var timestamp: Int64 = 0
    private var texts: ByteBuffer?
    private var path = 0..<0
    private var query = 0..<0
    private var userAgent = 0..<0
    private var opaqueID = 0..<0

    mutating func begin(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, context: LoopContext) {
        self.beginMalformed(context: context)
        let texts = context.loop.smallPool.take()
        head.target.writePath(into: texts)
        self.path = 0..<texts.count
        if !head.target.parameters.isEmpty {
            head.target.writeQuery(into: texts)
            self.query = self.path.upperBound..<texts.count
        }
        self.userAgent = Self.copy(head, .userAgent, bytes, into: texts)
        self.opaqueID = Self.copy(head, .xOpaqueID, bytes, into: texts)
        self.texts = texts
    }

    /// For a request of which nothing is known.
    mutating func beginMalformed(context: LoopContext) {
        self = ExchangeRecord()
        self.requestID = context.nextRequestID()
        self.startedAt = context.loop.now
        self.timestamp = context.loop.wallNow
    }

    private static func copy(
        _ head: RequestHead, _ name: FieldName, _ bytes: UnsafeBufferPointer<UInt8>, into texts: ByteBuffer
    ) -> Range<Int> {
        guard let line = head.first(name) else { return 0..<0 }
        let start = texts.count
        texts.append(UnsafeBufferPointer(rebasing: bytes[line.valueRange].prefix(Self.textLengthMax)))
        return start..<texts.count
    }

    /// Writes the record and gives the buffer back.
    mutating func write(method: Method, connection: DownstreamConnection, context: LoopContext) {
        var record = AuditRecord()
        record.timestamp = self.timestamp
        record.action = self.action
        record.succeeded = self.outcome == .success
        record.reason = self.reason
        record.duration = Clock.monotonic &- self.startedAt
        record.requestID = self.requestID
        record.listener = connection.listener.name
        record.sourcePort = connection.remote.port
        record.method = self.texts == nil ? "" : method.text
        record.requestBytes = self.requestBytes
        record.responseBytes = self.responseBytes
        record.status = self.status
        record.tlsVersion = connection.tlsVersion
        if self.upstreamIndex >= 0 {
            record.upstream =
                context.shared.upstreams[self.upstreamIndex].settings.hosts[self.upstreamHost].name
        }
        if let texts = self.texts?.readable {
            record.path = UnsafeBufferPointer(rebasing: texts[self.path])
            record.query = UnsafeBufferPointer(rebasing: texts[self.query])
            record.userAgent = UnsafeBufferPointer(rebasing: texts[self.userAgent])
            record.opaqueID = UnsafeBufferPointer(rebasing: texts[self.opaqueID])
        }
        self.writeIdentity(&record, connection, context)
        if let texts = self.texts { context.loop.smallPool.give(texts) }
        self.texts = nil
    }

    private func writeIdentity(
        _ record: inout AuditRecord, _ connection: DownstreamConnection, _ context: LoopContext
    ) {
        connection.remoteHost.withUnsafeBufferPointer { host in
            record.sourceAddress = host
            guard let id = self.keyID else {
                var name = self.userName
                var realm = self.userRealm
                return name.withUTF8 { name in
                    realm.withUTF8 { realm in
                        record.userName = name
                        record.userRealm = realm
                        context.write(record)
                    }
                }
            }
            id.withBytes { id in
                record.keyID = id
                guard let entry = self.keyEntry else { return context.write(record) }
                let facts = context.facts(of: entry)
                record.keyName = facts.name.readable
                facts.username.withUnsafeBufferPointer { username in
                    facts.realm.withUnsafeBufferPointer { realm in
                        record.userName = username
                        record.userRealm = realm
                        context.write(record)
                    }
                }
            }
        }
    }
}
