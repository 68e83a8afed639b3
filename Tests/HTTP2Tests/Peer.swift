import Bytes

@testable import HTTP2

/// A session with a client that is the test: bytes go in, what happens is written down. Answers each whole request
/// unless told not to.
final class Peer {
    final class Stream: ServerStream {
        var content: [UInt8] = []
        var isAnswered = false
        var headText = ""
    }

    private let pool: BufferPool
    let session: ServerSession
    let resources: SessionResources
    private(set) var heads: [(stream: Stream, text: String)] = []
    private(set) var refusals: [HeadRefusal] = []
    private(set) var ended: [Stream] = []
    private(set) var drained: [Stream] = []
    private(set) var closed: [(stream: Stream, code: ErrorCode)] = []
    private(set) var error: HTTP2Error?
    private(set) var frames: [Frames.Received] = []
    /// Octets of content that an answer has; nil: none is given.
    var answerSize: Int? = 10
    /// Content is used as it comes: the windows open again.
    var consumes = true
    /// Nanoseconds.
    var now: Int64 = 0
    var outputMax = 1 << 20

    init(_ settings: SessionSettings = SessionSettings(), greets: Bool = true) throws {
        let pool = BufferPool(freeMax: 16, size: 1024)
        self.pool = pool
        self.resources = SessionResources { Stream(pool: pool) }
        self.session = try ServerSession(settings: settings, resources: self.resources)
        self.write()
        guard greets else { return }
        self.send(Frames.preface + Frames.settings() + Frames.settingsAcknowledgement)
        self.frames = []
    }

    var isClosed: Bool { self.error != nil || self.session.isOver }

    /// Sends `bytes` in pieces of `step`.
    func send(_ bytes: [UInt8], step: Int = .max) {
        var index = 0
        while index < bytes.count {
            let end = min(bytes.count, index + min(step, bytes.count))
            self.receive(Array(bytes[index..<end]))
            index = end
        }
    }

    private func receive(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count, self.error == nil {
                do throws(HTTP2Error) {
                    index += try self.session.receive(
                        UnsafeBufferPointer(rebasing: bytes[index...]), now: self.now)
                } catch {
                    self.error = error
                }
                self.handleEvents()
            }
        }
        self.write()
    }

    func handleEvents() {
        for event in self.session.takeEvents() {
            switch event {
            case .head(let stream):
                let stream = self.own(stream)
                stream.headText = String(decoding: stream.head.readable, as: UTF8.self)
                stream.head.giveBack()
                self.heads.append((stream, stream.headText))
            case .refused(_, let refusal): self.refusals.append(refusal)
            case .content(let stream, let bytes):
                self.own(stream).content += Array(bytes)
                if self.consumes { self.session.consume(stream, bytes.count) }
            case .ended(let stream):
                self.ended.append(self.own(stream))
                if let size = self.answerSize { self.answer(self.own(stream), size) }
            case .drained(let stream): self.drained.append(self.own(stream))
            case .closed(let stream, let code): self.closed.append((self.own(stream), code))
            }
        }
    }

    private func own(_ stream: ServerStream) -> Stream { unsafeDowncast(stream, to: Stream.self) }

    func answer(_ stream: Stream, _ size: Int) {
        guard !stream.isAnswered else { return }
        stream.isAnswered = true
        self.resources.fields.begin(status: 200, bytes: 0)
        self.submit(stream, endsStream: size == 0)
        if size > 0 { self.give(stream, [UInt8](repeating: 0x61, count: size), ends: true) }
    }

    func submit(_ stream: Stream, endsStream: Bool) {
        self.collect { output throws(HTTP2Error) in
            try self.session.respond(stream, endsStream: endsStream, into: output, max: self.outputMax)
        }
    }

    func give(_ stream: Stream, _ bytes: [UInt8], ends: Bool) {
        bytes.withUnsafeBufferPointer { bytes in
            self.collect { output throws(HTTP2Error) in
                try self.session.send(stream, bytes, ends: ends, into: output, max: self.outputMax)
            }
        }
    }

    func write() {
        self.collect { output throws(HTTP2Error) in
            try self.session.write(into: output, max: self.outputMax)
        }
        self.handleEvents()
    }

    private func collect(_ work: (ByteBuffer) throws(HTTP2Error) -> Void) {
        let output = ByteBuffer(capacity: 1024)
        do throws(HTTP2Error) { try work(output) } catch { self.error = self.error ?? error }
        self.frames += Frames.parse(output.array)
    }

    func frames(_ type: FrameType, stream: Int32? = nil) -> [Frames.Received] {
        self.frames.filter { $0.header.type == type && (stream == nil || $0.header.streamID == stream) }
    }

    /// Octets of content that came on a stream.
    func contentCount(_ stream: Int32) -> Int {
        self.frames(.data, stream: stream).reduce(0) { $0 + $1.header.length }
    }

    var goAway: ErrorCode? { self.frames(.goAway).last?.errorCode }
    func reset(_ stream: Int32) -> ErrorCode? { self.frames(.resetStream, stream: stream).last?.errorCode }
    func clear() { self.frames = [] }
}
