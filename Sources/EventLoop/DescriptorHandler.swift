internal import CLinux

/// What a descriptor is ready for. Several bits may be set at once.
public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt32
    @inline(__always)
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    public static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer is done writing, or the connection failed: read to the end to learn which.
    public static let hangup = Readiness(
        rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue | EPOLLRDHUP.rawValue)
    /// A read may bring something: bytes, the end, or the failure.
    public static let input = Readiness(rawValue: Readiness.readable.rawValue | Readiness.hangup.rawValue)
    /// Both directions are gone: nothing that is written arrives any more.
    public static let failed = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)

    /// Whether any bit of `other` is set. (A literal of several bits costs a generic call on the hot path.)
    @inline(__always)
    public func intersects(_ other: Readiness) -> Bool { self.rawValue & other.rawValue != 0 }
}

/// Owner of one descriptor on one loop.
///
/// Readiness is edge-triggered: use the descriptor until `EAGAIN` or a short count, or remember that
/// more waits and come back by ``EventLoop/again(_:)``.
public protocol DescriptorHandler: AnyObject {
    /// The loop's own mark: whether the handler waits for a turn already. False to begin with.
    var waitsForTurn: Bool { get set }

    /// Called on the loop when the descriptor became ready.
    func ready(_ readiness: Readiness)

    /// Called on the loop one round after ``EventLoop/again(_:)``.
    func turn()
}

/// Has bytes to send once what else has arrived was looked at.
public protocol DeferredSender: AnyObject {
    /// The loop's own mark: whether the sender is listed already. False to begin with.
    var waitsToSend: Bool { get set }

    /// Called on the loop in the same round as ``EventLoop/sendLater(_:)``.
    func sendWaiting()
}
