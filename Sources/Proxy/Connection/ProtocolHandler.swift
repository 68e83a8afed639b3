internal import Bytes

/// What speaks a version of HTTP on one ``DownstreamConnection``. Overridden by ``HTTP1Handler``; ALPN chooses.
class ProtocolHandler {
    /// The connection is open.
    func start() { preconditionFailure("not overridden") }
    /// Takes what it can from `inbound`. Called again when more has arrived.
    func receive(_ inbound: ByteBuffer) { preconditionFailure("not overridden") }
    /// All that was to be read for now has been received; what is written now is flushed.
    func turnEnded() {}
    /// Whether bytes from the client are of use now; else they stay in the kernel (back-pressure).
    var wantsInput: Bool { preconditionFailure("not overridden") }
    /// The client does not take all of what was written just now.
    func blocked() {}
    /// What waits for the client has gone below half of the high watermark.
    func drained() { preconditionFailure("not overridden") }
    /// Whether nothing is asked of the handler once the last byte has been sent: it can be let go.
    var isDoneWhenFinished: Bool { false }
    /// The client is gone or has ended its direction: nothing more will come.
    func peerEnded() { preconditionFailure("not overridden") }
    /// The connection's deadline has passed.
    func deadlinePassed() { preconditionFailure("not overridden") }
    /// Finish what is in flight, then close.
    func drain() { preconditionFailure("not overridden") }
    /// The connection is closing under the handler, whatever it does.
    func connectionClosed() { preconditionFailure("not overridden") }
}
