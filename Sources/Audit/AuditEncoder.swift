internal import Bytes
internal import Observe

/// Writes records as JSON lines with the field names of the Elastic Common Schema. One per loop.
struct AuditEncoder {
    /// Octets of a path, a query or a user agent that are written; the request line may be far longer.
    static let textLengthMax = 2048

    /// The timestamp of the last line, reused within the same millisecond.
    private let timestamp = ByteBuffer(capacity: 64)
    private var timestampOf = Int64.min
    /// What every line ends with: the name of this node, and the schema.
    private let end = ByteBuffer(capacity: 128)

    init(nodeName: String) {
        self.end.append(",\"service.node.name\":\"")
        JSONText.append(nodeName, to: self.end)
        self.end.append("\",\"ecs.version\":\"1.12.0\"}\n")
    }

    mutating func append(_ record: borrowing AuditRecord, to line: ByteBuffer) {
        if self.timestampOf != record.timestamp {
            self.timestamp.removeAll()
            Timestamp.append(record.timestamp, to: self.timestamp)
            self.timestampOf = record.timestamp
        }
        line.append("{\"@timestamp\":\"")
        line.append(self.timestamp.readable)
        line.append("\",\"event.kind\":\"event\",\"event.action\":\"")
        line.append(record.action.name)
        line.append(
            record.succeeded ? "\",\"event.outcome\":\"success\"" : "\",\"event.outcome\":\"failure\"")
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
        line.append(self.end.readable)
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
        line.append(",\"http.request.body.bytes\":")
        line.append(decimal: record.requestBytes)
        if record.status > 0 {
            line.append(",\"http.response.status_code\":")
            line.append(decimal: record.status)
        }
        line.append(",\"http.response.body.bytes\":")
        line.append(decimal: record.responseBytes)
        self.text(",\"user_agent.original\":\"", record.userAgent, to: line)
        self.text(",\"opaque_id\":\"", record.opaqueID, to: line)
    }

    @inline(__always)
    private func text(_ prefix: StaticString, _ value: AuditRecord.Slice, to line: ByteBuffer) {
        guard value.count > 0 else { return }
        line.append(prefix)
        JSONText.append(value, limit: Self.textLengthMax, to: line)
        line.append("\"")
    }
}
