internal import Address
internal import Audit
internal import Bytes
internal import Classify
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Keys
internal import Metrics
internal import Upstream
internal import Usage

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
    /// What the request was decided on: the action that was granted, or the one that was not.
    var decidedAction: Action?
    /// nil: the request was not understood, or takes no credential.
    var authentication: AuthenticationResult?
    /// Documents that a request writes, where they were counted.
    var documents = 0
    /// The status is of an answer of the proxy's own to a request that it did not serve.
    var isRefused = false
    /// The key was shown with its secret, and is not valid any more.
    var isKeyOutdated = false
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

    /// What goes on to the upstream.
    mutating func decide(_ passage: Passage) {
        guard let action = passage.endpoint?.checks.first?.action else { return }
        self.decidedAction = action
        // Of a bulk request they are counted as they pass.
        if Self.writesOneDocument.contains(action) { self.documents = 1 }
    }

    private static let writesOneDocument = [
        "indices:data/write/index", "indices:data/write/update", "indices:data/write/delete",
    ].compactMap { Action($0) }

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
        self.decidedAction = nil
        self.authentication = nil
        self.documents = 0
        self.isRefused = false
        self.isKeyOutdated = false
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
        self.countMetrics(record, connection, context)
        if let id = self.keyID, context.usage.isEnabled { self.count(id, record, connection, context) }
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

    private func countMetrics(
        _ record: borrowing AuditRecord, _ connection: DownstreamConnection, _ context: LoopContext
    ) {
        context.metrics.count(
            LoopCounters.Exchange(
                listener: connection.listener.index, version: connection.speaksHTTP2 ? .http2 : .http1,
                status: self.status, upstream: self.upstreamIndex >= 0 ? self.upstreamIndex : nil,
                duration: record.duration, bytesIn: self.requestBytes, bytesOut: self.responseBytes,
                documents: (200..<300).contains(self.status) ? self.documents : 0,
                authentication: self.authentication,
                isGranted: self.authentication == .success ? !(self.isRefused && self.status == 403) : nil))
    }

    private func count(
        _ id: APIKeyID, _ record: borrowing AuditRecord, _ connection: DownstreamConnection,
        _ context: LoopContext
    ) {
        guard self.keyEntry != nil || self.isKeyOutdated else { return }
        let (high, low) =
            self.client.map { ($0.high.bigEndian, $0.low.bigEndian) } ?? connection.remote.mapped
        let sample = UsageSample(
            at: self.timestamp, duration: record.duration, bytesIn: self.requestBytes,
            bytesOut: self.responseBytes,
            documents: (200..<300).contains(self.status) ? self.documents : 0,
            refusal: self.isRefused ? UsageRefusal(status: self.status) : nil,
            address: UsageAddress(high: high, low: low), agent: record.userAgent,
            operation: self.decidedAction.map(UsageOperation.init) ?? .none)
        if let entry = self.keyEntry {
            context.usage.count(context.facts(of: entry), sample)
        } else {
            context.usage.countRefused(id, sample)
        }
    }
}
