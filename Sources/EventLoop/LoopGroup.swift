internal import Glibc

/// The loops of the process, one a core unless set otherwise.
public final class LoopGroup: Sendable {
    public let loops: [EventLoop]

    /// Cores that this process may use.
    public static var usableCores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    public init(count: Int = LoopGroup.usableCores) {
        self.loops = (0..<max(1, count)).map { EventLoop(index: $0) }
    }
}
