import Foundation
import Glibc
import Synchronization

/// A server on loopback that does with each connection what a test says, on a thread of its own.
public final class ScriptedServer: Sendable {
    public let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var peers: [Peer] = []
        var requests: [WireMessage] = []
        var isStopped = false
        /// The listener's number may be another's by now.
        var isClosed = false
    }

    /// - Parameter serve: gets each connection and its number from 0; when it returns, the connection is closed.
    public convenience init(_ serve: @escaping @Sendable (ScriptedServer, Peer, Int) -> Void) {
        guard let (listener, port) = Self.listen() else {
            preconditionFailure("no port on loopback: errno \(errno)")
        }
        self.init(listener, port, serve)
    }

    private init(
        _ listener: Int32, _ port: UInt16, _ serve: @escaping @Sendable (ScriptedServer, Peer, Int) -> Void
    ) {
        self.listener = listener
        self.port = port
        Thread.detachNewThread { [self] in
            defer { self.closeListener() }
            var number = 0
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else {
                    if errno == EINTR { continue }
                    return
                }
                let peer = Peer(descriptor)
                guard self.keep(peer) else { return }
                let own = number
                number += 1
                Thread.detachNewThread {
                    serve(self, peer, own)
                    // The number of one that was closed may be another's by now.
                    guard peer.isOpen else { return }
                    // An answer must not be lost to a reset because of a request that nobody reads.
                    peer.shutdownWrite()
                    _ = peer.isEnded(within: 0.2)
                    peer.close()
                }
            }
        }
    }

    /// Answers every request by `answer` until it returns nil, which closes the connection.
    public convenience init(answer: @escaping @Sendable (WireMessage) -> String?) {
        self.init(Self.serving(answer))
    }

    /// The same on a ``deadPort()``, which comes to life.
    public convenience init(reviving port: UInt16, answer: @escaping @Sendable (WireMessage) -> String?) {
        guard let listener = Self.dead.withLock({ $0.removeValue(forKey: port) }),
            Glibc.listen(listener, 64) == 0
        else { preconditionFailure("\(port) is no dead port: errno \(errno)") }
        self.init(listener, port, Self.serving(answer))
    }

    private static func serving(
        _ answer: @escaping @Sendable (WireMessage) -> String?
    ) -> @Sendable (ScriptedServer, Peer, Int) -> Void {
        { server, peer, _ in
            while let request = peer.request() {
                server.note(request)
                guard let text = answer(request) else { return }
                peer.send(text)
            }
        }
    }

    /// What was received so far, by those who note it.
    public var requests: [WireMessage] { self.state.withLock { $0.requests } }
    public var connectionCount: Int { self.state.withLock { $0.peers.count } }
    public func note(_ request: WireMessage) { self.state.withLock { $0.requests.append(request) } }

    public func stop() {
        let peers = self.state.withLock { state in
            state.isStopped = true
            // The thread that accepts closes it. Of what is closed, nothing may be ended: it is another test's socket.
            if !state.isClosed { shutdown(self.listener, Int32(SHUT_RDWR)) }
            return state.peers
        }
        for peer in peers { peer.interrupt() }
    }

    private func closeListener() {
        self.state.withLock { state in
            close(self.listener)
            state.isClosed = true
        }
    }

    private func keep(_ peer: Peer) -> Bool {
        self.state.withLock { state in
            guard !state.isStopped else { return false }
            state.peers.append(peer)
            return true
        }
    }

    /// Sockets that only keep a port.
    private static let dead = Mutex<[UInt16: Int32]>([:])

    /// A port on loopback that nobody listens on. It stays taken, so that no other test's server gets it.
    public static func deadPort() -> UInt16 {
        guard let (listener, port) = self.bound() else { preconditionFailure("no port on loopback") }
        self.dead.withLock { $0[port] = listener }
        return port
    }

    private static func listen() -> (Int32, UInt16)? {
        guard let (listener, port) = self.bound() else { return nil }
        guard Glibc.listen(listener, 64) == 0 else {
            close(listener)
            return nil
        }
        return (listener, port)
    }

    private static func bound() -> (Int32, UInt16)? {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else {
            close(listener)
            return nil
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}
