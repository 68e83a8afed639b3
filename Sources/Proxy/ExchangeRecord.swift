internal import Address
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
    /// Whom a proxy passed the request on for.
    var client: IPAddress?
    private var startedAt: Int64 = 0
    private var timestamp: Int64 = 0
    private let texts: ByteBuffer
    /// Whether there is a request that could be understood.
    private var hasRequest = false
    private var path = 0..<0
    private var query = 0..<0
    private var userAgent = 0..<0
    private var opaqueID = 0..<0

    init(pool: BufferPool) { self.texts = ByteBuffer(pool: pool) }

    mutating func begin(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, context: LoopContext) {
        self.beginMalformed(context: context)
        self.hasRequest = true
        let texts = self.texts
        head.target.writePath(into: texts)
        self.path = 0..<texts.count
        if !head.target.parameters.isEmpty {
            head.target.writeQuery(into: texts)
            self.query = self.path.upperBound..<texts.count
        }
        self.userAgent = Self.copy(head, .userAgent, bytes, into: texts)
        self.opaqueID = Self.copy(head, .xOpaqueID, bytes, into: texts)
    }

    /// For a request of which nothing is known.
    mutating func beginMalformed(context: LoopContext) {
        self.reset()
        self.requestID = context.nextRequestID()
        self.startedAt = context.loop.now
        self.timestamp = context.loop.wallNow
    }

    private mutating func reset() {
        self.status = 0
        self.requestBytes = 0
        self.responseBytes = 0
        self.outcome = .success
        self.reason = ""
        self.action = .accessGranted
        self.upstreamIndex = -1
        self.upstreamHost = 0
        self.keyID = nil
        self.keyEntry = nil
        self.client = nil
        if !self.userName.isEmpty { self.userName = "" }
        if !self.userRealm.isEmpty { self.userRealm = "" }
        self.hasRequest = false
        self.path = 0..<0
        self.query = 0..<0
        self.userAgent = 0..<0
        self.opaqueID = 0..<0
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
        record.connection = self.client.map { connection.auditMembers(client: $0) } ?? connection.auditMembers
        record.method = self.hasRequest ? method.text : ""
        record.requestBytes = self.requestBytes
        record.responseBytes = self.responseBytes
        record.status = self.status
        if self.upstreamIndex >= 0 {
            let destination = context.destination(upstream: self.upstreamIndex, host: self.upstreamHost)
            record.destination = destination.slice
        }
        if self.hasRequest {
            let texts = self.texts.readable
            record.path = UnsafeBufferPointer(rebasing: texts[self.path])
            record.query = UnsafeBufferPointer(rebasing: texts[self.query])
            record.userAgent = UnsafeBufferPointer(rebasing: texts[self.userAgent])
            record.opaqueID = UnsafeBufferPointer(rebasing: texts[self.opaqueID])
        }
        self.writeWithSubject(&record, context)
        self.texts.giveBack()
    }

    private func writeWithSubject(_ record: inout AuditRecord, _ context: LoopContext) {
        if let entry = self.keyEntry {
            return withExtendedLifetime(context.facts(of: entry)) { facts in
                record.subject = facts.members.slice
                context.write(record)
            }
        }
        let members = self.keyID.map { id in
            id.withBytes {
                AuditMembers.key(
                    id: $0, name: AuditRecord.Slice(start: nil, count: 0), username: "", realm: "")
            }
        }
        withExtendedLifetime(members ?? .user(self.userName, realm: self.userRealm)) { subject in
            record.subject = subject.slice
            context.write(record)
        }
    }
}
