public import Synchronization

/// What became of the lines of a trail that is delivered to a cluster. Shared by who delivers and who reports.
public final class AuditDeliveryCounts: Sendable {
    public let created = Atomic<Int>(0)
    /// Lines that had been delivered before, by an answer that was lost.
    public let present = Atomic<Int>(0)
    /// Lines that the cluster will never take.
    public let refused = Atomic<Int>(0)
    /// Bytes that wait on the disk.
    private let waiting: @Sendable () -> Int

    public init(waiting: @escaping @Sendable () -> Int) { self.waiting = waiting }

    public var waitingBytes: Int { self.waiting() }
}
