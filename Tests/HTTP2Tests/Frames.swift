import Bytes

@testable import HTTP2

/// Frames as a client writes them, by hand: what the library would not write can be written too.
enum Frames {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    static let endStream = FrameHeader.endStream
    static let endHeaders = FrameHeader.endHeaders

    static func frame(
        _ type: FrameType, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []
    ) -> [UInt8] {
        let length = UInt32(payload.count)
        return [
            UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), type.rawValue, flags,
        ]
            + self.word(stream) + payload
    }

    static func word(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(value >> (24 - 8 * UInt32($0)) & 255) }
    }

    /// SETTINGS with pairs of identifier and value.
    static func settings(_ pairs: [(UInt16, UInt32)] = []) -> [UInt8] {
        self.frame(.settings, pairs.flatMap { [UInt8($0.0 >> 8), UInt8($0.0 & 255)] + self.word($0.1) })
    }

    static let settingsAcknowledgement = Frames.frame(.settings, flags: FrameHeader.acknowledged)
    static func windowUpdate(_ stream: UInt32, _ increment: UInt32) -> [UInt8] {
        self.frame(.windowUpdate, stream: stream, self.word(increment))
    }
    static func reset(_ stream: UInt32, _ code: UInt32 = 8) -> [UInt8] {
        self.frame(.resetStream, stream: stream, self.word(code))
    }
    static func data(_ stream: UInt32, _ bytes: [UInt8], ends: Bool = false) -> [UInt8] {
        self.frame(.data, flags: ends ? self.endStream : 0, stream: stream, bytes)
    }

    /// HEADERS, as one frame, each field a literal without indexing (RFC 7541 §6.2.2) and without Huffman coding.
    static func headers(_ stream: UInt32, _ fields: [(String, String)], ends: Bool = true) -> [UInt8] {
        self.frame(
            .headers, flags: self.endHeaders | (ends ? self.endStream : 0), stream: stream, self.block(fields)
        )
    }

    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + self.text(Array($0.0.utf8)) + self.text(Array($0.1.utf8)) }
    }

    /// A string literal (RFC 7541 §5.2).
    static func text(_ bytes: [UInt8]) -> [UInt8] { self.integer(bytes.count, prefix: 7, first: 0) + bytes }

    /// An integer with a prefix of `prefix` bits (RFC 7541 §5.1).
    static func integer(_ value: Int, prefix: Int, first: UInt8) -> [UInt8] {
        let limit = 1 << prefix - 1
        guard value >= limit else { return [first | UInt8(value)] }
        var rest = value - limit
        var bytes = [first | UInt8(limit)]
        while rest >= 128 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func request(
        _ method: String = "GET", _ path: String = "/", _ more: [(String, String)] = []
    ) -> [(String, String)] {
        [(":method", method), (":scheme", "https"), (":path", path), (":authority", "localhost")] + more
    }

    /// The frames in `bytes`; what is left behind the last whole one is dropped.
    static func parse(_ bytes: [UInt8]) -> [Received] {
        var frames: [Received] = []
        var index = 0
        while index + FrameHeader.size <= bytes.count {
            var octets = InlineArray<9, UInt8>(repeating: 0)
            for offset in 0..<FrameHeader.size { octets[offset] = bytes[index + offset] }
            let header = FrameHeader(octets)
            let end = index + FrameHeader.size + header.length
            guard end <= bytes.count else { break }
            frames.append(
                Received(header: header, payload: Array(bytes[index + FrameHeader.size..<end])))
            index = end
        }
        return frames
    }

    struct Received: Equatable {
        var header: FrameHeader
        var payload: [UInt8]

        /// The code of RST_STREAM and GOAWAY.
        var errorCode: ErrorCode? {
            let start = self.header.type == .goAway ? 4 : 0
            guard self.header.type == .goAway || self.header.type == .resetStream,
                self.payload.count >= start + 4
            else { return nil }
            return ErrorCode(rawValue: self.payload[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
        }
    }
}
