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
    public let settings: AuditSettings
    private let writer: LineWriter?
    /// Its latest lines.
    public let tail = AuditTail()
    /// nil: the trail is not delivered to a cluster.
    public let delivery: AuditDeliveryCounts?

    /// - Parameters:
    ///   - target: nil: no trail is kept.
    ///   - chain: chains the lines; nil: they stand by themselves.
    ///   - logger: told when the trail cannot be written, and of what was lost.
    /// - Throws: ``FileSink/Failure`` when the file cannot be opened.
    public init(
        target: LineWriter.Target?, settings: AuditSettings, overflow: Overflow = .count,
        waitingBytesMax: Int = 64 << 20, chain: sending AuditChain? = nil,
        delivery: AuditDeliveryCounts? = nil, logger: Logger? = nil
    ) throws {
        self.delivery = delivery
        self.overflow = overflow
        self.settings = settings
        let nodeName = settings.nodeName
        guard let target else {
            self.writer = nil
            return
        }
        self.writer = try LineWriter(
            target, label: "keyward.audit", waitingBytesMax: waitingBytesMax, seal: chain,
            report: { Self.tell($0, logger) }, lossLine: { Self.lossLine($0, nodeName) })
    }

    private static func tell(_ event: LineWriter.Event, _ logger: Logger?) {
        switch event {
        case .failing(let reason): logger?.error("the audit trail cannot be written", ["error": reason])
        case .recovered: logger?.notice("the audit trail is written again")
        case .lost(let count): logger?.error("audit records were lost", ["count": "\(count)"])
        }
    }

    /// The trail itself says that it has a gap.
    private static func lossLine(_ count: Int, _ nodeName: String) -> [UInt8] {
        let line = ByteBuffer(capacity: 256)
        line.append("{\"@timestamp\":\"")
        Timestamp.append(Timestamp.now, to: line)
        line.append(
            "\",\"event.kind\":\"event\",\"event.action\":\"audit_records_lost\",\"event.outcome\":\"failure\""
        )
        line.append(",\"lost_records\":")
        line.append(decimal: count)
        line.append(",\"node.name\":\"")
        JSONText.append(nodeName, to: line)
        line.append("\"}\n")
        return line.array
    }

    public var isEnabled: Bool { self.writer != nil }

    /// Whether a request may be served: false only when losing its record is not allowed and there is no room.
    public var mayServe: Bool { self.overflow == .count || self.writer?.hasRoom != false }
    /// Records lost since the start.
    public var lostLines: Int { self.writer?.lostLines ?? 0 }

    /// Bytes of records that wait to be written.
    public var waitingBytes: Int { self.writer?.waitingBytes ?? 0 }

    func write(_ lines: [UInt8], lineCount: Int) {
        self.tail.append(lines, lineCount: lineCount)
        self.writer?.write(lines, lineCount: lineCount, mayExceed: self.overflow == .refuse)
    }

    public func reopen() { self.writer?.reopen() }
    /// - Returns: false when records are left that cannot be written.
    @discardableResult
    public func flush(seconds: Double) -> Bool { self.writer?.flush(seconds: seconds) ?? true }
}
