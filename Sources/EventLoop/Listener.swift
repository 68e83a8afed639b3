internal import CLinux
internal import Glibc

/// One listening socket of one loop. Each loop has its own on the same address (`SO_REUSEPORT`), so that the
/// kernel spreads connections and no loop hands one over.
public final class Listener: DescriptorHandler {
    /// Connections accepted in one turn: those that are open already come next.
    static let acceptsPerTurn = 64
    /// How long accepting rests when the process has no descriptors left.
    static let exhaustedPause: Int64 = 100_000_000

    public let address: SocketAddress
    private let loop: EventLoop
    private let descriptor: Int32
    private let accepted: (Int32, SocketAddress) -> Void
    private var timer: LoopTimer?
    public var waitsForTurn = false
    private var isPaused = false
    private var isClosed = false
    /// Told once per shortage that `accept` failed for want of descriptors or memory.
    public var onShortage: ((SocketError) -> Void)?

    /// Binds and listens; nothing is accepted before ``start()``. May be called off the loop.
    ///
    /// - Parameter accepted: gets each connection's descriptor, which it owns from then on.
    public init(
        loop: EventLoop, address: SocketAddress, backlog: Int32 = 1024,
        accepted: @escaping (Int32, SocketAddress) -> Void
    ) throws(SocketError) {
        let descriptor = try Socket.make(family: address.family)
        self.loop = loop
        self.descriptor = descriptor
        self.accepted = accepted
        Socket.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        Socket.set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)
        if address.family == AF_INET6 { Socket.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        // Accepted sockets inherit it.
        Socket.setNoDelay(descriptor)
        guard address.withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
            let error = SocketError(operation: "bind to \(address.description)", errno: errno)
            _ = Glibc.close(descriptor)
            throw error
        }
        guard Glibc.listen(descriptor, backlog) == 0 else {
            let error = SocketError(operation: "listen on \(address.description)", errno: errno)
            _ = Glibc.close(descriptor)
            throw error
        }
        self.address = SocketAddress.read { Glibc.getsockname(descriptor, $0, &$1) }.0
    }

    /// Throws when somebody listens on `address` already. `SO_REUSEPORT` alone would let a second process of the
    /// same user in, and the kernel would deal connections out to both.
    public static func requireFree(_ address: SocketAddress) throws(SocketError) {
        let descriptor = try Socket.make(family: address.family)
        defer { _ = Glibc.close(descriptor) }
        // Connections of a former process that are still closing do not hold the port.
        Socket.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if address.family == AF_INET6 { Socket.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard address.withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw SocketError(operation: "bind to \(address.description)", errno: errno)
        }
    }

    public func start() {
        self.loop.preconditionInEventLoop()
        self.timer = LoopTimer(target: self)
        self.loop.add(self.descriptor, handler: self)
    }

    /// Accepts what the kernel has already taken for us, then closes: a closed listener's backlog is reset.
    public func close() {
        self.loop.preconditionInEventLoop()
        guard !self.isClosed else { return }
        self.isPaused = false
        self.accept(atMost: Int.max)
        self.isClosed = true
        if let timer = self.timer { self.loop.disarm(timer) }
        self.loop.removeAndClose(self.descriptor)
    }

    /// Leaves further connections to the kernel's backlog until ``resume()``.
    public func pause() { self.isPaused = true }

    public func resume() {
        guard self.isPaused, !self.isClosed else { return }
        self.isPaused = false
        self.loop.again(self)
    }

    public func ready(_ readiness: Readiness) { self.accept(atMost: Self.acceptsPerTurn) }
    public func turn() { self.accept(atMost: Self.acceptsPerTurn) }

    private func accept(atMost limit: Int) {
        var count = 0
        while !self.isPaused, !self.isClosed {
            guard count < limit else { return self.loop.again(self) }
            let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let (address, connection) = SocketAddress.read { accept4(self.descriptor, $0, &$1, flags) }
            if connection >= 0 {
                count += 1
                self.accepted(connection, address)
                continue
            }
            switch errno {
            case EAGAIN: return
            case EINTR, ECONNABORTED, EPROTO: continue
            case let code:
                self.isPaused = true
                self.onShortage?(SocketError(operation: "accept", errno: code))
                if let timer = self.timer { self.loop.arm(timer, after: Self.exhaustedPause) }
                return
            }
        }
    }
}

extension Listener: LoopTimerTarget {
    public func timerFired(_ timer: LoopTimer) { self.resume() }
}
