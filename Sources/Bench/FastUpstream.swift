internal import Bytes
internal import Dispatch
internal import EventLoop
internal import Glibc
internal import HTTP
internal import HTTP1

/// Answers requests with canned bytes and drops their content: what is measured is the proxy before it.
enum FastUpstream {
    /// Octets of the usual answer's content and of one below `/big/`.
    private static let sizes = (small: 1024, big: 1 << 20)

    static func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let answers = Answers(
            small: self.answer(self.sizes.small), big: self.answer(self.sizes.big),
            root: self.response(
                Array(#"{"version":{"number":"7.17.28"},"tagline":"You Know, for Search"}"#.utf8)))
        let loop = EventLoop()
        guard let address = SocketAddress(host: "127.0.0.1", port: 0) else {
            throw BenchError(description: "no address")
        }
        let listener = try Listener(loop: loop, address: address) { descriptor, _ in
            loop.add(
                descriptor, handler: FastConnection(descriptor: descriptor, loop: loop, answers: answers))
        }
        nonisolated(unsafe) let owned = listener  // SAFETY: used on the loop from here on.
        loop.queue.sync { owned.start() }
        print("{\"port\":\(listener.address.port)}")
        fflush(nil)
        while true { pause() }
    }

    private static func answer(_ size: Int) -> [UInt8] {
        let frame = (
            head: Array(#"{"_index":"logs","_id":"1","found":true,"_source":{"message":""#.utf8),
            tail: Array(#""}}"#.utf8)
        )
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: size - frame.head.count - frame.tail.count)
        return self.response(frame.head + filler + frame.tail)
    }

    private static func response(_ content: [UInt8]) -> [UInt8] {
        let head =
            "HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\ncontent-length: \(content.count)\r\n\r\n"
        return Array(head.utf8) + content
    }
}

private final class Answers {
    let small: [UInt8]
    let big: [UInt8]
    let root: [UInt8]

    init(small: [UInt8], big: [UInt8], root: [UInt8]) {
        self.small = small
        self.big = big
        self.root = root
    }
}

private final class FastConnection: DescriptorHandler {
    var waitsForTurn = false
    private let descriptor: Int32
    private let loop: EventLoop
    private let answers: Answers
    private let inbound = ByteBuffer(capacity: 4096)
    private let outbound = ByteBuffer(capacity: 4096)
    /// Where the content is that is being dropped; nil between requests.
    private var decoder: BodyDecoder?

    init(descriptor: Int32, loop: EventLoop, answers: Answers) {
        self.descriptor = descriptor
        self.loop = loop
        self.answers = answers
    }

    func turn() {}

    func ready(_ readiness: Readiness) {
        while true {
            switch Socket.receive(self.descriptor, into: self.loop.scratch) {
            case .bytes(let count):
                self.inbound.append(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(self.loop.scratch)[..<count]))
                guard (try? self.answer()) != nil else { return self.loop.removeAndClose(self.descriptor) }
                if count == self.loop.scratch.count { continue }
            case .wouldBlock: break
            case .end, .failed: return self.loop.removeAndClose(self.descriptor)
            }
            break
        }
        if !self.outbound.isEmpty, Socket.flush(self.descriptor, self.outbound).failed {
            self.loop.removeAndClose(self.descriptor)
        }
    }

    /// One answer for each request that is whole.
    private func answer() throws(BodyRefusal) {
        while true {
            if self.decoder != nil {
                guard try self.dropContent() else { return }
                self.decoder = nil
                self.answers.small.withUnsafeBytes { self.outbound.append($0) }
            }
            guard let end = self.headEnd() else { return }
            let head = UnsafeBufferPointer(rebasing: self.inbound.readable[..<end])
            if head.starts(with: "POST".utf8) {
                self.decoder = BodyDecoder(framing: Self.framing(head))
            } else {
                self.answer(head.dropFirst(4))
            }
            self.inbound.consume(end)
        }
    }

    private func answer(_ path: Slice<UnsafeBufferPointer<UInt8>>) {
        let answer: [UInt8]
        if path.starts(with: "/big/".utf8) {
            answer = self.answers.big
        } else if path.starts(with: "/ ".utf8) {
            answer = self.answers.root
        } else {
            answer = self.answers.small
        }
        answer.withUnsafeBytes { self.outbound.append($0) }
    }

    /// - Returns: whether the content is whole.
    private func dropContent() throws(BodyRefusal) -> Bool {
        guard var decoder = self.decoder else { return true }
        defer { self.decoder = decoder }
        while !decoder.isComplete {
            switch try decoder.next(self.inbound.readable.span) {
            case .content(_, let consumed), .end(let consumed): self.inbound.consume(consumed)
            case .needMore(let consumed):
                self.inbound.consume(consumed)
                return false
            }
        }
        return true
    }

    /// As the proxies write it: a length, or chunks.
    private static func framing(_ head: UnsafeBufferPointer<UInt8>) -> BodyFraming {
        for line in head.split(separator: 0x0a) {
            guard let colon = line.firstIndex(of: 0x3a) else { continue }
            let name = UnsafeBufferPointer(rebasing: line[..<colon])
            let value = line[(colon + 1)...].drop { $0 == 0x20 }.prefix { $0 >= 0x30 }
            if ASCII.equalsIgnoringCase(name, "transfer-encoding") { return .chunked }
            if ASCII.equalsIgnoringCase(name, "content-length") {
                return .length(value.reduce(0) { $0 &* 10 &+ UInt64($1 &- 0x30) })
            }
        }
        return .none
    }

    private func headEnd() -> Int? {
        let bytes = self.inbound.readable
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count
        where bytes[index] == 0x0a && bytes[index - 1] == 0x0d && bytes[index - 2] == 0x0a {
            return index + 1
        }
        return nil
    }
}
