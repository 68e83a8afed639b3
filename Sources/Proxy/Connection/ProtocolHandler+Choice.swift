internal import Bytes
internal import HTTP2
internal import TLS
internal import Transport

extension ProtocolHandler {
    /// The handler for what a new connection speaks: ALPN decides (RFC 9113 §3.2), without TLS the client's first
    /// octets where the listener lets them.
    ///
    /// - Returns: nil when none could be made.
    static func choose(for connection: DownstreamConnection) -> ProtocolHandler? {
        guard let session = connection.transport.session else {
            guard connection.listener.allowsCleartextHTTP2 else {
                return HTTP1Handler(connection: connection)
            }
            return PrefaceHandler(connection: connection)
        }
        guard session.negotiatedProtocol == .http2 else { return HTTP1Handler(connection: connection) }
        return try? HTTP2Handler(connection: connection)  // Out of memory: the connection is closed.
    }
}

/// Looks at the first octets of a connection without TLS and gives way to the protocol they belong to.
final class PrefaceHandler: ProtocolHandler {
    /// The begin of HTTP/2's preface (RFC 9113 §3.4). No request of HTTP/1.1 begins like it.
    private static let preface: StaticString = "PRI * HTTP/2.0\r\n"

    unowned(unsafe) private let connection: DownstreamConnection

    init(connection: DownstreamConnection) { self.connection = connection }

    override func start() { self.connection.armDeadline(self.connection.context.limits.idleTimeout) }
    override var wantsInput: Bool { true }

    override func receive(_ inbound: ByteBuffer) {
        let bytes = inbound.readable
        let count = min(bytes.count, Self.preface.utf8CodeUnitCount)
        for index in 0..<count where bytes[index] != Self.preface.utf8Start[index] {
            return self.giveWay(to: HTTP1Handler(connection: self.connection), inbound)
        }
        guard count == Self.preface.utf8CodeUnitCount else { return }
        guard let handler = try? HTTP2Handler(connection: self.connection) else {
            return self.connection.close()  // Out of memory.
        }
        self.giveWay(to: handler, inbound)
    }

    private func giveWay(to handler: ProtocolHandler, _ inbound: ByteBuffer) {
        self.connection.take(handler)
        handler.receive(inbound)
    }

    override func drained() {}
    override func peerEnded() { self.connection.close() }
    override func deadlinePassed() { self.connection.close() }
    override func drain() { self.connection.finish() }
    override func connectionClosed() {}
}
