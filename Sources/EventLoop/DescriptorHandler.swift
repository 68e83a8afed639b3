internal import CLinux

/// What a descriptor is ready for. Several bits may be set at once.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32
    @inline(__always)
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    package static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer is done writing, or the connection failed: read to the end to learn which.
    package static let hangup = Readiness(
        rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue | EPOLLRDHUP.rawValue)
    /// Both directions are gone: nothing that is written arrives any more.
    package static let failed = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
}

/// Owner of one descriptor on one loop. A class rather than a protocol: one virtual call an event.
///
/// Readiness is edge-triggered: use the descriptor until `EAGAIN` or a short count, or remember that
/// more waits and come back by ``EventLoop/again(_:)``.
package class DescriptorHandler {
    /// Set while the handler waits in the loop's list of those that want another turn.
    final var waitsForTurn = false

    package init() {}

    /// Called on the loop when the descriptor became ready.
    package func ready(_ readiness: Readiness) { preconditionFailure("not overridden") }

    /// Called on the loop one round after ``EventLoop/again(_:)``.
    package func turn() { preconditionFailure("not overridden") }
}
