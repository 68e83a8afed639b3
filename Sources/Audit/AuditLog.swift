internal import Bytes
public import Observe

/// The audit trail of the process: one writer for all loops.
public final class AuditLog: Sendable {
    /// What happens when the writer cannot keep up.
    public enum Overflow: Sendable {
        /// Lines are dropped, counted and reported in the trail itself.
        case count
        /// Requests are refused with 503 until there is room.
        case refuse
    }

    public let overflow: Overflow
    public let nodeName: String
    private let writer: LineWriter?

    /// - Parameter target: nil: no trail is kept.
    /// - Throws: ``FileSink/Failure`` when the file cannot be opened.
    public init(
        target: LineWriter.Target?, nodeName: String, overflow: Overflow = .count,
        waitingBytesMax: Int = 64 << 20
    ) throws {
        self.overflow = overflow
        self.nodeName = nodeName
        self.writer = try target.map { target in
            try LineWriter(target, label: "keyward.audit", waitingBytesMax: waitingBytesMax) { lost in
                Array(
                    "{\"event.kind\":\"event\",\"event.action\":\"audit_lines_lost\",\"event.sequence\":\(lost)}\n"
                        .utf8)
            }
        }
    }

    public var isEnabled: Bool { self.writer != nil }

    /// Whether a request may be served: false only when losing its record is not allowed and there is no room.
    public var mayServe: Bool { self.overflow == .count || self.writer?.hasRoom != false }
    /// Records lost since the start.
    public var lostLines: Int { self.writer?.lostLines ?? 0 }

    func write(_ lines: [UInt8], lineCount: Int) { self.writer?.write(lines, lineCount: lineCount) }

    public func reopen() { self.writer?.reopen() }
    public func flush(seconds: Double) { self.writer?.flush(seconds: seconds) }
}

/// Collects the records of one loop and hands them over in batches. Confined to the loop.
public final class AuditBuffer {
    /// Bytes collected before they are handed over, whatever the time.
    public static let batchSize = 64 * 1024
    /// Nanoseconds after which the loop must ``flush()``.
    public static let flushInterval: Int64 = 50_000_000

    private let log: AuditLog
    private var encoder: AuditEncoder
    private let lines = ByteBuffer(capacity: AuditBuffer.batchSize + 8 * 1024)
    private var lineCount = 0

    public init(log: AuditLog) {
        self.log = log
        self.encoder = AuditEncoder(nodeName: log.nodeName)
    }

    public var isEmpty: Bool { self.lineCount == 0 }
    public var mayServe: Bool { self.log.mayServe }

    public func append(_ record: borrowing AuditRecord) {
        guard self.log.isEnabled else { return }
        self.encoder.append(record, to: self.lines)
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
}
