public import Bytes
public import EventLoop
public import TLS

/// One connected socket with TLS or without: plaintext in, plaintext out. Confined to its loop.
///
/// Holds no buffer while nothing waits, so that an idle connection costs the TLS session and no more. It
/// does not watch its descriptor: the owner passes on what the loop says by ``noteInput(_:)``.
public final class Transport {
    public enum ReadOutcome: Sendable {
        /// Plaintext was appended.
        case bytes(Int)
        /// Nothing more until the descriptor is readable again.
        case wouldBlock
        /// The peer is done. `isClean` is false when TLS was cut off without its closing alert.
        case end(isClean: Bool)
        case failed(TransportError)
    }

    public enum FlushOutcome: Sendable {
        /// Nothing waits any more.
        case done
        /// The rest waits for the descriptor to become writable.
        case blocked
        /// Nothing can be sent any more.
        case failed
    }

    public enum HandshakeOutcome: Sendable {
        case done
        case wouldBlock
        case failed(TransportError)
    }

    /// Ciphertext taken by one `recv` at least: a full TLS record with its overhead (RFC 8446 §5.2), so that no
    /// part of a second one has to be kept.
    private static let recordSizeMax = 16 * 1024 + 256 + 5
    /// Ciphertext taken by one `recv` at most, where all of its plaintext is wanted: nothing of that has to be kept
    /// either, and bodies take a quarter of the calls.
    private static let receiveSizeMax = 64 * 1024

    public let descriptor: Int32
    public let session: TLSSession?
    private let loop: EventLoop
    /// Where plaintext to be sent is appended; ``flush()`` sends it. With TLS it waits here to be encrypted, else it
    /// is `outbound` itself.
    public let outgoing: ByteBuffer
    /// What waits for the socket.
    private let outbound: ByteBuffer
    /// The last `recv` took all there was: no call before the loop says that more came.
    private var isDrained = false
    /// The peer has ended its direction: the loop has said so and will not say it again.
    private var isHungUp = false

    public init(descriptor: Int32, loop: EventLoop, session: TLSSession?) {
        self.descriptor = descriptor
        self.loop = loop
        self.session = session
        self.outbound = ByteBuffer(pool: loop.pool)
        self.outgoing = session == nil ? self.outbound : ByteBuffer(pool: loop.pool)
    }

    /// Bytes written and not yet taken by the kernel.
    @inline(__always)
    public var bytesWaiting: Int {
        self.session == nil ? self.outbound.count : self.outgoing.count &+ self.outbound.count
    }

    /// Bytes that the kernel has taken, TLS's own included.
    public private(set) var bytesSent = 0

    /// Bytes that the peer has acknowledged: the progress of a slow reader. The kernel takes more only when a
    /// third of what it holds is gone, which may be megabytes. Asks the kernel.
    public var bytesDelivered: Int { self.bytesSent &- Socket.unacknowledged(self.descriptor) }

    /// Whether a read may bring something without a new event from the loop.
    @inline(__always)
    public var mayHaveInput: Bool { !self.isDrained || self.session?.hasPendingInput == true }

    /// The loop said that the descriptor is readable or was hung up.
    @inline(__always)
    public func noteInput(_ readiness: Readiness) {
        self.isDrained = false
        if readiness.intersects(.hangup) { self.isHungUp = true }
    }

    /// Takes a short count for the end of what waits, but for the end itself: that still has to be read.
    @inline(__always)
    private func noteShortCount() { self.isDrained = !self.isHungUp }

    /// Whether something was received, or waits in the kernel, that no read has taken. Asks the kernel only
    /// when the last read left that open.
    public func hasUnreadInput() -> Bool {
        if let session = self.session, session.hasPendingInput || session.isClosedByPeer { return true }
        if !self.isDrained { self.isDrained = !Socket.hasInput(self.descriptor) }
        return !self.isDrained
    }

    // MARK: Reading

    /// Appends at most `limit` bytes of plaintext to `buffer`, by one `recv` as a rule.
    public func read(into buffer: ByteBuffer, limit: Int) -> ReadOutcome {
        guard let session = self.session else { return self.readPlain(into: buffer, limit: limit) }
        let before = buffer.count
        do throws(TLSError) {
            if session.hasPendingInput {
                _ = try session.read(into: buffer, max: limit, output: self.outbound)
                if buffer.count > before { return .bytes(buffer.count &- before) }
            }
            while !session.isClosedByPeer {
                guard !self.isDrained else { return .wouldBlock }
                let asked = max(Self.recordSizeMax, min(limit, Self.receiveSizeMax))
                let room = UnsafeMutableRawBufferPointer(rebasing: self.loop.scratch[..<asked])
                switch Socket.receive(self.descriptor, into: room) {
                case .bytes(let count):
                    if count < asked { self.noteShortCount() }
                    let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])
                    // Several records: the buffer grows once, if it has to.
                    if count > Self.recordSizeMax { _ = buffer.writable(atLeast: min(count, limit)) }
                    _ = try session.receive(
                        bytes.bindMemory(to: UInt8.self), into: buffer, max: limit,
                        output: self.outbound)
                    if buffer.count > before { return .bytes(buffer.count &- before) }
                case .wouldBlock:
                    self.isDrained = true
                    return .wouldBlock
                case .end: return .end(isClean: false)
                case .failed(let code): return .failed(.socket(SocketError(operation: "recv", errno: code)))
                }
            }
        } catch {
            return .failed(.tls(error))
        }
        return .end(isClean: true)
    }

    private func readPlain(into buffer: ByteBuffer, limit: Int) -> ReadOutcome {
        guard !self.isDrained else { return .wouldBlock }
        let room = buffer.writable(atLeast: min(limit, 4096))
        let asked = min(room.count, limit)
        let result = Socket.receive(
            self.descriptor, into: UnsafeMutableRawBufferPointer(rebasing: room[..<asked]))
        switch result {
        case .bytes(let count):
            buffer.commit(count)
            if count < asked { self.noteShortCount() }
            return .bytes(count)
        case .wouldBlock:
            self.isDrained = true
            return .wouldBlock
        case .end: return .end(isClean: true)
        case .failed(let code): return .failed(.socket(SocketError(operation: "recv", errno: code)))
        }
    }

    /// Takes the handshake as far as it goes. Sends what it has to say.
    public func handshake() -> HandshakeOutcome {
        guard let session = self.session else { return .done }
        while true {
            do throws(TLSError) {
                let step = try session.handshake(output: self.outbound)
                if case .failed = self.flush() { return .failed(.closedDuringHandshake) }
                if step == .done { return .done }
                guard !self.isDrained else { return .wouldBlock }
                let room = UnsafeMutableRawBufferPointer(rebasing: self.loop.scratch[..<Self.recordSizeMax])
                switch Socket.receive(self.descriptor, into: room) {
                case .bytes(let count):
                    if count < Self.recordSizeMax { self.noteShortCount() }
                    let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])
                    // Nothing but the handshake: what else has come is kept by the session.
                    let early = ByteBuffer(pool: self.loop.pool)
                    defer { early.giveBack() }
                    _ = try session.receive(
                        bytes.bindMemory(to: UInt8.self), into: early, max: 0, output: self.outbound)
                case .wouldBlock:
                    self.isDrained = true
                    return .wouldBlock
                case .end: return .failed(.closedDuringHandshake)
                case .failed(let code): return .failed(.socket(SocketError(operation: "recv", errno: code)))
                }
            } catch {
                // The alert that says why.
                _ = self.flush()
                return .failed(.tls(error))
            }
        }
    }

    // MARK: Writing

    /// Bytes that may wait for the end of a round: more would only stay in our memory instead of the kernel's.
    private static let waitingBytesMax = 16 * 1024

    /// Whether so little waits that it can go with what others have to send (``EventLoop/sendLater(_:)``).
    ///
    /// - Parameter highWatermark: bytes above which whoever writes is stopped: what waits must not be what stops him.
    @inline(__always)
    public func mayWait(highWatermark: Int) -> Bool {
        let count = self.bytesWaiting
        return count > 0 && count <= Self.waitingBytesMax && count <= highWatermark / 2 && !self.isBroken
    }

    /// A send has failed: what is written goes nowhere. What was received may still be read.
    public private(set) var isBroken = false

    /// Sends what waits as far as the kernel takes it. A failure is told once.
    public func flush() -> FlushOutcome {
        if self.isBroken {
            self.outgoing.removeAll()
            self.outbound.removeAll()
            return .done
        }
        let outcome = self.send()
        if case .failed = outcome { self.isBroken = true }
        return outcome
    }

    private func send() -> FlushOutcome {
        if let session = self.session, !self.outgoing.isEmpty {
            do throws(TLSError) {
                while !self.outgoing.isEmpty {
                    let count = try session.write(self.outgoing.readable, output: self.outbound)
                    guard count > 0 else { break }
                    self.outgoing.consume(count)
                }
            } catch {
                return .failed
            }
            if self.outgoing.isEmpty { self.outgoing.giveBack() }
        }
        let waiting = self.outbound.count
        let (blocked, failed) = Socket.flush(self.descriptor, self.outbound)
        self.bytesSent &+= waiting &- self.outbound.count
        if failed { return .failed }
        if blocked { return .blocked }
        self.outbound.giveBack()
        return .done
    }

    /// Ends our direction: TLS's closing alert, then the end of the stream. Call when nothing waits.
    public func finish() {
        if let session = self.session {
            session.shutdown(output: self.outbound)
            _ = self.flush()
        }
        Socket.shutdownWrite(self.descriptor)
    }

    /// Ends the watch and closes the descriptor. The transport is dead afterwards.
    public func close() {
        // The buffers keep their memory to the end: a caller further up the stack may still write to one.
        self.loop.removeAndClose(self.descriptor)
    }
}
