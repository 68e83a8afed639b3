internal import Bytes
internal import EventLoop
internal import Glibc
internal import TLS

/// One connection to a server, with calls that block until a deadline. Used by one thread; closed by ``close()``.
final class ClientConnection {
    /// Bytes received at a time.
    private static let readSize = 64 * 1024

    private let descriptor: Int32
    private let session: TLSSession?
    private let timeoutSeconds: Int
    private let output = ByteBuffer(capacity: 4096)
    /// What was received and not yet taken.
    let input = ByteBuffer(capacity: 4096)
    private(set) var isEnded = false
    private var isClosed = false

    /// Connects, over TLS with a context.
    ///
    /// - Parameters:
    ///   - addresses: tried in order.
    ///   - deadline: of ``Clock/monotonic``, for all of it.
    ///   - timeoutSeconds: what a passed deadline says that it was.
    init(
        _ url: ServerURL, _ addresses: [SocketAddress], _ context: TLSContext?, deadline: Int64,
        timeoutSeconds: Int
    ) throws(ClientError) {
        self.timeoutSeconds = timeoutSeconds
        self.descriptor = try Self.connect(addresses, deadline, timeoutSeconds)
        do throws(TLSError) {
            self.session = try context.map { (context) throws(TLSError) in
                try TLSSession(context: context, serverName: url.host)
            }
        } catch {
            Glibc.close(self.descriptor)
            throw .tls(error)
        }
        do throws(ClientError) {
            try self.handshake(deadline)
        } catch {
            self.close()
            throw error
        }
    }

    deinit { self.close() }

    /// What the server showed, once the handshake is over.
    var certificate: Certificate? { self.session?.peerCertificate }

    func close() {
        guard !self.isClosed else { return }
        self.isClosed = true
        if let session {
            session.shutdown(output: self.output)
            _ = Socket.flush(self.descriptor, self.output)
        }
        Glibc.close(self.descriptor)
    }

    private static func connect(
        _ addresses: [SocketAddress], _ deadline: Int64, _ timeoutSeconds: Int
    ) throws(ClientError) -> Int32 {
        var failure = ClientError.unreachable("there is no address")
        for (index, address) in addresses.enumerated() {
            // The rest of the time is for all that are left.
            let now = Clock.monotonic
            let own = now + (deadline - now) / Int64(addresses.count - index)
            do throws(SocketError) {
                let descriptor = try Socket.connect(to: address)
                guard self.wait(descriptor, Int16(POLLOUT), until: own) else {
                    Glibc.close(descriptor)
                    failure = .unreachable("connect to \(address.description): no answer in time")
                    continue
                }
                guard let problem = Socket.connectResult(descriptor) else { return descriptor }
                Glibc.close(descriptor)
                failure = .unreachable("connect to \(address.description): \(problem.text)")
            } catch {
                failure = .unreachable(error.description)
            }
        }
        throw failure
    }

    /// Whether the descriptor became ready, or failed, before the deadline.
    private static func wait(_ descriptor: Int32, _ events: Int16, until deadline: Int64) -> Bool {
        while true {
            let left = deadline - Clock.monotonic
            guard left > 0 else { return false }
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            let result = poll(&entry, 1, Int32(clamping: left / 1_000_000 + 1))
            if result > 0 { return true }
            if result < 0, errno != EINTR { return true }
        }
    }

    private func handshake(_ deadline: Int64) throws(ClientError) {
        guard let session else { return }
        do throws(TLSError) {
            _ = try session.handshake(output: self.output)
        } catch {
            throw .tls(error)
        }
        while !session.isEstablished {
            try self.flush(deadline)
            guard try self.receive(deadline) else {
                throw .cutOff("the server closed it during the TLS handshake")
            }
        }
        try self.flush(deadline)
    }

    /// Sends all of `bytes`, or stops when the server has begun to answer: it may refuse what it has not read.
    ///
    /// - Returns: whether all was sent.
    func send(_ bytes: ByteBuffer, deadline: Int64) throws(ClientError) -> Bool {
        while !bytes.isEmpty {
            let step = UnsafeBufferPointer(rebasing: bytes.readable.prefix(Self.readSize))
            if let session {
                do throws(TLSError) {
                    _ = try session.write(step, output: self.output)
                } catch {
                    throw .tls(error)
                }
            } else {
                self.output.append(step)
            }
            bytes.consume(step.count)
            guard try self.flush(deadline, stopsAtInput: true) else { return false }
        }
        return true
    }

    /// - Returns: false when the server answered or hung up before it had taken everything.
    @discardableResult
    private func flush(_ deadline: Int64, stopsAtInput: Bool = false) throws(ClientError) -> Bool {
        while true {
            let result = Socket.flush(self.descriptor, self.output)
            // What the server said before it hung up is still to be read.
            if result.failed { return false }
            guard result.blocked else { return true }
            let events = stopsAtInput ? Int16(POLLOUT | POLLIN) : Int16(POLLOUT)
            guard Self.wait(self.descriptor, events, until: deadline) else {
                throw .timedOut(seconds: self.timeoutSeconds)
            }
            if stopsAtInput, Socket.hasInput(self.descriptor) {
                guard try self.receive(deadline) else { return false }
                if !self.input.isEmpty { return false }
            }
        }
    }

    /// Waits for bytes and appends what they say to ``input``.
    ///
    /// - Returns: false at the end of what the server sends.
    func receive(_ deadline: Int64) throws(ClientError) -> Bool {
        guard !self.isEnded else { return false }
        guard Self.wait(self.descriptor, Int16(POLLIN), until: deadline) else {
            throw .timedOut(seconds: self.timeoutSeconds)
        }
        return try self.take()
    }

    /// Whether the connection can take another request: nothing is left of an answer, and the server has not
    /// hung up. Waits for nothing.
    func isReusable() -> Bool {
        guard !self.isEnded else { return false }
        // Tickets may wait beside the end.
        while Socket.hasInput(self.descriptor) {
            guard let isOpen = try? self.take(), isOpen else { return false }
        }
        return self.input.isEmpty
    }

    private func take() throws(ClientError) -> Bool {
        guard let session else {
            let room = self.input.writable(atLeast: Self.readSize)
            return try self.note(Socket.receive(self.descriptor, into: room)) { self.input.commit($0) }
        }
        let ciphertext = ByteBuffer(capacity: Self.readSize)
        let room = ciphertext.writable(atLeast: Self.readSize)
        let isOpen = try self.note(Socket.receive(self.descriptor, into: room)) { ciphertext.commit($0) }
        do throws(TLSError) {
            let result: TLSSession.ReadResult
            if isOpen {
                result = try session.receive(ciphertext.readable, into: self.input, output: self.output)
            } else {
                session.inputEnded()
                result = try session.read(into: self.input, output: self.output)
            }
            // Answers to key updates; alerts.
            _ = Socket.flush(self.descriptor, self.output)
            if result == .closed { self.isEnded = true }
        } catch {
            _ = Socket.flush(self.descriptor, self.output)
            self.isEnded = true
            if error == .truncated { throw .cutOff("without TLS's own sign of an end") }
            throw .tls(error)
        }
        return !self.isEnded
    }

    private func note(_ result: Socket.ReadResult, _ commit: (Int) -> Void) throws(ClientError) -> Bool {
        switch result {
        case .bytes(let count): commit(count)
        case .wouldBlock: break
        case .end: self.isEnded = true
        case .failed(let code):
            self.isEnded = true
            throw .cutOff(String(cString: strerror(code)))
        }
        return !self.isEnded
    }
}
