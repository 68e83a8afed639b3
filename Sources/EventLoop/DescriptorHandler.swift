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

/// Owner of one descriptor on one loop.
///
/// Readiness is edge-triggered: use the descriptor until `EAGAIN` or a short count, or remember that
/// more waits and come back by ``EventLoop/again(_:)``.
package protocol DescriptorHandler: AnyObject {
    /// The loop's own mark: whether the handler waits for a turn already. False to begin with.
    var waitsForTurn: Bool { get set }

    /// Called on the loop when the descriptor became ready.
    func ready(_ readiness: Readiness)

    /// Called on the loop one round after ``EventLoop/again(_:)``.
    func turn()
}
