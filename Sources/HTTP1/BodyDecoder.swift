internal import Bytes
public import HTTP

/// Why content was refused. One case a rule of RFC 9112 §7.
public enum BodyRefusal: Error, Equatable, Sendable {
    case malformedChunkSize, chunkExtension, chunkTooLarge, malformedChunkEnd, malformedTrailer,
        forbiddenTrailer
    case trailerTooLarge

    public var reason: StaticString {
        switch self {
        case .malformedChunkSize: "malformed chunk size"
        case .chunkExtension: "chunk extension"
        case .chunkTooLarge: "chunk too large"
        case .malformedChunkEnd: "chunk without its line end"
        case .malformedTrailer: "malformed trailer"
        case .forbiddenTrailer: "trailer field that belongs into the head"
        case .trailerTooLarge: "trailer too large"
        }
    }
}

/// Finds the content in the bytes of a message, by its framing. Copies nothing.
public struct BodyDecoder: Sendable {
    public enum Step: Equatable, Sendable {
        /// Content lies in `range` of the input; drop `consumed` bytes.
        case content(Range<Int>, consumed: Int)
        /// Drop `consumed` bytes and come back with more.
        case needMore(consumed: Int)
        /// The message is whole; drop `consumed` bytes.
        case end(consumed: Int)
    }

    private enum State: Equatable, Sendable {
        case length(UInt64)
        case untilClose
        case chunkSize(value: UInt64, digits: Int)
        case chunkSizeLineFeed(UInt64)
        case chunkData(UInt64)
        case chunkDataCarriageReturn
        case chunkDataLineFeed
        case trailer
        case done
    }

    /// Hexadecimal digits of a chunk size: 15 of them stay below `BodyFraming.lengthMax`.
    private static let sizeDigitsMax = 15
    /// Bytes of a trailer section.
    private static let trailerBytesMax = 8 * 1024

    private var state: State

    public init(framing: BodyFraming) {
        switch framing {
        case .none, .length(0): self.state = .done
        case .length(let length): self.state = .length(length)
        case .chunked: self.state = .chunkSize(value: 0, digits: 0)
        case .untilClose: self.state = .untilClose
        }
    }

    public var isComplete: Bool { self.state == .done }

    /// Bytes of content still to come where that is known: nil for chunked and until-close framing.
    public var remaining: UInt64? {
        switch self.state {
        case .done: 0
        case .length(let length): length
        default: nil
        }
    }

    /// The peer has ended its direction.
    ///
    /// - Returns: whether the message is whole by that.
    public mutating func endOfInput() -> Bool {
        if self.state == .untilClose { self.state = .done }
        return self.state == .done
    }

    /// Takes the next step over `bytes`.
    public mutating func next(_ bytes: borrowing Span<UInt8>) throws(BodyRefusal) -> Step {
        var index = 0
        while true {
            switch self.state {
            case .done: return .end(consumed: index)
            case .length(let length), .chunkData(let length):
                guard index < bytes.count else { return .needMore(consumed: index) }
                let count = Int(min(UInt64(bytes.count &- index), length))
                self.advanceData(length &- UInt64(count))
                return .content(index..<index &+ count, consumed: index &+ count)
            case .untilClose:
                guard index < bytes.count else { return .needMore(consumed: index) }
                return .content(index..<bytes.count, consumed: bytes.count)
            case .trailer:
                guard let count = try self.trailerLength(bytes, index) else {
                    return .needMore(consumed: index)
                }
                self.state = .done
                index &+= count
            default:
                guard index < bytes.count else { return .needMore(consumed: index) }
                try self.takeOctet(bytes[index])
                index &+= 1
            }
        }
    }

    private mutating func advanceData(_ left: UInt64) {
        if case .chunkData = self.state {
            self.state = left == 0 ? .chunkDataCarriageReturn : .chunkData(left)
        } else {
            self.state = left == 0 ? .done : .length(left)
        }
    }

    /// One octet of the chunked coding's own lines (RFC 9112 §7.1).
    private mutating func takeOctet(_ byte: UInt8) throws(BodyRefusal) {
        switch self.state {
        case .chunkSize(let value, let digits):
            if let digit = Hexadecimal.value(byte) {
                guard digits < Self.sizeDigitsMax else { throw .chunkTooLarge }
                self.state = .chunkSize(value: value << 4 | UInt64(digit), digits: digits + 1)
            } else if byte == 0x0d, digits > 0 {
                self.state = .chunkSizeLineFeed(value)
            } else {
                let startsExtension = byte == UInt8(ascii: ";") || byte == 0x20 || byte == 0x09
                throw digits > 0 && startsExtension ? .chunkExtension : .malformedChunkSize
            }
        case .chunkSizeLineFeed(let value):
            guard byte == 0x0a else { throw .malformedChunkSize }
            self.state = value == 0 ? .trailer : .chunkData(value)
        case .chunkDataCarriageReturn:
            guard byte == 0x0d else { throw .malformedChunkEnd }
            self.state = .chunkDataLineFeed
        case .chunkDataLineFeed:
            guard byte == 0x0a else { throw .malformedChunkEnd }
            self.state = .chunkSize(value: 0, digits: 0)
        case .length, .untilClose, .chunkData, .trailer, .done: break
        }
    }

    /// Checks the trailer section (RFC 9112 §7.1.2), whose fields are dropped.
    ///
    /// - Returns: its bytes with the blank line, or nil while that has not arrived.
    private func trailerLength(_ bytes: borrowing Span<UInt8>, _ start: Int) throws(BodyRefusal) -> Int? {
        let rest = bytes.extracting(start...)
        var scanner = HeadScanner()
        let found: Int?
        do throws(HeadScanner.Failure) {
            found = try scanner.scan(rest, from: 0)
        } catch {
            throw .malformedTrailer
        }
        guard let end = found else {
            guard rest.count <= Self.trailerBytesMax else { throw .trailerTooLarge }
            return nil
        }
        guard end <= Self.trailerBytesMax else { throw .trailerTooLarge }
        var isForbidden = false
        do throws(FieldParser.Failure) {
            // What we know by name belongs into the head (RFC 9110 §6.5.1).
            try FieldParser.parse(rest, from: 0, to: end &- 2) { line in
                if line.name != .other { isForbidden = true }
                return true
            }
        } catch {
            throw .malformedTrailer
        }
        if isForbidden { throw .forbiddenTrailer }
        return end
    }
}
