import Bytes
import HTTP

@testable import HTTP1

/// What the engines make of a client's bytes, without sockets: the answers that are due, and what an upstream
/// gets, written by the real writers. Every request is answered as soon as it is whole.
struct Relay {
    private(set) var statuses: [Int] = []
    /// All that was written towards the upstream.
    private(set) var written: [UInt8] = []
    private(set) var isOver = false

    private var waiting: [UInt8] = []
    private var parser = RequestHeadParser(limits: .default, plusIsSpace: false)
    private let head = RequestHead()
    private var decoder: BodyDecoder?
    private let policy: FieldPolicy

    init(policy: FieldPolicy = .elasticsearch()) { self.policy = policy }

    mutating func receive(_ bytes: [UInt8]) {
        self.waiting += bytes
        while !self.isOver, !self.waiting.isEmpty {
            do throws(BodyRefusal) {
                guard try self.step() else { return }
            } catch {
                self.refuse(400)
            }
        }
    }

    private mutating func refuse(_ status: Int) {
        self.statuses.append(status)
        self.isOver = true
    }

    /// - Returns: whether there may be more to take.
    private mutating func step() throws(BodyRefusal) -> Bool {
        guard var decoder = self.decoder else { return self.takeHead() }
        let step = try decoder.next(self.waiting.span)
        let buffer = ByteBuffer(capacity: 64)
        defer { self.written += buffer.array }
        self.decoder = decoder
        switch step {
        case .content(let range, let consumed):
            self.waiting.withUnsafeBufferPointer { bytes in
                let content = UnsafeBufferPointer(rebasing: bytes[range])
                if self.head.framing == .chunked {
                    ChunkedWriter.writeChunk(content, into: buffer)
                } else {
                    buffer.append(content)
                }
            }
            self.waiting.removeFirst(consumed)
        case .needMore(let consumed):
            self.waiting.removeFirst(consumed)
            return false
        case .end(let consumed): self.waiting.removeFirst(consumed)
        }
        if decoder.isComplete { self.end(buffer) }
        return true
    }

    private mutating func takeHead() -> Bool {
        let waiting = self.waiting
        do throws(RequestRefusal) {
            guard try self.parser.parse(waiting.span, into: self.head) else { return false }
        } catch {
            self.refuse(error.status)
            return true
        }
        let buffer = ByteBuffer(capacity: 256)
        RequestWriter.writeHead(
            self.head, waiting.span, policy: self.policy, framing: self.head.framing,
            ownFields: Array("host: up\r\n".utf8), into: buffer)
        self.written += buffer.array
        self.waiting.removeFirst(self.head.length)
        self.parser.reset()
        let decoder = BodyDecoder(framing: self.head.framing)
        self.decoder = decoder
        if decoder.isComplete { self.end(ByteBuffer(capacity: 64)) }
        return true
    }

    private mutating func end(_ buffer: ByteBuffer) {
        if self.head.framing == .chunked { ChunkedWriter.writeLastChunk(into: buffer) }
        self.decoder = nil
        self.statuses.append(200)
        self.isOver = !self.head.keepAlive
    }
}
