public import Bytes
internal import COpenSSL

/// One TLS connection without a socket: ciphertext in, plaintext out, and the reverse. Confined to one loop.
///
/// The way of bytes: `recv` into a buffer, ``receive(_:into:max:output:)``, then ``write(_:output:)`` and `send` of the
/// output. After *every* call, also one that throws, `output` may hold ciphertext to send: a reply of the handshake
/// or the alert that tells the peer why. An idle session holds no buffer.
public final class TLSSession {
    /// How a step of the handshake ended, apart from failing.
    public enum Step: Sendable, Equatable {
        /// The handshake is complete; data may have come with its last bytes: see ``TLSSession/hasPendingInput``.
        case done
        /// The peer has to speak.
        case wantRead
    }

    /// How reading ended, apart from failing. Bytes may have been appended in every case.
    public enum ReadResult: Sendable, Equatable {
        /// What was given is used up.
        case wantRead
        /// `max` bytes were appended and more wait here: read again before new ciphertext is received.
        case full
        /// The peer has said close_notify: it sends nothing more.
        case closed
    }

    private enum State { case handshaking, established, failed }

    private let context: TLSContext
    private let ssl: OpaquePointer
    private let transport: UnsafeMutablePointer<Transport>
    /// Ciphertext that was received while the caller wanted no more plaintext; nil when there is none.
    private var leftover: ByteBuffer?
    private var state = State.handshaking
    private var isShutDown = false
    /// The peer has said close_notify.
    public private(set) var isClosedByPeer = false
    private let verifiedName: String?

    /// - Parameters:
    ///   - context: decides whether this is the server's side or the client's.
    ///   - serverName: on a client, the host name or IP address of the server: sent as SNI unless it is an address,
    ///     and verified when the context's verification is full. Nil: the context's. Ignored on a server.
    ///   - resuming: on a client, what an earlier session with this server left.
    /// - Throws: ``TLSError/settings(_:)`` for a client that must verify a name and has none, or not a valid one.
    public init(
        context: TLSContext, serverName: String? = nil, resuming: TLSResumption? = nil
    ) throws(TLSError) {
        ErrorQueue.clear()
        guard let ssl = SSL_new(context.pointer) else { throw .drained(after: "SSL_new") }
        guard let method = Transport.method, let bio = BIO_new(method) else {
            SSL_free(ssl)
            throw .drained(after: "BIO_new")
        }
        self.context = context
        self.ssl = ssl
        self.transport = .allocate(capacity: 1)
        self.transport.initialize(to: Transport())
        BIO_set_data(bio, self.transport)
        // The same BIO both ways: one reference is taken.
        SSL_set_bio(ssl, bio, bio)
        SSL_set_ex_data(ssl, 0, self.transport)
        guard context.role == .client else {
            self.verifiedName = nil
            SSL_set_accept_state(ssl)
            return
        }
        self.verifiedName = serverName ?? context.defaultServerName
        SSL_set_connect_state(ssl)
        try ServerIdentity.expect(self.verifiedName, of: ssl, verification: context.verification)
        resuming?.apply(to: ssl, context: context, serverName: self.verifiedName)
    }

    deinit {
        // Without a mark of shutdown OpenSSL spoils the session that a ticket was given for.
        if self.state == .established {
            SSL_set_shutdown(self.ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        }
        SSL_free(self.ssl)
        SSL_SESSION_free(self.transport.pointee.ticket)
        self.transport.deallocate()
    }

    public var isEstablished: Bool { self.state == .established }

    /// Whether ``read(into:max:output:)`` can go on without new ciphertext. While it is true, receive nothing more:
    /// what is received is kept here and is bounded by nothing else.
    public var hasPendingInput: Bool {
        self.leftover != nil || (self.state == .established && SSL_pending(self.ssl) > 0)
    }

    /// Continues the handshake with what was received; a client begins with it.
    public func handshake(output: ByteBuffer) throws(TLSError) -> Step {
        self.begin(output: output)
        defer { self.end() }
        return try self.advanceHandshake()
    }

    /// Takes ciphertext from the peer, continues the handshake with it if need be, and appends the plaintext to
    /// `plaintext`. Uses up all of `ciphertext`; what it may not decrypt yet because of `max` is kept.
    /// - Parameter max: bytes of plaintext to append at most.
    public func receive(
        _ ciphertext: UnsafeBufferPointer<UInt8>, into plaintext: ByteBuffer, max: Int = .max,
        output: ByteBuffer
    ) throws(TLSError) -> ReadResult {
        if let leftover {
            leftover.append(ciphertext)
            return try self.read(into: plaintext, max: max, output: output)
        }
        self.transport.pointee.input = ciphertext.baseAddress
        self.transport.pointee.inputCount = ciphertext.count
        self.transport.pointee.output = Unmanaged.passUnretained(output)
        defer { self.end() }
        return try self.advance(into: plaintext, max: max)
    }

    /// Reads on: what waits after ``ReadResult/full``.
    public func read(
        into plaintext: ByteBuffer, max: Int = .max, output: ByteBuffer
    ) throws(TLSError) -> ReadResult {
        self.begin(output: output)
        defer { self.end() }
        return try self.advance(into: plaintext, max: max)
    }

    /// Notes that the transport has ended: the next read that finds nothing more reports ``ReadResult/closed`` after a
    /// close_notify, or throws ``TLSError/truncated``.
    public func inputEnded() { self.transport.pointee.inputEnded = true }

    /// Appends the records of `plaintext` to `output`: 22 bytes more per 16 KB under TLS 1.3, 29 under 1.2.
    /// - Returns: bytes taken: all, or none while the handshake lasts.
    /// - Throws: ``TLSError/ended`` after ``shutdown(output:)`` or a failure.
    public func write(_ plaintext: UnsafeBufferPointer<UInt8>, output: ByteBuffer) throws(TLSError) -> Int {
        guard self.state != .failed, !self.isShutDown else { throw .ended }
        guard self.state == .established else { return 0 }
        _ = output.writable(
            atLeast: plaintext.count + (plaintext.count / Self.recordSizeMax + 1) * Self.recordOverheadMax)
        self.transport.pointee.output = Unmanaged.passUnretained(output)
        defer { self.transport.pointee.output = nil }
        ErrorQueue.clear()
        var taken = 0
        while taken < plaintext.count {
            var step = 0
            let start = plaintext.baseAddress.map { $0 + taken }
            let result = SSL_write_ex(self.ssl, start, plaintext.count - taken, &step)
            guard result == 1 else { throw self.failure(after: result) }
            taken += step
        }
        return taken
    }

    /// Says close_notify (RFC 8446 §6.1), once; nothing can be written afterwards. Does nothing in or after a handshake
    /// that failed or is not complete: there the peer learns from the transport's end.
    public func shutdown(output: ByteBuffer) {
        guard self.state == .established, !self.isShutDown else { return }
        self.isShutDown = true
        self.transport.pointee.output = Unmanaged.passUnretained(output)
        defer { self.transport.pointee.output = nil }
        ErrorQueue.clear()
        _ = SSL_shutdown(self.ssl)
        ErrorQueue.clear()
    }

    /// On a client: what lets a later session with this server resume; nil until the server has sent a ticket (TLS 1.3:
    /// after the handshake, with the first data). Each ticket is given once.
    public func takeResumption() -> TLSResumption? {
        guard self.state == .established, let ticket = self.transport.pointee.ticket else { return nil }
        self.transport.pointee.ticket = nil
        return TLSResumption(taking: ticket, context: self.context, serverName: self.verifiedName)
    }

    /// The `SSL`, for what the session tells about itself.
    var handle: OpaquePointer { self.ssl }

    /// Bytes of plaintext in a record (RFC 8446 §5.1).
    private static let recordSizeMax = 16 * 1024
    /// Bytes that a record adds at most: header 5, nonce 8, tag 16 (TLS 1.2 AES-GCM); CBC suites add up to 5 + 16 + 48 + 16.
    private static let recordOverheadMax = 85
    /// Bytes of room to read into before the caller's buffer grows. Less would cut a record into tiny reads, more would
    /// let a full buffer double for nothing.
    private static let readRoomMin = 512

    private func begin(output: ByteBuffer) {
        let waiting = self.leftover?.readable
        self.transport.pointee.input = waiting?.baseAddress
        self.transport.pointee.inputCount = waiting?.count ?? 0
        self.transport.pointee.output = Unmanaged.passUnretained(output)
    }

    /// Keeps what was not read, and forgets the caller's memory.
    private func end() {
        let count = self.transport.pointee.inputCount
        if self.state == .failed || self.isClosedByPeer {
            // Nothing behind the end counts.
            self.leftover = nil
        } else if let leftover {
            leftover.consume(leftover.count - count)
            if leftover.isEmpty { self.leftover = nil }
        } else if count > 0 {
            let kept = ByteBuffer(capacity: count)
            kept.append(UnsafeBufferPointer(start: self.transport.pointee.input, count: count))
            self.leftover = kept
        }
        self.transport.pointee.input = nil
        self.transport.pointee.inputCount = 0
        self.transport.pointee.output = nil
    }

    private func advance(into plaintext: ByteBuffer, max: Int) throws(TLSError) -> ReadResult {
        if self.state != .established, try self.advanceHandshake() == .wantRead { return .wantRead }
        guard !self.isClosedByPeer else { return .closed }
        ErrorQueue.clear()
        var left = max
        while left > 0 {
            let room = plaintext.writable(atLeast: min(left, Self.readRoomMin))
            var count = 0
            let result = SSL_read_ex(self.ssl, room.baseAddress, min(left, room.count), &count)
            guard result == 1 else { return try self.readEnd(after: result) }
            plaintext.commit(count)
            left -= count
            self.transport.pointee.idleTalk = 0
            if self.transport.pointee.inputCount == 0, !self.transport.pointee.inputEnded,
                SSL_pending(self.ssl) == 0
            {
                return .wantRead
            }
        }
        let transport = self.transport.pointee
        let isMore = transport.inputCount > 0 || transport.inputEnded || SSL_pending(self.ssl) > 0
        return isMore ? .full : .wantRead
    }

    private func advanceHandshake() throws(TLSError) -> Step {
        switch self.state {
        case .established: return .done
        case .failed: throw .ended
        case .handshaking: break
        }
        ErrorQueue.clear()
        let result = SSL_do_handshake(self.ssl)
        if result == 1 {
            self.state = .established
            self.transport.pointee.isEstablished = true
            self.keepRenewedTicket()
            return .done
        }
        guard SSL_get_error(self.ssl, result) == SSL_ERROR_WANT_READ else {
            throw self.failure(after: result)
        }
        return .wantRead
    }

    /// Under TLS 1.2 OpenSSL does not report the ticket of a handshake that was itself resumed.
    private func keepRenewedTicket() {
        guard self.context.role == .client, self.transport.pointee.ticket == nil,
            SSL_version(self.ssl) == TLS1_2_VERSION, SSL_session_reused(self.ssl) == 1
        else { return }
        self.transport.pointee.ticket = SSL_get1_session(self.ssl)
    }

    private func readEnd(after result: Int32) throws(TLSError) -> ReadResult {
        switch SSL_get_error(self.ssl, result) {
        case SSL_ERROR_WANT_READ: return .wantRead
        case SSL_ERROR_ZERO_RETURN:
            self.isClosedByPeer = true
            return .closed
        default: throw self.failure(after: result)
        }
    }

    /// Ends the session and says why; empties the error queue.
    private func failure(after result: Int32) -> TLSError {
        let wasEstablished = self.state == .established
        self.state = .failed
        let code = ErrorQueue.drainCode()
        guard !self.transport.pointee.talksIdly else { return .idleTalk }
        let reason = ErrorQueue.reason(of: code)
        let number = ERR_GET_REASON(code)
        if ERR_GET_LIB(code) == Int32(ERR_LIB_SSL) {
            if number == SSL_R_UNEXPECTED_EOF_WHILE_READING { return .truncated }
            if number == SSL_R_CERTIFICATE_VERIFY_FAILED {
                let verdict = X509_verify_cert_error_string(SSL_get_verify_result(self.ssl))
                return .peerCertificate(reason: verdict.map { String(cString: $0) } ?? reason)
            }
            if let alert = UInt8(exactly: number - Int32(SSL_AD_REASON_OFFSET)) {
                return .alert(code: alert, reason: reason)
            }
        }
        return wasEstablished ? .protocolViolation(reason: reason) : .handshake(reason: reason)
    }
}
