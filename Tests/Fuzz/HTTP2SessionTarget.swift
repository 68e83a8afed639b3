import Bytes
import HTTP2

extension FuzzTarget {
    /// An HTTP/2 connection behind its preface: whatever frames come, the session ends or goes on, what it tells is in
    /// order, and what it writes is bounded. Whole and cut in two the same requests come out.
    static let http2Session = FuzzTarget("http2-session", seeds: HTTP2Connection.seeds) { bytes in
        let whole = HTTP2Connection.run([bytes])
        let middle = bytes.count / 2
        let halves = HTTP2Connection.run([Array(bytes[..<middle]), Array(bytes[middle...])])
        try require(whole == halves, "cut at \(middle)")
        for head in whole.heads {
            try require(head.hasSuffix("\r\n\r\n"), "a head without its end")
            // Two: to Swift "\r\n" is one character.
            let lines = head.dropLast(2).split(separator: "\r\n", omittingEmptySubsequences: false)
            try require(
                lines.allSatisfy { !$0.isEmpty && !$0.utf8.contains(10) && !$0.utf8.contains(13) },
                "a head in two")
            try require(lines.first?.hasSuffix(" HTTP/1.1") == true, "no request line")
            try require(lines.dropFirst().allSatisfy { $0.contains(": ") }, "no field line")
        }
        try require(whole.output <= 1 << 20, "\(whole.output) octets for \(bytes.count)")
    }
}

private final class HTTP2Connection {
    struct Outcome: Equatable {
        var heads: [String] = []
        var content = 0
        var output = 0
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
    static var seeds: [[UInt8]] {
        let text: [UInt8] = [0x41, 0x09] + Array("localhost".utf8)
        let head: [UInt8] = [0, 0, 14, 1, 5, 0, 0, 0, 1, 0x82, 0x87, 0x84] + text
        let open: [UInt8] = [0, 0, 14, 1, 4, 0, 0, 0, 3, 0x83, 0x87, 0x84] + text
        let data: [UInt8] = [0, 0, 3, 0, 1, 0, 0, 0, 3, 1, 2, 3]
        let reset: [UInt8] = [0, 0, 4, 3, 0, 0, 0, 0, 3, 0, 0, 0, 8]
        let window: [UInt8] = [0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0]
        let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 5]
        let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        let torn: [UInt8] =
            [0, 0, 3, 1, 1, 0, 0, 0, 5, 0x82, 0x87, 0x84] + [0, 0, 11, 9, 4, 0, 0, 0, 5] + text
        let priority: [UInt8] = [0, 0, 5, 2, 0, 0, 0, 0, 7, 0, 0, 0, 0, 15]
        return [
            head, open + data, open + reset, open + window + data, settings + head, ping + head, torn,
            priority + head, head + open + data + settings + window,
        ]
    }

    private let pool = BufferPool(freeMax: 16, size: 1024)
    private let output = ByteBuffer(capacity: 4096)
    private var outcome = Outcome()

    static func run(_ pieces: [[UInt8]]) -> Outcome {
        let connection = HTTP2Connection()
        let pool = connection.pool
        let resources = SessionResources { ServerStream(pool: pool) }
        guard let session = try? ServerSession(settings: SessionSettings(), resources: resources) else {
            return connection.outcome
        }
        for piece in [self.preface] + pieces {
            guard connection.feed(session, resources, piece) else { break }
        }
        try? session.write(into: connection.output, max: 1 << 20)
        connection.outcome.output = connection.output.count
        return connection.outcome
    }

    /// - Returns: whether the connection goes on.
    private func feed(_ session: ServerSession, _ resources: SessionResources, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                do throws(HTTP2Error) {
                    index += try session.receive(UnsafeBufferPointer(rebasing: bytes[index...]), now: 0)
                } catch {
                    return false
                }
                for event in session.takeEvents() { self.take(event, session, resources) }
            }
            return true
        }
    }

    private func take(_ event: ServerSession.Event, _ session: ServerSession, _ resources: SessionResources) {
        switch event {
        case .head(let stream):
            self.outcome.heads.append(String(decoding: stream.head.readable, as: UTF8.self))
        case .content(let stream, let bytes):
            self.outcome.content += bytes.count
            session.consume(stream, bytes.count)
        case .ended(let stream):
            guard !stream.isClosed else { return }
            resources.fields.begin(status: 200, bytes: 0)
            try? session.respond(stream, endsStream: false, into: self.output, max: 1 << 20)
            let content = [UInt8](repeating: 0x61, count: 100)
            content.withUnsafeBufferPointer {
                try? session.send(stream, $0, ends: true, into: self.output, max: 1 << 20)
            }
        case .refused, .drained, .closed: break
        }
    }
}
