import Bytes
import HTTP
import Testing

@testable import HTTP1

/// Feeds `pieces` and gives the content, whether it was whole, and what was left over.
private func decode(
    _ framing: BodyFraming, _ pieces: [[UInt8]]
) -> Result<(content: [UInt8], isWhole: Bool, rest: [UInt8]), BodyRefusal> {
    var decoder = BodyDecoder(framing: framing)
    var content: [UInt8] = []
    var waiting: [UInt8] = []
    for piece in pieces {
        waiting += piece
        loop: while true {
            do throws(BodyRefusal) {
                switch try decoder.next(waiting.span) {
                case .content(let range, let consumed):
                    content += waiting[range]
                    waiting.removeFirst(consumed)
                case .needMore(let consumed):
                    waiting.removeFirst(consumed)
                    break loop
                case .end(let consumed):
                    waiting.removeFirst(consumed)
                    break loop
                }
            } catch {
                return .failure(error)
            }
        }
    }
    return .success((content, decoder.isComplete, waiting))
}

@Suite struct BodyDecoderTests {
    static let chunked = [
        ("0\r\n\r\n", ""), ("3\r\nabc\r\n0\r\n\r\n", "abc"), ("003\r\nabc\r\n00\r\n\r\n", "abc"),
        ("A\r\n0123456789\r\n2\r\nxy\r\n0\r\n\r\n", "0123456789xy"),
        ("a\r\n0123456789\r\n0\r\nX-Trailer: y\r\n\r\n", "0123456789"),
    ]

    @Test(arguments: chunked)
    func chunkedAtEverySplit(_ text: String, _ expected: String) throws {
        let bytes = Array((text + "NEXT").utf8)
        for split in 0...bytes.count {
            let result = try decode(.chunked, [Array(bytes[..<split]), Array(bytes[split...])]).get()
            #expect(String(decoding: result.content, as: UTF8.self) == expected)
            #expect(result.isWhole)
            #expect(String(decoding: result.rest, as: UTF8.self) == "NEXT")
        }
        let single = try decode(.chunked, bytes.map { [$0] }).get()
        #expect(String(decoding: single.content, as: UTF8.self) == expected)
        #expect(single.isWhole)
    }

    @Test(arguments: [
        ("\r\n", BodyRefusal.malformedChunkSize), ("x\r\n", .malformedChunkSize),
        ("-1\r\n", .malformedChunkSize),
        ("+1\r\n", .malformedChunkSize), ("0x1\r\n", .malformedChunkSize), (" 1\r\n", .malformedChunkSize),
        ("1\n", .malformedChunkSize),
        ("1\r\r\n", .malformedChunkSize), ("1_0\r\n", .malformedChunkSize), ("1;a=b\r\n", .chunkExtension),
        ("1 \r\n", .chunkExtension),
        ("1;\r\n", .chunkExtension), ("1\t;a\r\n", .chunkExtension), ("ffffffffffffffff\r\n", .chunkTooLarge),
        ("0000000000000001\r\n", .chunkTooLarge), ("1\r\nab", .malformedChunkEnd),
        ("1\r\na\n", .malformedChunkEnd),
        ("1\r\na\rb", .malformedChunkEnd), ("0\r\nX\r\n\r\n", .malformedTrailer),
        ("0\r\n\n", .malformedTrailer),
        ("0\r\nX : y\r\n\r\n", .malformedTrailer), ("0\r\nContent-Length: 1\r\n\r\n", .forbiddenTrailer),
        ("0\r\nTransfer-Encoding: chunked\r\n\r\n", .forbiddenTrailer),
        ("0\r\nAuthorization: ApiKey x\r\n\r\n", .forbiddenTrailer),
        ("0\r\nHost: x\r\n\r\n", .forbiddenTrailer), ("0\r\nX: \u{00}\r\n\r\n", .malformedTrailer),
    ])
    func chunkedIsRefused(_ text: String, _ rule: BodyRefusal) {
        let bytes = Array(text.utf8)
        for pieces in [[bytes], bytes.map { [$0] }] {
            guard case .failure(let refusal) = decode(.chunked, pieces) else {
                Issue.record("taken: \(text.debugDescription)")
                return
            }
            #expect(refusal == rule, "\(text.debugDescription)")
        }
    }

    @Test func trailersAreBounded() {
        let text = "0\r\n" + (0..<2000).map { "X\($0): y\r\n" }.joined()
        guard case .failure(.trailerTooLarge) = decode(.chunked, [Array(text.utf8)]) else {
            Issue.record("taken")
            return
        }
    }

    @Test func lengthAtEverySplit() throws {
        let bytes = Array("abcdefNEXT".utf8)
        for split in 0...bytes.count {
            let result = try decode(.length(6), [Array(bytes[..<split]), Array(bytes[split...])]).get()
            #expect(String(decoding: result.content, as: UTF8.self) == "abcdef")
            #expect(result.isWhole)
            #expect(String(decoding: result.rest, as: UTF8.self) == "NEXT")
        }
    }

    @Test func noContentIsWholeAtOnce() {
        #expect(BodyDecoder(framing: .none).isComplete)
        #expect(BodyDecoder(framing: .length(0)).isComplete)
        #expect(!BodyDecoder(framing: .chunked).isComplete)
    }

    @Test func theEndOfTheConnectionEndsOnlyWhatSaysSo() {
        var close = BodyDecoder(framing: .untilClose)
        let closeIsWhole = close.endOfInput()
        #expect(closeIsWhole)
        var length = BodyDecoder(framing: .length(3))
        let lengthIsWhole = length.endOfInput()
        #expect(!lengthIsWhole)
        var chunked = BodyDecoder(framing: .chunked)
        let chunkedIsWhole = chunked.endOfInput()
        #expect(!chunkedIsWhole)
    }

    @Test func chunksAreWrittenAsTheyAreRead() throws {
        let buffer = ByteBuffer(capacity: 64)
        for piece in ["abc", "", String(repeating: "x", count: 5000)] {
            Array(piece.utf8).withUnsafeBufferPointer { ChunkedWriter.writeChunk($0, into: buffer) }
        }
        ChunkedWriter.writeLastChunk(into: buffer)
        let result = try decode(.chunked, [buffer.array]).get()
        #expect(result.isWhole && result.rest.isEmpty)
        #expect(
            String(decoding: result.content, as: UTF8.self) == "abc" + String(repeating: "x", count: 5000))
    }

    /// A chunk whose length was not known when it was begun, behind others and behind what was sent already.
    @Test(arguments: [0, 1, 15, 16, 4095, 4096, 70_000]) func chunkOfUnknownLength(count: Int) throws {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append("sent already")
        ChunkedWriter.writeChunk(Self.octets("before"), into: buffer)
        buffer.consume(12)
        let start = ChunkedWriter.beginChunk(into: buffer)
        for index in 0..<count { buffer.append(UInt8(truncatingIfNeeded: index)) }
        ChunkedWriter.endChunk(start, in: buffer)
        if count == 0 { #expect(buffer.count == start) }
        ChunkedWriter.writeLastChunk(into: buffer)
        var decoder = BodyDecoder(framing: .chunked)
        var content: [UInt8] = []
        var index = 0
        let bytes = buffer.array
        while !decoder.isComplete, index < bytes.count {
            let rest = Array(bytes[index...])
            switch try decoder.next(rest.span) {
            case .content(let range, let consumed):
                content += rest[range]
                index += consumed
            case .needMore(let consumed), .end(let consumed): index += consumed
            }
        }
        #expect(decoder.isComplete && index == bytes.count)
        #expect(content == Array("before".utf8) + (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    }

    private static func octets(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }
}
