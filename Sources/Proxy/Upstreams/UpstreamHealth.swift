internal import Synchronization

/// Whether an upstream answers, as its health check last found. Shared by the loops.
public final class UpstreamHealth: Sendable {
    private let state = Atomic<UInt8>(0)

    public init() {}

    /// It answered when it was asked last.
    public var isUp: Bool { self.state.load(ordering: .relaxed) == 1 }
    /// It has answered at some time.
    public var wasSeen: Bool { self.state.load(ordering: .relaxed) != 0 }

    func note(reachable: Bool) {
        if reachable {
            self.state.store(1, ordering: .relaxed)
        } else if self.wasSeen {
            self.state.store(2, ordering: .relaxed)
        }
    }
}
