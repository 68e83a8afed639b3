public import Bytes
internal import CLinux
internal import Glibc

/// Calls on non-blocking stream sockets. Each is one system call with its result as a case.
public enum Socket {
    public enum ReadResult: Equatable, Sendable {
        case bytes(Int)
        /// Nothing waits (`EAGAIN`).
        case wouldBlock
        /// The peer has sent all that it will.
        case end
        /// `errno`.
        case failed(Int32)
    }

    public enum WriteResult: Equatable, Sendable {
        /// How many bytes the kernel took; fewer than given when its buffer is full.
        case bytes(Int)
        case wouldBlock
        case failed(Int32)
    }

    @inline(__always)
    public static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadResult
    {
        while true {
            let count = Glibc.recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            let code = errno
            if code == EAGAIN { return .wouldBlock }
            if code != EINTR { return .failed(code) }
        }
    }

    /// Reads what stays there for the next read.
    public static func peek(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
        while true {
            let count = Glibc.recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_PEEK))
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            let code = errno
            if code == EAGAIN { return .wouldBlock }
            if code != EINTR { return .failed(code) }
        }
    }

    /// Whether a read would bring something now, be it the end.
    public static func hasInput(_ descriptor: Int32) -> Bool {
        var octet: UInt8 = 0
        return Glibc.recv(descriptor, &octet, 1, Int32(MSG_PEEK)) >= 0 || errno != EAGAIN
    }

    @inline(__always)
    public static func send(_ descriptor: Int32, _ buffer: UnsafeBufferPointer<UInt8>) -> WriteResult {
        while true {
            let count = Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .bytes(count) }
            let code = errno
            if code == EAGAIN { return .wouldBlock }
            if code != EINTR { return .failed(code) }
        }
    }

    /// Sends what waits in `buffer` and drops what was taken.
    ///
    /// - Returns: true when the peer's side failed; what is left waits for ``Readiness/writable``.
    @inline(__always)
    public static func flush(_ descriptor: Int32, _ buffer: ByteBuffer) -> (blocked: Bool, failed: Bool) {
        while !buffer.isEmpty {
            switch self.send(descriptor, buffer.readable) {
            case .bytes(let count):
                let whole = count == buffer.count
                buffer.consume(count)
                if !whole { return (true, false) }
            case .wouldBlock: return (true, false)
            case .failed: return (false, true)
            }
        }
        return (false, false)
    }

    /// Bytes that the kernel has taken and the peer has not acknowledged; 0 where that cannot be told.
    public static func unacknowledged(_ descriptor: Int32) -> Int {
        var count: Int32 = 0
        return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
    }

    /// Begins to connect. The descriptor becomes writable when that has ended; ask ``connectResult(_:)`` how.
    public static func connect(to address: SocketAddress) throws(SocketError) -> Int32 {
        let descriptor = try self.make(family: address.family)
        self.setNoDelay(descriptor)
        let result = address.withPointer { Glibc.connect(descriptor, $0, $1) }
        if result != 0, errno != EINPROGRESS {
            let code = errno
            _ = Glibc.close(descriptor)
            throw SocketError(operation: "connect to \(address.description)", errno: code)
        }
        return descriptor
    }

    /// nil when the connection stands, else why it does not.
    public static func connectResult(_ descriptor: Int32) -> SocketError? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        return code == 0 ? nil : SocketError(operation: "connect", errno: code)
    }

    /// Says that nothing more will be sent.
    public static func shutdownWrite(_ descriptor: Int32) { _ = Glibc.shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes at once with a reset rather than a regular end.
    public static func setResetOnClose(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }

    static func make(family: Int32) throws(SocketError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(family, type, Int32(IPPROTO_TCP))
        guard descriptor >= 0 else { throw SocketError(operation: "socket", errno: errno) }
        return descriptor
    }

    static func setNoDelay(_ descriptor: Int32) {
        self.set(descriptor, Int32(IPPROTO_TCP), KEYWARD_TCP_NODELAY, 1)
    }

    static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
