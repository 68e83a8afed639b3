import Bytes
import Dispatch
import EventLoop
import Glibc
import HTTP
import Observe
import Synchronization
import TLS
import TestSupport

@testable import Upstream

/// One exchange that writes what it is told to and notes what it is told.
///
/// SAFETY: all but the notes is used on the pool's loop only.
final class Caller: UpstreamClient, @unchecked Sendable {
    enum Event: Equatable {
        case ready, ended, drained
        case unavailable(String)
        case head(Int)
        case failed(String)
    }

    private struct Notes {
        var events: [Event] = []
        var content: [UInt8] = []
        var connection: ObjectIdentifier?
    }

    var queueLinks = UpstreamQueueLinks()
    private let method: Method
    private let text: [UInt8]
    private let isWhole: Bool
    private(set) var connection: UpstreamConnection?
    private let notes = Mutex(Notes())
    private let changed = DispatchSemaphore(value: 0)
    /// Called on the loop at each piece of content.
    var onBody: ((Caller) -> Void)?
    /// Called on the loop when the exchange is over.
    var onEnd: (() -> Void)?

    /// - Parameter isWhole: whether `text` is all of the request.
    init(_ text: String = "GET /a HTTP/1.1\r\nhost: up\r\n\r\n", method: Method = .get, isWhole: Bool = true)
    {
        self.text = Array(text.utf8)
        self.method = method
        self.isWhole = isWhole
    }

    var events: [Event] { self.notes.withLock { $0.events } }
    var content: String { String(decoding: self.notes.withLock { $0.content }, as: UTF8.self) }
    var contentCount: Int { self.notes.withLock { $0.content.count } }
    /// Tells connections apart.
    var connectionID: ObjectIdentifier? { self.notes.withLock { $0.connection } }

    private func note(_ event: Event) {
        self.notes.withLock { $0.events.append(event) }
        self.changed.signal()
    }

    func upstreamReady(_ connection: UpstreamConnection) {
        self.connection = connection
        self.notes.withLock { $0.connection = ObjectIdentifier(connection) }
        connection.willSend(self.method)
        connection.outgoing.append(self.text)
        connection.flush()
        if self.isWhole { connection.requestEnded() }
        self.note(.ready)
    }

    func upstreamUnavailable(_ error: UpstreamError) {
        self.note(.unavailable("\(error)"))
        self.onEnd?()
    }
    func upstreamResponded(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.note(.head(head.status))
    }
    func upstreamBody(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.notes.withLock { $0.content += bytes }
        self.onBody?(self)
        self.changed.signal()
    }
    func upstreamEnded() {
        let connection = self.connection
        self.connection = nil
        connection?.release()
        self.note(.ended)
        self.onEnd?()
    }
    func upstreamFailed(_ error: UpstreamError) {
        self.connection = nil
        self.note(.failed("\(error)"))
        self.onEnd?()
    }
    func upstreamDrained() { self.note(.drained) }
    var upstreamBytesPerTurn: Int { 256 * 1024 }
    func upstreamTurnEnded() {}

    /// Waits until `isEnough` holds.
    @discardableResult
    func wait(_ seconds: Double = Peer.patience, for isEnough: (Caller) -> Bool) -> Bool {
        let end = DispatchTime.now() + seconds
        while !isEnough(self) {
            guard self.changed.wait(timeout: end) == .success else { return isEnough(self) }
        }
        return true
    }

    var isOver: Bool {
        self.events.contains { event in
            switch event {
            case .ended, .unavailable, .failed: true
            case .ready, .head, .drained: false
            }
        }
    }
    /// What it came to.
    func outcome(_ seconds: Double = Peer.patience) -> Event? {
        self.wait(seconds) { $0.isOver }
        return self.isOver ? self.events.last : nil
    }
}

/// A pool on a loop of its own.
///
/// SAFETY: the pool is used on its loop only.
final class Basin: @unchecked Sendable {
    let loop = EventLoop()
    let pool: UpstreamPool

    /// - Parameter ports: one host on loopback each.
    init(
        _ ports: [UInt16], tls: TLSContext? = nil, _ change: (inout UpstreamSettings) -> Void = { _ in }
    ) throws {
        var settings = UpstreamSettings(
            name: "test",
            hosts: ports.map { port in
                UpstreamSettings.Host(
                    name: "127.0.0.1", port: port,
                    addresses: SocketAddress(host: "127.0.0.1", port: port).map { [$0] } ?? [], tls: tls,
                    authority: [])
            })
        // A machine under load leaves a loop without its turn for seconds.
        settings.connectTimeout = .seconds(Peer.patience)
        change(&settings)
        self.pool = UpstreamPool(settings: settings, loop: self.loop, logger: try Logger(level: .error))
    }

    deinit {
        self.stop()
        self.onLoop { self.loop.close() }
    }

    func stop() { self.onLoop { self.pool.abort() } }

    /// Runs `work` on the loop, then what it left for the loop to do.
    func act(_ work: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        self.loop.execute {
            work()
            done.signal()
        }
        done.wait()
    }

    /// Looks at something on the loop.
    func onLoop<Value>(_ work: () -> Value) -> Value {
        // The last reference may go on the loop itself.
        self.loop.inEventLoop ? work() : self.loop.queue.sync(execute: work)
    }

    func start(_ caller: Caller) { self.loop.execute { self.pool.acquire(for: caller) } }

    /// Runs an exchange to its end.
    @discardableResult
    func run(_ caller: Caller = Caller()) -> Caller {
        self.start(caller)
        caller.wait { $0.isOver }
        return caller
    }

    /// Gives the loop a moment to see what the other side did.
    func settle() {
        for _ in 0..<3 {
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.03)
            self.onLoop {}
        }
    }

    /// Waits until the pool has so many connections, or for too long.
    func waitForConnections(_ count: Int) {
        let end = DispatchTime.now() + Peer.patience
        while self.connectionCount != count, DispatchTime.now() < end { usleep(10_000) }
    }

    var connectionCount: Int { self.onLoop { self.pool.connections.count } }
    var waitingCount: Int { self.onLoop { self.pool.waitingCount } }
}

extension ScriptedServer {
    /// Sends `text` for each request it receives, whatever it is; nothing more is read behind a nil.
    static func sending(_ answers: String?...) -> ScriptedServer {
        ScriptedServer { server, peer, number in
            for answer in answers {
                guard let request = peer.request() else { return }
                server.note(request)
                guard let answer else { return }
                peer.send(answer)
            }
            _ = peer.isEnded()
        }
    }
}

let okAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
