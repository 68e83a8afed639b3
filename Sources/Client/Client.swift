internal import Bytes
internal import EventLoop
internal import HTTP
internal import HTTP1
public import TLS

/// Sends requests to a proxy, one after the other, over one connection that is kept. Blocks: for commands, never
/// for a loop. Used by one thread.
public final class Client {
    public struct Settings: Sendable {
        public var url: ServerURL
        /// PEM file of the authorities to trust; nil: the system's. The certificate is always verified.
        public var authorities: String?
        public var credential: Credential?
        /// Seconds from the beginning of a request to the last byte of its answer, 1...86400.
        public var timeoutSeconds = 60
        /// Bytes of an answer's content.
        public var bodyBytesMax = 64 << 20
        /// Whether a credential may go over http:// to another machine, as a setting allowed it.
        public var allowsClearText = false

        public init(url: ServerURL) { self.url = url }
    }

    /// Interim answers (RFC 9110 §15.2) before a final one.
    private static let interimMax = 8

    private let settings: Settings
    private let context: TLSContext?
    private var addresses: [SocketAddress] = []
    private var connection: ClientConnection?

    /// - Throws: ``ClientError/tls(_:)`` for authorities that cannot be read.
    public init(_ settings: Settings) throws(ClientError) {
        self.settings = settings
        guard settings.url.isTLS else {
            self.context = nil
            return
        }
        var client = TLSContext.ClientSettings()
        client.authorities = settings.authorities
        do throws(TLSError) {
            self.context = try TLSContext.client(client)
        } catch {
            throw .tls(error)
        }
    }

    /// - Parameter context: what is trusted and shown; nil: without TLS.
    public init(_ settings: Settings, context: TLSContext?) {
        self.settings = settings
        self.context = settings.url.isTLS ? context : nil
    }

    deinit { self.connection?.close() }

    /// The server's certificate, which was verified; nil before the first connection and without TLS.
    public private(set) var certificate: Certificate?

    /// Sends one request and waits for its answer.
    public func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
        let deadline = Clock.monotonic + Int64(self.settings.timeoutSeconds) * 1_000_000_000
        if let kept = self.connection {
            if kept.isReusable() {
                do throws(ClientError) {
                    return try self.exchange(request, kept, deadline)
                } catch {
                    self.drop()
                    // It may have been closed while the request was on its way.
                    guard request.isRepeatable, case .cutOff = error else { throw error }
                }
            } else {
                self.drop()
            }
        }
        let fresh = try self.open(deadline)
        self.connection = fresh
        do throws(ClientError) {
            return try self.exchange(request, fresh, deadline)
        } catch {
            self.drop()
            throw error
        }
    }

    private func drop() {
        self.connection?.close()
        self.connection = nil
    }

    private func open(_ deadline: Int64) throws(ClientError) -> ClientConnection {
        let url = self.settings.url
        if self.addresses.isEmpty {
            do throws(SocketError) {
                self.addresses = try Resolver.resolve(host: url.host, port: url.port)
            } catch {
                throw .unreachable(error.description)
            }
        }
        if !url.isTLS, self.settings.credential != nil, !self.settings.allowsClearText,
            !self.addresses.allSatisfy(\.isLoopback)
        {
            throw .clearText(url.host)
        }
        let connection = try ClientConnection(
            url, self.addresses, self.context, deadline: deadline,
            timeoutSeconds: self.settings.timeoutSeconds)
        self.certificate = connection.certificate
        return connection
    }

    private func exchange(
        _ request: ClientRequest, _ connection: ClientConnection, _ deadline: Int64
    ) throws(ClientError) -> ClientResponse {
        let bytes = ByteBuffer(capacity: 1024)
        defer { bytes.wipe() }
        request.write(to: self.settings.url, self.settings.credential, into: bytes)
        let isWhole = try connection.send(bytes, deadline: deadline)
        let head = try self.head(request, connection, deadline)
        let body = try self.body(head, connection, deadline)
        if !isWhole || !head.keepAlive || connection.isEnded { self.drop() }
        return ClientResponse(status: head.status, body: body)
    }

    /// The head of the final answer, taken from the connection's input.
    private func head(
        _ request: ClientRequest, _ connection: ClientConnection, _ deadline: Int64
    ) throws(ClientError) -> ResponseHead {
        let head = ResponseHead()
        for _ in 0...Self.interimMax {
            var parser = ResponseHeadParser(limits: .default)
            while true {
                do throws(ResponseRefusal) {
                    let bytes = connection.input.readable
                    if try parser.parse(bytes.span, into: head, requestMethod: request.method) { break }
                } catch {
                    throw .malformed("\(error) in the head of the response")
                }
                guard try connection.receive(deadline) else {
                    // The last bytes may complete it.
                    let bytes = connection.input.readable
                    if (try? parser.parse(bytes.span, into: head, requestMethod: request.method)) == true {
                        break
                    }
                    throw .cutOff("before the answer's head")
                }
            }
            connection.input.consume(head.length)
            if head.status >= 200 { return head }
        }
        throw .malformed("more than \(Self.interimMax) interim answers")
    }

    private func body(
        _ head: ResponseHead, _ connection: ClientConnection, _ deadline: Int64
    ) throws(ClientError) -> [UInt8] {
        let limit = self.settings.bodyBytesMax
        if case .length(let length) = head.framing, length > UInt64(limit) { throw .tooLarge(limit: limit) }
        var decoder = BodyDecoder(framing: head.framing)
        var body: [UInt8] = []
        while true {
            let step: BodyDecoder.Step
            let bytes = connection.input.readable
            do throws(BodyRefusal) {
                step = try decoder.next(bytes.span)
            } catch {
                throw .malformed("\(error.reason)")
            }
            switch step {
            case .content(let range, let consumed):
                guard body.count + range.count <= limit else { throw .tooLarge(limit: limit) }
                body.append(contentsOf: bytes[range])
                connection.input.consume(consumed)
            case .end(let consumed):
                connection.input.consume(consumed)
                return body
            case .needMore(let consumed):
                connection.input.consume(consumed)
                let left = connection.input.count
                // The end may come with the last bytes.
                if try !connection.receive(deadline), connection.input.count == left {
                    guard decoder.endOfInput() else {
                        throw .cutOff("\(body.count) bytes of content had come")
                    }
                    return body
                }
            }
        }
    }
}
