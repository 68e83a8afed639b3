import Bytes
import HTTP
import HTTP1

extension FuzzTarget {
    /// The content of a message by its framing, which the first byte chooses: cut anywhere it is the same, and
    /// written as chunks it is read as the same.
    static let content = FuzzTarget(
        "content",
        texts: [
            "\u{0}3\r\nabc\r\n0\r\n\r\nrest", "\u{0}003\r\nabc\r\nA\r\n0123456789\r\n00\r\nX-T: y\r\n\r\n",
            "\u{1}abcdefgh", "\u{2}abc", "\u{7}abcdefghijk", "\u{0}1;a=b\r\nx\r\n0\r\n\r\n",
            "\u{0}ffffffffffffffff\r\n", "\u{0}0\r\nHost: x\r\n\r\n",
        ]
    ) { bytes in
        var input = FuzzInput(bytes)
        let choice = input.byte()
        let framing: BodyFraming =
            switch choice % 4 {
            case 0: .chunked
            case 1: .length(UInt64(choice) * 3)
            case 2: .untilClose
            default: .length(BodyFraming.lengthMax)
            }
        let message = input.bytes
        let whole = ContentReading.run(framing, [message])
        try require(ContentReading.run(framing, input.pieces(message)) == whole, "cut")
        try require(ContentReading.run(framing, message.map { [$0] }) == whole, "octet by octet")
        try require(whole.content.count <= message.count, "more than there is")
        if framing == .chunked, whole.isWhole {
            let buffer = ByteBuffer(capacity: 64)
            for piece in input.pieces(whole.content) {
                piece.withUnsafeBufferPointer { ChunkedWriter.writeChunk($0, into: buffer) }
            }
            ChunkedWriter.writeLastChunk(into: buffer)
            let again = ContentReading.run(.chunked, [buffer.array])
            try require(again.content == whole.content && again.isWhole && again.rest.isEmpty, "written")
        }
    }
}

private struct ContentReading: Equatable {
    var content: [UInt8] = []
    var rest: [UInt8] = []
    var refusal: BodyRefusal?
    var isWhole = false

    static func run(_ framing: BodyFraming, _ pieces: [[UInt8]]) -> ContentReading {
        var reading = ContentReading()
        var decoder = BodyDecoder(framing: framing)
        for piece in pieces where reading.refusal == nil {
            reading.rest += piece
            do throws(BodyRefusal) {
                while !decoder.isComplete {
                    let step = try decoder.next(reading.rest.span)
                    if case .content(let range, _) = step { reading.content += reading.rest[range] }
                    switch step {
                    case .content(_, let consumed), .needMore(let consumed), .end(let consumed):
                        reading.rest.removeFirst(consumed)
                    }
                    if case .needMore = step { break }
                }
            } catch {
                reading.refusal = error
            }
        }
        reading.isWhole = decoder.isComplete
        // How much of a refused message has been looked at is nobody's business.
        if reading.refusal != nil { reading.rest = [] }
        return reading
    }
}
