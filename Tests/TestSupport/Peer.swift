import Dispatch
import Foundation
import Glibc
import Synchronization

/// One end of a TCP connection with blocking calls that give up in time: a client or a scripted upstream.
///
/// SAFETY: used by one thread at a time, but for ``interrupt()``.
public final class Peer: @unchecked Sendable {
    /// Seconds that a call waits at most, unless it says otherwise.
    public static let patience = 60.0

    public let descriptor: Int32
    /// What was received and not yet taken.
    public private(set) var waiting: [UInt8] = []
    /// ``more(seconds:)`` met a reset.
    public private(set) var wasReset = false
    private let isClosed = Mutex(false)

    public init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Connects to `port` on loopback.
    ///
    /// - Parameter receiveBuffer: bytes that the kernel keeps for us at most, about.
    public convenience init(port: UInt16, receiveBuffer: Int32? = nil) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(result == 0, "no connection to port \(port): errno \(errno)")
        self.init(descriptor)
    }

    deinit { self.close() }

    // MARK: Sending

    /// - Returns: whether all was taken in time.
    @discardableResult
    public func send(_ bytes: [UInt8], seconds: Double = Peer.patience) -> Bool {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Glibc.send(self.descriptor, $0.baseAddress, $0.count, flags)
            }
            if count > 0 {
                offset += count
            } else if errno != EAGAIN || !self.isReady(POLLOUT, seconds) {
                return false
            }
        }
        return true
    }

    @discardableResult
    public func send(_ text: String) -> Bool { self.send(Array(text.utf8)) }

    public func shutdownWrite() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    public var isOpen: Bool { self.isClosed.withLock { !$0 } }

    public func close() {
        self.isClosed.withLock { isClosed in
            if !isClosed { Glibc.close(self.descriptor) }
            isClosed = true
        }
    }

    /// Ends both directions, so that whoever waits for something on it comes back. From any thread: a
    /// descriptor that is closed already, and may be another's by now, is left alone.
    public func interrupt() {
        self.isClosed.withLock { if !$0 { shutdown(self.descriptor, Int32(SHUT_RDWR)) } }
    }

    /// Closes with a reset.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        self.close()
    }

    // MARK: Receiving

    private func isReady(_ events: Int32, _ seconds: Double) -> Bool {
        var entry = pollfd(fd: self.descriptor, events: Int16(events), revents: 0)
        return poll(&entry, 1, Int32(seconds * 1000)) > 0
    }

    /// Waits for more bytes.
    ///
    /// - Returns: false when the other side has ended, or nothing came in time.
    @discardableResult
    public func more(seconds: Double = Peer.patience) -> Bool {
        guard self.isReady(POLLIN, seconds) else { return false }
        var room = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(self.descriptor, &room, room.count, 0)
        if count < 0, errno == ECONNRESET { self.wasReset = true }
        guard count > 0 else { return false }
        self.waiting += room[..<count]
        return true
    }

    /// Whether the other side ends within `seconds`; what it sends before is kept.
    public func isEnded(within seconds: Double = Peer.patience) -> Bool {
        while self.isReady(POLLIN, seconds) {
            var room = [UInt8](repeating: 0, count: 64 * 1024)
            let count = recv(self.descriptor, &room, room.count, 0)
            guard count > 0 else { return true }
            self.waiting += room[..<count]
        }
        return false
    }

    /// Whether nothing comes within `seconds`.
    public func isSilent(for seconds: Double) -> Bool {
        self.waiting.isEmpty && !self.isReady(POLLIN, seconds)
    }

    /// Receives at most `count` bytes and drops them.
    ///
    /// - Returns: how many there were.
    public func receive(_ count: Int) -> Int {
        guard self.isReady(POLLIN, Peer.patience) else { return 0 }
        var room = [UInt8](repeating: 0, count: count)
        return recv(self.descriptor, &room, count, 0)
    }

    public func take(_ count: Int) -> [UInt8]? {
        while self.waiting.count < count { guard self.more() else { return nil } }
        defer { self.waiting.removeFirst(count) }
        return Array(self.waiting[..<count])
    }

    /// The next message, or nil when the other side ends or falls silent before it is whole.
    ///
    /// - Parameter kind: what decides whether a message has content.
    public func message(_ kind: WireMessage.Kind) -> WireMessage? {
        while true {
            switch WireMessage.read(self.waiting, kind) {
            case .whole(let message, let count):
                self.waiting.removeFirst(count)
                return message
            case .malformed: return nil
            case .partial: if !self.more() { return nil }
            case .toTheEnd(var message, let count):
                guard self.isEnded() else { return nil }
                message.content = Array(self.waiting[count...])
                self.waiting = []
                return message
            }
        }
    }

    /// The head of the next request, which stays to be read with its content.
    public func headOnly() -> WireMessage? {
        while true {
            switch WireMessage.head(self.waiting, .request) {
            case .success(let (message, _)?): return message
            case .success(nil): if !self.more() { return nil }
            case .failure: return nil
            }
        }
    }

    public func request() -> WireMessage? { self.message(.request) }
    public func response(toHead: Bool = false) -> WireMessage? {
        self.message(toHead ? .responseToHead : .response)
    }
}

/// Sends on a thread of its own what is too much to be sent before something is read.
public final class Sender: Sendable {
    private let done = DispatchSemaphore(value: 0)

    public init(_ peer: Peer, _ text: String) {
        let bytes = Array(text.utf8)
        Thread.detachNewThread {
            // Only the descriptor is used: the reading side belongs to the test.
            peer.send(bytes)
            self.done.signal()
        }
    }

    public func wait() { self.done.wait() }
}
