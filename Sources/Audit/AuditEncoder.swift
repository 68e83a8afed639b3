internal import Bytes
internal import Observe

/// Writes records as JSON lines. One per loop.
struct AuditEncoder {
    /// Octets of a path, a query or a user agent that are written; the request line may be far longer.
    static let textLengthMax = 2048

    let settings: AuditSettings
    /// A content without its secrets.
    private let redacted = ByteBuffer(capacity: 64)
    /// The timestamp of the last line, reused within the same millisecond.
    private let timestamp = ByteBuffer(capacity: 64)
    private var timestampOf = Int64.min
    /// What every line begins or ends with: the name of this node, and the schema.
    private let node = ByteBuffer(capacity: 128)

    init(_ settings: AuditSettings) {
        self.settings = settings
        switch settings.format {
        case .ecs:
            self.node.append(",\"service.node.name\":\"")
            JSONText.append(settings.nodeName, to: self.node)
            self.node.append("\",\"ecs.version\":\"1.12.0\"}\n")
        case .elasticsearch:
            self.node.append("\", \"node.name\":\"")
            JSONText.append(settings.nodeName, to: self.node)
            self.node.append("\", \"event.type\":\"")
        }
    }

    mutating func append(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        switch self.settings.format {
        case .ecs: self.appendECS(record, to: line)
        case .elasticsearch: self.appendElasticsearch(record, to: line)
        }
    }

    mutating func append(_ change: AuditChange, _ record: borrowing AuditRecord, to line: ByteBuffer) {
        switch self.settings.format {
        case .ecs:
            self.beginECS(record, to: line) { $0.append(change.action) }
            line.append(record.subject)
            line.append(record.connection)
            line.append(",\"http.request.id\":\"")
            line.append(hexadecimal: UInt(record.requestID))
            line.append("\",\"elasticsearch.audit.\(change.verb)\":")
            line.append(change.object)
            if let before = change.before {
                line.append(",\"keyward.before\":")
                line.append(before)
            }
            line.append(self.node.readable)
        case .elasticsearch:
            self.beginElasticsearch(record, action: change.action, to: line)
            line.append(record.subject)
            line.append(record.connection)
            line.append(", \"request.id\":\"")
            line.append(hexadecimal: UInt(record.requestID))
            line.append("\", \"\(change.verb)\":")
            line.append(change.object)
            if let before = change.before {
                line.append(", \"keyward.before\":")
                line.append(before)
            }
            line.append("}\n")
        }
    }

    private mutating func time(_ milliseconds: Int64) -> AuditRecord.Slice {
        if self.timestampOf != milliseconds {
            self.timestamp.removeAll()
            Timestamp.append(milliseconds, to: self.timestamp)
            self.timestampOf = milliseconds
        }
        return self.timestamp.readable
    }

    // MARK: Elastic Common Schema

    private mutating func beginECS(
        _ record: borrowing AuditRecord, to line: ByteBuffer, action: (ByteBuffer) -> Void
    ) {
        line.append("{\"@timestamp\":\"")
        line.append(self.time(record.timestamp))
        line.append("\",\"event.kind\":\"event\",\"event.action\":\"")
        action(line)
        line.append(
            record.succeeded ? "\",\"event.outcome\":\"success\"" : "\",\"event.outcome\":\"failure\"")
    }

    private mutating func appendECS(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        let name = record.event.name
        self.beginECS(record, to: line) { $0.append(name) }
        if record.reason.utf8CodeUnitCount > 0 {
            line.append(",\"event.reason\":\"")
            line.append(record.reason)
            line.append("\"")
        }
        line.append(",\"event.duration\":")
        line.append(decimal: Int(record.duration))
        line.append(record.subject)
        line.append(record.connection)
        self.appendExchange(record, to: line)
        line.append(record.destination)
        line.append(self.node.readable)
    }

    private func appendExchange(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        line.append(",\"http.request.id\":\"")
        line.append(hexadecimal: UInt(record.requestID))
        if record.method.utf8CodeUnitCount > 0 {
            line.append("\",\"http.request.method\":\"")
            line.append(record.method)
        }
        line.append("\"")
        self.text(",\"url.path\":\"", record.path, to: line)
        self.text(",\"url.query\":\"", record.query, to: line)
        if !record.action.isEmpty {
            line.append(",\"elasticsearch.audit.action\":\"")
            line.append(record.action)
            line.append("\"")
        }
        self.list(",\"elasticsearch.audit.indices\":[", record.indices, "]", to: line)
        self.list(",\"keyward.documents\":{", record.documents, "}", to: line)
        line.append(",\"http.request.body.bytes\":")
        line.append(decimal: record.requestBytes)
        self.content(",\"http.request.body.content\":\"", record, to: line)
        if record.status > 0 {
            line.append(",\"http.response.status_code\":")
            line.append(decimal: record.status)
        }
        line.append(",\"http.response.body.bytes\":")
        line.append(decimal: record.responseBytes)
        self.text(",\"user_agent.original\":\"", record.userAgent, to: line)
        self.text(",\"opaque_id\":\"", record.opaqueID, to: line)
        self.text(",\"x_forwarded_for\":\"", record.forwardedFor, to: line)
    }

    // MARK: Elasticsearch

    private mutating func beginElasticsearch(
        _ record: borrowing AuditRecord, action: String, to line: ByteBuffer
    ) {
        self.beginElasticsearch(record, to: line)
        line.append(action)
        line.append("\"")
    }

    private mutating func beginElasticsearch(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        line.append("{\"type\":\"audit\", \"timestamp\":\"")
        // `2026-01-02T03:04:05,678+0000`: a comma, and the zone in digits.
        let time = self.time(record.timestamp)
        line.append(AuditRecord.Slice(rebasing: time[..<19]))
        line.append(",")
        line.append(AuditRecord.Slice(rebasing: time[20..<23]))
        line.append("+0000")
        line.append(self.node.readable)
        line.append(record.event.type)
        line.append("\", \"event.action\":\"")
    }

    private mutating func appendElasticsearch(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        self.beginElasticsearch(record, to: line)
        line.append(record.event.name)
        line.append("\"")
        line.append(record.subject)
        line.append(record.connection)
        if record.event == .authenticationSuccess, !record.realm.isEmpty {
            line.append(", \"realm\":\"")
            JSONText.append(record.realm, to: line)
            line.append("\"")
        }
        self.text(", \"url.path\":\"", record.path, to: line)
        self.text(", \"url.query\":\"", record.query, to: line)
        if record.method.utf8CodeUnitCount > 0 {
            line.append(", \"request.method\":\"")
            line.append(record.method)
            line.append("\"")
        }
        self.content(", \"request.body\":\"", record, to: line)
        if record.event != .connectionDenied {
            line.append(", \"request.id\":\"")
            line.append(hexadecimal: UInt(record.requestID))
            line.append("\"")
        }
        if !record.action.isEmpty {
            line.append(", \"action\":\"")
            line.append(record.action)
            line.append("\"")
        }
        if !record.requestName.isEmpty {
            line.append(", \"request.name\":\"")
            line.append(record.requestName)
            line.append("\"")
        }
        self.list(", \"indices\":[", record.indices, "]", to: line)
        self.text(", \"opaque_id\":\"", record.opaqueID, to: line)
        self.text(", \"x_forwarded_for\":\"", record.forwardedFor, to: line)
        if record.event == .connectionDenied { line.append(", \"transport.profile\":\".http\"") }
        self.appendOwn(record, to: line)
        line.append("}\n")
    }

    /// What Elasticsearch's log does not tell, behind what it does.
    private func appendOwn(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        line.append(
            record.succeeded ? ", \"event.outcome\":\"success\"" : ", \"event.outcome\":\"failure\"")
        if record.reason.utf8CodeUnitCount > 0 {
            line.append(", \"event.reason\":\"")
            line.append(record.reason)
            line.append("\"")
        }
        self.list(", \"keyward.documents\":{", record.documents, "}", to: line)
        guard record.event != .connectionDenied else { return }
        line.append(", \"event.duration\":")
        line.append(decimal: Int(record.duration))
        line.append(", \"http.request.body.bytes\":")
        line.append(decimal: record.requestBytes)
        if record.status > 0 {
            line.append(", \"http.response.status_code\":")
            line.append(decimal: record.status)
        }
        line.append(", \"http.response.body.bytes\":")
        line.append(decimal: record.responseBytes)
        self.text(", \"user_agent.original\":\"", record.userAgent, to: line)
        line.append(record.destination)
    }

    // MARK: Values

    @inline(__always)
    private func content(_ prefix: StaticString, _ record: borrowing AuditRecord, to line: ByteBuffer) {
        guard record.content.count > 0 else { return }
        self.redactedContent(prefix, record, to: line)
    }

    @inline(never)
    private func redactedContent(
        _ prefix: StaticString, _ record: borrowing AuditRecord, to line: ByteBuffer
    ) {
        guard let content = self.settings.content, content.events.has(record.event) else { return }
        self.redacted.removeAll()
        content.redactor.append(record.content, to: self.redacted)
        line.append(prefix)
        JSONText.append(self.redacted.readable, to: line)
        line.append("\"")
        self.redacted.wipe()
    }

    @inline(__always)
    private func text(_ prefix: StaticString, _ value: AuditRecord.Slice, to line: ByteBuffer) {
        guard value.count > 0 else { return }
        line.append(prefix)
        JSONText.append(value, limit: Self.textLengthMax, to: line)
        line.append("\"")
    }

    @inline(__always)
    private func list(
        _ prefix: StaticString, _ value: AuditRecord.Slice, _ end: StaticString, to line: ByteBuffer
    ) {
        guard value.count > 0 else { return }
        line.append(prefix)
        line.append(value)
        line.append(end)
    }
}
