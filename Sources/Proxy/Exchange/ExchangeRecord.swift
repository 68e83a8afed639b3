internal import Address
internal import Audit
internal import Authenticate
internal import Bytes
internal import Classify
internal import Decide
internal import Elasticsearch
internal import EventLoop
internal import HTTP
internal import Keys
internal import Metrics
internal import Resolve
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
    var event = AuditEvent.accessGranted
    var upstreamIndex = -1
    var upstreamHost = 0
    /// The key that was shown and known, even if it was refused.
    var keyID: APIKeyID?
    var keyEntry: KeyEntry?
    /// What the loop knows of ``keyEntry``.
    var keyFacts: KeyFacts?
    var userName = ""
    var userRealm = ""
    /// The user who showed his password.
    var principal: Principal?
    /// The user in whose name another acts.
    var acting: Principal?
    /// The name that he may not act in.
    var deniedRunAs: String?
    /// The realm that has a user of that name.
    var deniedRunAsRealm = ""
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
    private(set) var startedAt: Int64 = 0
    private(set) var timestamp: Int64 = 0
    let texts: ByteBuffer
    /// The beginning of the request's content, where the trail is to tell it.
    private(set) var content: ByteBuffer?
    /// Bytes of it that are still to be kept.
    private var contentRoom = 0
    /// Whether there is a request that could be understood.
    private(set) var hasRequest = false
    private(set) var path = 0..<0
    private(set) var query = 0..<0
    private(set) var userAgent = 0..<0
    private(set) var opaqueID = 0..<0
    private(set) var forwardedFor = 0..<0
    /// See ``AuditIndices``.
    private(set) var indices = 0..<0
    /// Documents by index, as the trail tells them.
    private(set) var documentCounts = 0..<0

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
        self.forwardedFor = Self.copy(head, .xForwardedFor, bytes, into: texts)
    }

    /// What goes on to the upstream.
    mutating func decide(_ passage: Passage, _ target: RequestTarget) {
        if !passage.names.isEmpty {
            self.setIndices(passage.names)
        } else if let template = passage.endpoint?.template, template.hasPrefix("/{index}"),
            target.segmentCount > 0
        {
            self.setIndices(target, segment: 0, passage.known)
        }
        guard let action = passage.endpoint?.checks.first?.action else { return }
        self.decidedAction = action
        // Of a bulk request they are counted as they pass.
        if Self.writesOneDocument.contains(action) { self.documents = 1 }
    }

    /// The request's content is kept from here on, `max` bytes of it.
    mutating func keepContent(max: Int) {
        self.content = ByteBuffer(capacity: min(max, 4096))
        self.contentRoom = max
    }

    /// Counts content of the request, and keeps it where it is to be told.
    @inline(__always)
    mutating func received(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.requestBytes &+= bytes.count
        if self.contentRoom > 0 { self.keep(bytes) }
    }

    @inline(never)
    private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
        let part = UnsafeBufferPointer(rebasing: bytes.prefix(self.contentRoom))
        self.content?.append(part)
        self.contentRoom -= part.count
    }

    /// What the request was decided on, by name.
    mutating func setIndices(_ names: [String]) {
        let start = self.texts.count
        for (index, name) in names.enumerated() {
            let room = AuditIndices.lengthMax - (self.texts.count - start)
            guard AuditIndices.append(name, first: index == 0, to: self.texts, limit: room) else { break }
        }
        self.indices = start..<self.texts.count
    }

    /// The names in a segment of the path, with commas between them; wildcards as the names that they stand for, where
    /// these are known and not too many to be looked at.
    private mutating func setIndices(_ target: RequestTarget, segment: Int, _ catalogue: IndexCatalogue?) {
        let texts = self.texts
        let start = texts.count
        target.withBytes(target.segment(segment)) { bytes in
            let known = catalogue.flatMap { $0.entries.count <= Self.expandedNamesMax ? $0.entries : nil }
            // By hand, as a list of the names would have to be allocated.
            var next = 0
            while next < bytes.count {
                let first = next
                let end = bytes[first...].firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
                next = end + 1
                guard end > first else { continue }
                let name = UnsafeBufferPointer(rebasing: bytes[first..<end])
                var isExpanded = false
                if let known, name.contains(UInt8(ascii: "*")) {
                    let pattern = Wildcards(String(decoding: name, as: UTF8.self))
                    let showsHidden = name.first == UInt8(ascii: ".")
                    for entry in known where showsHidden || !entry.isHidden {
                        guard pattern.matches(entry.name) else { continue }
                        isExpanded = true
                        let room = AuditIndices.lengthMax - (texts.count - start)
                        AuditIndices.append(entry.name, first: texts.count == start, to: texts, limit: room)
                    }
                }
                guard !isExpanded, texts.count - start + name.count < AuditIndices.lengthMax else { continue }
                texts.append(texts.count == start ? "\"" : ",\"")
                JSONText.append(name, to: texts)
                texts.append("\"")
            }
        }
        self.indices = start..<texts.count
    }

    /// Names of a cluster up to which a wildcard is told as the names that it stands for.
    private static let expandedNamesMax = 1000

    /// Documents by index: `"a":3,"b":1`, those of further indices under an empty name, which none has.
    mutating func setDocuments(_ tally: IndexTally) {
        let texts = self.texts
        let indices = texts.count
        for (index, entry) in tally.counts.enumerated() {
            guard texts.count - indices + entry.name.count < AuditIndices.lengthMax else { break }
            texts.append(index == 0 ? "\"" : ",\"")
            entry.name.withUnsafeBufferPointer { JSONText.append($0, to: texts) }
            texts.append("\"")
        }
        self.indices = indices..<texts.count
        let start = texts.count
        for entry in tally.counts where entry.count > 0 && texts.count - start < AuditIndices.lengthMax {
            texts.append(texts.count == start ? "\"" : ",\"")
            entry.name.withUnsafeBufferPointer { JSONText.append($0, to: texts) }
            texts.append("\":")
            texts.append(decimal: entry.count)
        }
        if tally.others > 0 {
            texts.append(",\"\":")
            texts.append(decimal: tally.others)
        }
        self.documentCounts = start..<texts.count
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
        self.event = .accessGranted
        self.upstreamIndex = -1
        self.upstreamHost = 0
        self.keyID = nil
        self.keyEntry = nil
        self.keyFacts = nil
        self.client = nil
        self.decidedAction = nil
        self.authentication = nil
        self.documents = 0
        self.isRefused = false
        self.isKeyOutdated = false
        // To forget nothing of so large a value costs as much as to forget something.
        if case .some = self.principal { self.principal = nil }
        if case .some = self.acting { self.acting = nil }
        self.deniedRunAs = nil
        if !self.deniedRunAsRealm.isEmpty { self.deniedRunAsRealm = "" }
        self.contentRoom = 0
        if self.content != nil { self.content = nil }
        if !self.userName.isEmpty { self.userName = "" }
        if !self.userRealm.isEmpty { self.userRealm = "" }
        self.hasRequest = false
        self.path = 0..<0
        self.query = 0..<0
        self.userAgent = 0..<0
        self.opaqueID = 0..<0
        self.forwardedFor = 0..<0
        self.indices = 0..<0
        self.documentCounts = 0..<0
    }

    private static func copy(
        _ head: RequestHead, _ name: FieldName, _ bytes: UnsafeBufferPointer<UInt8>, into texts: ByteBuffer
    ) -> Range<Int> {
        guard let line = head.first(name) else { return 0..<0 }
        let start = texts.count
        texts.append(UnsafeBufferPointer(rebasing: bytes[line.valueRange].prefix(Self.textLengthMax)))
        return start..<texts.count
    }
}
