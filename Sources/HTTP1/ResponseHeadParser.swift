internal import Bytes
public import HTTP

/// Why an upstream's response was refused.
public enum ResponseRefusal: Error, Equatable, Sendable {
    case malformedLine, unsupportedVersion, headTooLarge, malformedField, controlCharacter
    case malformedLength, severalLengths, lengthAndTransferEncoding, unsupportedTransferEncoding
    case switchedProtocols, tooManyInterim, interimContent
}

/// Parses HTTP/1.x response heads (RFC 9112 §4 to §6), as strictly as requests: the upstream may be
/// someone else's.
public struct ResponseHeadParser: Sendable {
    private let limits: HeadLimits
    private var scanner = HeadScanner()

    public init(limits: HeadLimits) { self.limits = limits }

    /// Parses the head at the start of `bytes` into `head`, which is touched only when the head is whole.
    ///
    /// - Returns: false while it has not fully arrived; call again with the same bytes and more.
    public mutating func parse(
        _ bytes: borrowing Span<UInt8>, into head: ResponseHead, requestMethod: Method
    ) throws(ResponseRefusal) -> Bool {
        let found: Int?
        do throws(HeadScanner.Failure) {
            found = try self.scanner.scan(bytes, from: 0)
        } catch {
            throw .controlCharacter
        }
        guard let end = found else {
            if bytes.count > self.limits.headBytesMax { throw .headTooLarge }
            return false
        }
        guard end <= self.limits.headBytesMax else { throw .headTooLarge }
        let lineLength = self.scanner.firstLineLength
        head.reset()
        head.length = end
        try self.parseStatusLine(bytes, lineLength &- 2, head)
        try self.parseFields(bytes, lineLength, end &- 2, head)
        try self.interpret(bytes, head, requestMethod)
        return true
    }

    private func parseStatusLine(
        _ bytes: borrowing Span<UInt8>, _ end: Int, _ head: ResponseHead
    ) throws(ResponseRefusal) {
        // `HTTP/1.1 200` at least, in this case (RFC 9112 §2.3); the reason phrase is not looked at.
        guard end >= 12, bytes[0] == 0x48, bytes[1] == 0x54, bytes[2] == 0x54, bytes[3] == 0x50,
            bytes[4] == 0x2f, bytes[5] == 0x31, bytes[6] == 0x2e, bytes[8] == 0x20
        else { throw .malformedLine }
        guard bytes[7] == 0x30 || bytes[7] == 0x31 else { throw .unsupportedVersion }
        head.minorVersion = bytes[7] &- 0x30
        var status = 0
        for index in 9..<12 {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { throw .malformedLine }
            status = status &* 10 &+ Int(digit)
        }
        guard status >= 100, end == 12 || bytes[12] == 0x20 else { throw .malformedLine }
        head.status = status
    }

    private func parseFields(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ head: ResponseHead
    ) throws(ResponseRefusal) {
        let countMax = self.limits.fieldCountMax
        do throws(FieldParser.Failure) {
            try FieldParser.parse(bytes, from: start, to: end) { line in
                head.fields.append(line)
                return head.fields.count <= countMax
            }
        } catch {
            throw error == .tooMany ? .headTooLarge : .malformedField
        }
    }

    private func interpret(
        _ bytes: borrowing Span<UInt8>, _ head: ResponseHead, _ requestMethod: Method
    ) throws(ResponseRefusal) {
        guard head.status != 101 else { throw .switchedProtocols }
        var length: UInt64?
        var isChunked = false
        var close = false
        var keep = false
        for line in head.fields {
            switch line.name {
            case .contentLength:
                guard length == nil else { throw .severalLengths }
                guard let value = FieldParser.contentLength(bytes, line.valueRange) else {
                    throw .malformedLength
                }
                length = value
            case .transferEncoding:
                guard !isChunked, head.minorVersion == 1,
                    FieldParser.equals(bytes, line.valueRange, "chunked")
                else {
                    throw .unsupportedTransferEncoding
                }
                isChunked = true
            case .connection:
                FieldParser.forEachElement(bytes, line.valueRange) { element in
                    if FieldParser.equals(bytes, element, "close") {
                        close = true
                    } else if FieldParser.equals(bytes, element, "keep-alive") {
                        keep = true
                    } else {
                        head.nominatesFields = true
                    }
                }
            default: break
            }
        }
        guard !isChunked || length == nil else { throw .lengthAndTransferEncoding }
        head.keepAlive = !close && (head.minorVersion == 1 || keep)
        let hasNoContent =
            head.status < 200 || head.status == 204 || head.status == 304 || requestMethod == .head
        if hasNoContent {
            // RFC 9112 §6.1, RFC 9110 §8.6: these may not announce content. If they do, it may be on its way.
            if head.status < 200 || head.status == 204, isChunked || (length ?? 0) > 0 {
                guard head.status == 204 else { throw .interimContent }
                head.keepAlive = false
            }
            head.framing = .none
            head.announcedLength = head.status >= 200 && head.status != 204 ? length : nil
        } else if isChunked {
            head.framing = .chunked
        } else if let length {
            head.framing = .length(length)
        } else {
            head.framing = .untilClose
        }
    }
}
