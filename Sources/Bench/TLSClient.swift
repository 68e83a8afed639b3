internal import Bytes
internal import EventLoop
internal import TLS
internal import Transport

/// One TLS connection to a server on loopback: shakes hands fully (nothing is resumed), then says so.
final class TLSClient: DescriptorHandler {
    var waitsForTurn = false
    let descriptor: Int32
    let transport: Transport
    private let loop: EventLoop
    private let established: (TLSClient) -> Void
    private let ended: (TLSClient, Bool) -> Void
    private var isOpen = false

    /// - Parameter ended: gets whether the handshake had succeeded; the connection is closed by then.
    init(
        port: UInt16, context: TLSContext, loop: EventLoop, established: @escaping (TLSClient) -> Void,
        ended: @escaping (TLSClient, Bool) -> Void
    ) throws {
        guard let address = SocketAddress(host: "127.0.0.1", port: port) else {
            throw BenchError(description: "no address")
        }
        self.descriptor = try Socket.connect(to: address)
        self.loop = loop
        self.established = established
        self.ended = ended
        let session = try TLSSession(context: context, serverName: "localhost")
        self.transport = Transport(descriptor: self.descriptor, loop: loop, session: session)
        loop.add(self.descriptor, handler: self)
    }

    static func context() throws -> TLSContext {
        var settings = TLSContext.ClientSettings()
        settings.verification = .none
        return try TLSContext.client(settings)
    }

    func ready(_ readiness: Readiness) {
        if readiness.intersects(.input) { self.transport.noteInput(readiness) }
        if !self.isOpen {
            guard readiness.contains(.writable) || readiness.contains(.readable) else { return }
            switch self.transport.handshake() {
            case .done:
                self.isOpen = true
                self.established(self)
            case .wouldBlock: return
            case .failed: return self.close(succeeded: false)
            }
        } else {
            self.drain()
        }
    }

    func turn() {}

    /// Sends a request without content; the answer is read and dropped.
    func send(_ request: String) {
        self.transport.outgoing.append(request)
        if case .failed = self.transport.flush() { self.close(succeeded: true) }
    }

    private func drain() {
        let buffer = ByteBuffer(pool: self.loop.pool)
        defer { buffer.giveBack() }
        while true {
            switch self.transport.read(into: buffer, limit: 16 * 1024) {
            case .bytes: buffer.consume(buffer.count)
            case .wouldBlock: return
            case .end, .failed: return self.close(succeeded: true)
            }
        }
    }

    func close(succeeded: Bool) {
        self.transport.close()
        self.ended(self, succeeded)
    }
}
