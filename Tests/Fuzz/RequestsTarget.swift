import Bytes
import HTTP
import HTTP1

extension FuzzTarget {
    /// A connection of HTTP/1.1 requests: cut anywhere they are the same, and what is written for the upstream is
    /// read as the very same requests, with nothing between them.
    static let requests = FuzzTarget(
        "requests",
        texts: [
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\r\nHEAD /a%20b?c=d&e HTTP/1.0\r\nHost: a:9200\r\n\r\n",
            "POST /x/_bulk HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: b\r\n\r\n",
            "PUT /x/_doc/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
            "GET http://a/b HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nConnection: close, X-Opaque-Id\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: [::1]:1\r\nUser-Agent: x\r\nExpect: 100-continue\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let whole = RequestConnection.run([bytes])
        try require(RequestConnection.run(input.pieces(bytes)) == whole, "cut")
        try require(RequestConnection.run(bytes.map { [$0] }) == whole, "octet by octet")
        let again = RequestConnection.run([whole.written])
        try require(again.exchanges == whole.exchanges, "written: \(text(whole.written))")
        try require(!again.isRefused && again.unread == 0, "not read: \(text(whole.written))")
    }
}

/// What the engines make of a client's bytes, without sockets; each request is answered as soon as it is whole.
private struct RequestConnection: Equatable {
    struct Exchange: Equatable {
        var head: [UInt8]
        var content: [UInt8] = []
        var isChunked: Bool
        var isWhole = false
    }

    private(set) var exchanges: [Exchange] = []
    private(set) var isRefused = false
    private(set) var unread = 0

    /// All that goes to an upstream, with chunks of the size of the content.
    var written: [UInt8] {
        self.exchanges.flatMap { exchange in
            guard exchange.isChunked else { return exchange.head + exchange.content }
            let buffer = ByteBuffer(capacity: 64)
            exchange.content.withUnsafeBufferPointer { ChunkedWriter.writeChunk($0, into: buffer) }
            if exchange.isWhole { ChunkedWriter.writeLastChunk(into: buffer) }
            return exchange.head + buffer.array
        }
    }

    static func run(_ pieces: [[UInt8]]) -> RequestConnection {
        var connection = RequestConnection()
        var engine = Engine()
        for piece in pieces where !engine.isOver { engine.receive(piece, &connection) }
        // What is left of a connection that was closed is nobody's.
        connection.unread = engine.isOver ? 0 : engine.unread
        return connection
    }

    private struct Engine {
        var isOver = false
        private var waiting: [UInt8] = []
        private var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
        private let head = RequestHead()
        private var decoder: BodyDecoder?

        /// Octets of a head that has not ended.
        var unread: Int { self.waiting.count }

        mutating func receive(_ bytes: [UInt8], _ connection: inout RequestConnection) {
            self.waiting += bytes
            do {
                while !self.isOver, !self.waiting.isEmpty {
                    let goesOn =
                        self.decoder == nil
                        ? try self.takeHead(&connection) : try self.takeContent(&connection)
                    guard goesOn else { return }
                }
            } catch {
                connection.isRefused = true
                self.isOver = true
            }
        }

        private mutating func takeHead(_ connection: inout RequestConnection) throws -> Bool {
            let waiting = self.waiting
            guard try self.parser.parse(waiting.span, into: self.head) else { return false }
            let buffer = ByteBuffer(capacity: 256)
            RequestWriter.writeHead(
                self.head, waiting.span, policy: .elasticsearch(), framing: self.head.framing,
                ownFields: Array("host: up\r\n".utf8), into: buffer)
            connection.exchanges.append(
                Exchange(head: buffer.array, isChunked: self.head.framing == .chunked))
            self.waiting.removeFirst(self.head.length)
            self.parser.reset()
            self.decoder = BodyDecoder(framing: self.head.framing)
            self.end(&connection)
            return true
        }

        private mutating func takeContent(_ connection: inout RequestConnection) throws -> Bool {
            guard var decoder = self.decoder else { return true }
            let step = try decoder.next(self.waiting.span)
            self.decoder = decoder
            switch step {
            case .content(let range, let consumed):
                connection.exchanges[connection.exchanges.count - 1].content += self.waiting[range]
                self.waiting.removeFirst(consumed)
            case .needMore(let consumed):
                self.waiting.removeFirst(consumed)
                return false
            case .end(let consumed): self.waiting.removeFirst(consumed)
            }
            self.end(&connection)
            return true
        }

        private mutating func end(_ connection: inout RequestConnection) {
            guard self.decoder?.isComplete == true else { return }
            connection.exchanges[connection.exchanges.count - 1].isWhole = true
            self.decoder = nil
            self.isOver = !self.head.keepAlive
        }
    }
}
