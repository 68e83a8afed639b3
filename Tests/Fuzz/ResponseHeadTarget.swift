import Bytes
import HTTP
import HTTP1

extension FuzzTarget {
    /// The head of an upstream's response: cut anywhere it is the same, and what a client gets is one head that says
    /// the same.
    static let responseHead = FuzzTarget(
        "response-head",
        texts: [
            "gHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
            "hHTTP/1.1 200 OK\r\ncontent-length: 3\r\nWarning: 299 a \"b\"\r\n\r\n",
            "gHTTP/1.0 404 Not Found\r\nConnection: keep-alive\r\n\r\n", "gHTTP/1.1 100 Continue\r\n\r\n",
            "gHTTP/1.1 204\r\nConnection: close, X-A\r\nX-A: b\r\n\r\n",
            "gHTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n",
            "gHTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let method = input.byte() == UInt8(ascii: "h") ? Method.head : .get
        let message = input.bytes
        let whole = ResponseReading.run([message], method)
        try require(ResponseReading.run(input.pieces(message), method) == whole, "cut")
        guard whole.isAccepted else { return }
        let written = whole.written
        // With the fields that are ours it may be over the limits by which the first was just taken.
        var wider = HeadLimits()
        wider.fieldCountMax *= 2
        wider.headBytesMax *= 2
        let again = ResponseReading.run([written], method, wider)
        try require(again.isAccepted, "not read: \(text(written))")
        try require(
            again.status == whole.status && again.framing == whole.forwarded, "another: \(text(written))")
        try require(again.length == written.count, "another length: \(text(written))")
        try require(again.written == written, "written otherwise: \(text(written))")
        try require(!text(written).contains("\n\n"), "an end inside")
    }
}

private struct ResponseReading: Equatable {
    var isAccepted = false
    var isRefused = false
    var status = 0
    var framing = BodyFraming.none
    var length = 0
    /// What a client gets.
    var written: [UInt8] = []

    /// A content that ends with the connection goes on in chunks.
    var forwarded: BodyFraming { self.framing == .untilClose ? .chunked : self.framing }

    static func run(
        _ pieces: [[UInt8]], _ method: Method, _ limits: HeadLimits = .default
    ) -> ResponseReading {
        var reading = ResponseReading()
        var parser = ResponseHeadParser(limits: limits)
        let head = ResponseHead()
        var bytes: [UInt8] = []
        for piece in pieces where !reading.isAccepted && !reading.isRefused {
            bytes += piece
            do throws(ResponseRefusal) {
                reading.isAccepted = try parser.parse(bytes.span, into: head, requestMethod: method)
            } catch {
                reading.isRefused = true
            }
        }
        guard reading.isAccepted else { return reading }
        reading.status = head.status
        reading.framing = head.framing
        reading.length = head.length
        let buffer = ByteBuffer(capacity: 256)
        ResponseWriter.writeHead(
            head, bytes.span, framing: reading.forwarded, keepAlive: true, isHTTP10: false, extraFields: [],
            into: buffer)
        reading.written = buffer.array
        return reading
    }
}
