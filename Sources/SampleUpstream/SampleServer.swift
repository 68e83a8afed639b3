internal import Bytes
internal import Dispatch
public import EventLoop
internal import HTTP
internal import HTTP1

/// Serves a ``SampleCluster`` over plain HTTP/1.1 on loopback.
///
/// SAFETY: `cluster` and `listener` are used on the loop only.
public final class SampleServer: @unchecked Sendable {
    private let loop = EventLoop()
    private var listener: Listener?
    private var connections: [ObjectIdentifier: SampleConnection] = [:]
    fileprivate var cluster = SampleCluster()
    public let port: UInt16

    public init(address: SocketAddress) throws(SocketError) {
        nonisolated(unsafe) var accept: (Int32) -> Void = { _ in }
        let loop = self.loop
        let listener = try Listener(loop: loop, address: address) { descriptor, _ in accept(descriptor) }
        self.port = listener.address.port
        self.listener = listener
        accept = { [unowned self] descriptor in
            let connection = SampleConnection(descriptor: descriptor, loop: loop, server: self)
            self.connections[ObjectIdentifier(connection)] = connection
        }
        nonisolated(unsafe) let owned = listener  // SAFETY: used on the loop from here on.
        loop.queue.sync { owned.start() }
    }

    fileprivate func closed(_ connection: SampleConnection) {
        self.connections[ObjectIdentifier(connection)] = nil
    }

    public func stop() {
        self.loop.queue.sync {
            self.listener?.close()
            self.listener = nil
            for connection in self.connections.values { connection.close() }
            self.loop.close()
        }
    }
}

/// One client of the sample.
private final class SampleConnection: DescriptorHandler {
    /// Bytes of a request's content, Elasticsearch's `http.max_content_length`.
    private static let contentMax = 100 << 20

    var waitsForTurn = false
    private let descriptor: Int32
    private let loop: EventLoop
    private unowned let server: SampleServer
    private let inbound = ByteBuffer(capacity: 16 * 1024)
    private let outbound = ByteBuffer(capacity: 16 * 1024)
    private var parser = RequestHeadParser(limits: .default, plusIsSpace: true)
    private let head = RequestHead()
    private var decoder: BodyDecoder?
    private var request = SampleCluster.Request(method: "", segments: [], parameters: [:], body: [])
    private var keepAlive = true
    private var isClosed = false

    init(descriptor: Int32, loop: EventLoop, server: SampleServer) {
        self.descriptor = descriptor
        self.loop = loop
        self.server = server
        loop.add(descriptor, handler: self)
    }

    func turn() {}

    func ready(_ readiness: Readiness) {
        guard !self.isClosed else { return }
        if readiness.contains(.writable) { self.flush() }
        while !self.isClosed {
            switch Socket.receive(self.descriptor, into: self.loop.scratch) {
            case .bytes(let count):
                self.inbound.append(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(self.loop.scratch)[..<count]))
                self.process()
            case .wouldBlock: return
            case .end, .failed: return self.close()
            }
        }
    }

    func close() {
        guard !self.isClosed else { return }
        self.isClosed = true
        self.loop.removeAndClose(self.descriptor)
        self.server.closed(self)
    }

    private func process() {
        while !self.isClosed, !self.inbound.isEmpty {
            do {
                if self.decoder == nil {
                    guard try self.parser.parse(self.inbound.readable.span, into: self.head) else { return }
                    self.begin()
                }
                guard try self.takeContent() else { return }
            } catch {
                return self.close()
            }
        }
    }

    private func begin() {
        let target = self.head.target
        var parameters: [String: String] = [:]
        for parameter in target.parameters {
            parameters[target.text(parameter.name)] = target.text(parameter.value)
        }
        self.request = SampleCluster.Request(
            method: "\(self.head.method.text)",
            segments: (0..<target.segmentCount).map { target.segmentText($0) },
            parameters: parameters, body: [])
        self.keepAlive = self.head.keepAlive
        if self.head.expectsContinue {
            self.outbound.append("HTTP/1.1 100 Continue\r\n\r\n")
            self.flush()
        }
        self.decoder = BodyDecoder(framing: self.head.framing)
        self.inbound.consume(self.head.length)
    }

    /// - Returns: whether the request was whole.
    private func takeContent() throws(BodyRefusal) -> Bool {
        while var decoder = self.decoder, !decoder.isComplete {
            let bytes = self.inbound.readable
            let step = try decoder.next(bytes.span)
            self.decoder = decoder
            switch step {
            case .content(let range, let consumed):
                self.request.body.append(contentsOf: bytes[range])
                self.inbound.consume(consumed)
                if self.request.body.count > Self.contentMax { self.close() }
            case .needMore(let consumed):
                self.inbound.consume(consumed)
                return false
            case .end(let consumed): self.inbound.consume(consumed)
            }
        }
        self.decoder = nil
        self.parser.reset()
        self.write(self.server.cluster.answer(self.request))
        return true
    }

    private func write(_ response: SampleResponse) {
        self.outbound.append("HTTP/1.1 ")
        self.outbound.append(decimal: response.status)
        self.outbound.append(" -\r\nX-elastic-product: Elasticsearch\r\ncontent-type: ")
        self.outbound.append(response.contentType)
        self.outbound.append("\r\ncontent-length: ")
        self.outbound.append(decimal: response.body.count)
        self.outbound.append(self.keepAlive ? "\r\n\r\n" : "\r\nconnection: close\r\n\r\n")
        if self.request.method != "HEAD" { self.outbound.append(response.body) }
        self.flush()
    }

    private func flush() {
        let (blocked, failed) = Socket.flush(self.descriptor, self.outbound)
        if failed || (!blocked && !self.keepAlive && self.decoder == nil) { self.close() }
    }
}
