public import Bytes
public import EventLoop
public import TLS

/// One connected socket with TLS or without: plaintext in, plaintext out. Confined to its loop.
///
/// Holds no buffer while nothing waits, so that an idle connection costs the TLS session and no more. It
/// does not watch its descriptor: the owner passes on what the loop says by ``noteReadable(_:)``.
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

    /// Ciphertext taken by one `recv`: a full TLS record with its overhead (RFC 8446 §5.2), so that no
    /// part of a second one has to be kept.
    private static let recordSizeMax = 16 * 1024 + 256 + 5

    public let descriptor: Int32
    public let session: TLSSession?
    private let loop: EventLoop
    /// Plaintext that waits to be encrypted; with TLS only.
    private var staged: ByteBuffer?
    /// What waits for the socket.
    private var outbound: ByteBuffer?
    /// The last `recv` took all there was: no call before the loop says that more came.
    private var isDrained = false
    /// The peer has ended its direction. The end comes in one event with the last bytes, and no other event tells of
    /// it: a `recv` that took all the bytes there were has not taken everything.
    private var hasHungUp = false

    public init(descriptor: Int32, loop: EventLoop, session: TLSSession?) {
        self.descriptor = descriptor
        self.loop = loop
        self.session = session
    }

    /// Bytes written and not yet taken by the kernel.
    @inline(__always)
    public var bytesWaiting: Int { (self.staged?.count ?? 0) &+ (self.outbound?.count ?? 0) }

    /// Bytes that the kernel has taken, TLS's own included: the progress of a slow reader.
    public private(set) var bytesSent = 0

    /// Whether a read may bring something without a new event from the loop.
    @inline(__always)
    public var mayHaveInput: Bool { !self.isDrained || self.session?.hasPendingInput == true }

    /// The loop said that the descriptor is readable or was hung up.
    @inline(__always)
    public func noteReadable(_ readiness: Readiness) {
        self.isDrained = false
        if readiness.intersects(.hangup) { self.hasHungUp = true }
    }

    /// Whether something was received, or waits in the kernel, that no read has taken. Asks the kernel only
    /// when the last read left that open.
    public func hasUnreadInput() -> Bool {
        if self.session?.hasPendingInput == true { return true }
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
                _ = try session.read(into: buffer, max: limit, output: self.takeOutbound())
                if buffer.count > before { return .bytes(buffer.count &- before) }
            }
            while !session.isClosedByPeer {
                guard !self.isDrained else { return .wouldBlock }
                let room = UnsafeMutableRawBufferPointer(rebasing: self.loop.scratch[..<Self.recordSizeMax])
                switch Socket.receive(self.descriptor, into: room) {
                case .bytes(let count):
                    if count < Self.recordSizeMax { self.isDrained = !self.hasHungUp }
                    let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])
                    _ = try session.receive(
                        bytes.bindMemory(to: UInt8.self), into: buffer, max: limit,
                        output: self.takeOutbound())
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
            if count < asked { self.isDrained = !self.hasHungUp }
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
                let step = try session.handshake(output: self.takeOutbound())
                if case .failed = self.flush() { return .failed(.closedDuringHandshake) }
                if step == .done { return .done }
                guard !self.isDrained else { return .wouldBlock }
                let room = UnsafeMutableRawBufferPointer(rebasing: self.loop.scratch[..<Self.recordSizeMax])
                switch Socket.receive(self.descriptor, into: room) {
                case .bytes(let count):
                    if count < Self.recordSizeMax { self.isDrained = !self.hasHungUp }
                    let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])
                    // Nothing but the handshake: what else has come is kept by the session.
                    let early = self.loop.pool.take()
                    defer { self.loop.pool.give(early) }
                    _ = try session.receive(
                        bytes.bindMemory(to: UInt8.self), into: early, max: 0, output: self.takeOutbound())
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

    /// Where plaintext to be sent is appended; ``flush()`` sends it.
    @inline(__always)
    public var outgoing: ByteBuffer {
        if self.session == nil { return self.takeOutbound() }
        if let staged = self.staged { return staged }
        let fresh = self.loop.pool.take()
        self.staged = fresh
        return fresh
    }

    /// A send has failed: what is written goes nowhere. What was received may still be read.
    public private(set) var isBroken = false

    /// Sends what waits as far as the kernel takes it. A failure is told once.
    public func flush() -> FlushOutcome {
        if self.isBroken {
            self.staged = nil
            self.outbound = nil
            return .done
        }
        let outcome = self.send()
        if case .failed = outcome { self.isBroken = true }
        return outcome
    }

    private func send() -> FlushOutcome {
        // Buffers are moved out and back: copies of the references would cost atomic counts.
        guard let outbound = self.outbound.take() ?? (self.staged == nil ? nil : self.loop.pool.take()) else {
            return .done
        }
        if let session = self.session, let staged = self.staged.take() {
            do throws(TLSError) {
                while !staged.isEmpty {
                    let count = try session.write(staged.readable, output: outbound)
                    guard count > 0 else { break }
                    staged.consume(count)
                }
            } catch {
                return .failed
            }
            if staged.isEmpty { self.loop.pool.give(staged) } else { self.staged = staged }
        }
        let waiting = outbound.count
        let (blocked, failed) = Socket.flush(self.descriptor, outbound)
        self.bytesSent &+= waiting &- outbound.count
        if failed { return .failed }
        if blocked {
            self.outbound = outbound
            return .blocked
        }
        self.loop.pool.give(outbound)
        return .done
    }

    /// Ends our direction: TLS's closing alert, then the end of the stream. Call when nothing waits.
    public func finish() {
        if let session = self.session {
            session.shutdown(output: self.takeOutbound())
            _ = self.flush()
        }
        Socket.shutdownWrite(self.descriptor)
    }

    /// Ends the watch and closes the descriptor. The transport is dead afterwards.
    public func close() {
        // Not back to the pool: a caller further up the stack may still hold one and write to it.
        self.staged = nil
        self.outbound = nil
        self.loop.removeAndClose(self.descriptor)
    }

    @inline(__always)
    private func takeOutbound() -> ByteBuffer {
        if let outbound = self.outbound { return outbound }
        let fresh = self.loop.pool.take()
        self.outbound = fresh
        return fresh
    }
}
