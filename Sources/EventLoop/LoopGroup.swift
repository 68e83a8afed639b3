internal import Glibc

/// The loops of the process, one a core unless set otherwise.
package final class LoopGroup: Sendable {
    package let loops: [EventLoop]

    /// Cores that this process may use.
    package static var usableCores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    package init(count: Int = LoopGroup.usableCores) {
        self.loops = (0..<max(1, count)).map { EventLoop(index: $0) }
    }
}
