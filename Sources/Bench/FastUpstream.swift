internal import Bytes
internal import Dispatch
internal import EventLoop
internal import Glibc

/// Answers requests without content with canned bytes: what is measured is the proxy before it.
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
                self.answer()
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

    /// One answer for each head that is whole: the proxies send no content here.
    private func answer() {
        while let end = self.headEnd() {
            let line = self.inbound.readable
            let path = line.dropFirst(4)
            let answer: [UInt8]
            if path.starts(with: "/big/".utf8) {
                answer = self.answers.big
            } else if path.starts(with: "/ ".utf8) {
                answer = self.answers.root
            } else {
                answer = self.answers.small
            }
            answer.withUnsafeBytes { self.outbound.append($0) }
            self.inbound.consume(end)
        }
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
