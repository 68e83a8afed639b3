internal import Bytes
public import HTTP

/// Parses HTTP/1.x request heads (RFC 9112 §3 to §6). Strict on purpose: what one parser takes for one
/// request and another for two is how requests are smuggled.
public struct RequestHeadParser: Sendable {
    /// Bytes of the longest method that is looked at.
    private static let methodLengthMax = 16

    private let limits: HeadLimits
    /// See ``RequestTarget``: what `+` in a path means to the upstream.
    public var plusIsSpace: Bool
    private var scanner = HeadScanner()

    public init(limits: HeadLimits, plusIsSpace: Bool) {
        self.limits = limits
        self.plusIsSpace = plusIsSpace
    }

    /// Forgets what was scanned: the next bytes begin a new head.
    public mutating func reset() { self.scanner = HeadScanner() }

    /// Parses the head at the start of `bytes` into `head`, which is touched only when the head is whole.
    ///
    /// - Returns: false while it has not fully arrived; call again with the same bytes and more.
    public mutating func parse(
        _ bytes: borrowing Span<UInt8>, into head: RequestHead
    ) throws(RequestRefusal) -> Bool {
        // RFC 9112 §2.2: one empty line before a request line is to be ignored.
        var start = 0
        if bytes.count > 0, bytes[0] == 0x0d {
            guard bytes.count > 1 else { return false }
            guard bytes[1] == 0x0a else { throw .bareCarriageReturn }
            start = 2
        }
        let found: Int?
        do throws(HeadScanner.Failure) {
            found = try self.scanner.scan(bytes, from: start)
        } catch {
            switch error {
            case .bareLineFeed: throw .bareLineFeed
            case .bareCarriageReturn: throw .bareCarriageReturn
            case .controlCharacter: throw .controlCharacter
            }
        }
        let lineLength = self.scanner.firstLineLength
        if lineLength > self.limits.lineBytesMax
            || (lineLength == 0 && bytes.count &- start > self.limits.lineBytesMax)
        {
            throw .lineTooLong
        }
        guard let end = found else {
            if bytes.count &- start > self.limits.headBytesMax { throw .headTooLarge }
            return false
        }
        if end &- start > self.limits.headBytesMax { throw .headTooLarge }
        head.reset()
        head.length = end
        let absolute = try self.parseRequestLine(bytes, start, start &+ lineLength &- 2, head)
        try self.parseFields(bytes, start &+ lineLength, end &- 2, head)
        try self.checkHost(bytes, head, absolute: absolute)
        try self.interpret(bytes, head)
        return true
    }

    // MARK: Request line

    /// - Returns: the authority of an absolute-form target, or nil.
    private func parseRequestLine(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ head: RequestHead
    ) throws(RequestRefusal) -> Range<Int>? {
        var index = start
        while index < end, ASCII.isToken(bytes[index]) { index &+= 1 }
        guard index > start, index < end, bytes[index] == 0x20 else { throw .malformedRequestLine }
        guard index &- start <= Self.methodLengthMax else { throw .unknownMethod }
        head.method = Method(bytes.extracting(start..<index))
        let targetStart = index &+ 1
        index = targetStart
        while index < end, bytes[index] > 0x20, bytes[index] < 0x7f { index &+= 1 }
        guard index > targetStart, index < end, bytes[index] == 0x20 else { throw .malformedRequestLine }
        try self.parseVersion(bytes, index &+ 1, end, head)
        switch head.method {
        case .unknown: throw .unknownMethod
        case .connect, .trace: throw .unsupportedMethod
        default: break
        }
        return try self.parseTarget(bytes, targetStart..<index, head)
    }

    private func parseVersion(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ head: RequestHead
    ) throws(RequestRefusal) {
        // HTTP-name is case-sensitive (RFC 9112 §2.3).
        guard end &- start == 8, bytes[start] == 0x48, bytes[start &+ 1] == 0x54, bytes[start &+ 2] == 0x54,
            bytes[start &+ 3] == 0x50, bytes[start &+ 4] == 0x2f, bytes[start &+ 6] == 0x2e,
            ASCII.isDigit(bytes[start &+ 5]), ASCII.isDigit(bytes[start &+ 7])
        else { throw .malformedVersion }
        guard bytes[start &+ 5] == 0x31, bytes[start &+ 7] <= 0x31 else { throw .unsupportedVersion }
        head.minorVersion = bytes[start &+ 7] &- 0x30
    }

    private func parseTarget(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ head: RequestHead
    ) throws(RequestRefusal) -> Range<Int>? {
        var path = range
        var authority: Range<Int>?
        let first = bytes[range.lowerBound]
        if first == UInt8(ascii: "*") {
            guard range.count == 1, head.method == .options else { throw .malformedTarget }
            head.target.setAsterisk()
            return nil
        }
        if first != UInt8(ascii: "/") {
            let scheme = self.schemeLength(bytes, range)
            guard scheme > 0 else { throw .malformedTarget }
            let authorityStart = range.lowerBound &+ scheme
            var index = authorityStart
            while index < range.upperBound, bytes[index] != UInt8(ascii: "/"),
                bytes[index] != UInt8(ascii: "?")
            { index &+= 1 }
            guard index > authorityStart else { throw .malformedTarget }
            // `http://host?query` has an empty path; nobody sends it, so it is not guessed at.
            guard index < range.upperBound, bytes[index] == UInt8(ascii: "/") else { throw .malformedTarget }
            authority = authorityStart..<index
            path = index..<range.upperBound
        }
        do throws(TargetError) {
            try head.target.parse(bytes, path, plusIsSpace: self.plusIsSpace, limits: self.limits)
        } catch {
            throw .target(error)
        }
        return authority
    }

    private func schemeLength(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int {
        if range.count > 8, FieldParser.equals(bytes, range.lowerBound..<range.lowerBound &+ 8, "https://") {
            return 8
        }
        if range.count > 7, FieldParser.equals(bytes, range.lowerBound..<range.lowerBound &+ 7, "http://") {
            return 7
        }
        return 0
    }

    // MARK: Fields

    private func parseFields(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ head: RequestHead
    ) throws(RequestRefusal) {
        var repeated: RequestRefusal?
        let countMax = self.limits.fieldCountMax
        do throws(FieldParser.Failure) {
            try FieldParser.parse(bytes, from: start, to: end) { line in
                if head.append(line) {
                    switch line.name {
                    case .host: repeated = .severalHosts
                    case .contentLength: repeated = .severalContentLengths
                    case .transferEncoding: repeated = .malformedTransferEncoding
                    case .authorization: repeated = .severalAuthorizations
                    case .contentType: repeated = .severalContentTypes
                    case .expect: repeated = .unsupportedExpectation
                    default: break
                    }
                }
                return head.fields.count <= countMax
            }
        } catch {
            switch error {
            case .malformed: throw .malformedField
            case .whiteSpaceBeforeColon: throw .whiteSpaceBeforeColon
            case .lineFolding: throw .lineFolding
            case .tooMany: throw .tooManyFields
            }
        }
        if let repeated { throw repeated }
    }

    private func checkHost(
        _ bytes: borrowing Span<UInt8>, _ head: RequestHead, absolute: Range<Int>?
    ) throws(RequestRefusal) {
        guard let line = head.first(.host) else {
            if head.minorVersion == 1 { throw .missingHost }
            if let absolute, !HostSyntax.isValid(bytes, absolute) { throw .malformedTarget }
            return
        }
        let range = line.valueRange
        guard HostSyntax.isValid(bytes, range) else { throw .malformedHost }
        guard let absolute else { return }
        guard absolute.count == range.count else { throw .authorityMismatch }
        for offset in 0..<range.count
        where ASCII.lowercased(bytes[absolute.lowerBound &+ offset])
            != ASCII.lowercased(bytes[range.lowerBound &+ offset])
        {
            throw .authorityMismatch
        }
    }

    /// Framing (RFC 9112 §6.3), persistence (§9.3) and expectation (RFC 9110 §10.1.1).
    private func interpret(_ bytes: borrowing Span<UInt8>, _ head: RequestHead) throws(RequestRefusal) {
        if let line = head.first(.transferEncoding) {
            guard head.minorVersion == 1 else { throw .transferEncodingInHTTP10 }
            guard head.first(.contentLength) == nil else { throw .lengthAndTransferEncoding }
            guard FieldParser.equals(bytes, line.valueRange, "chunked") else {
                var isToken = !line.valueRange.isEmpty
                for index in line.valueRange where !ASCII.isToken(bytes[index]) { isToken = false }
                throw isToken ? .unsupportedTransferEncoding : .malformedTransferEncoding
            }
            head.framing = .chunked
        } else if let line = head.first(.contentLength) {
            guard let length = FieldParser.contentLength(bytes, line.valueRange) else {
                throw .malformedContentLength
            }
            head.framing = .length(length)
        }
        head.keepAlive = head.minorVersion == 1
        if head.first(.connection) != nil { try self.interpretConnection(bytes, head) }
        if let line = head.first(.expect) {
            guard FieldParser.equals(bytes, line.valueRange, "100-continue") else {
                throw .unsupportedExpectation
            }
            head.expectsContinue =
                head.minorVersion == 1 && head.framing != .none && head.framing != .length(0)
        }
    }

    private func interpretConnection(
        _ bytes: borrowing Span<UInt8>, _ head: RequestHead
    ) throws(RequestRefusal) {
        var refused = false
        var close = false
        var keep = false
        for line in head.fields where line.name == .connection {
            FieldParser.forEachElement(bytes, line.valueRange) { element in
                if FieldParser.equals(bytes, element, "close") {
                    close = true
                } else if FieldParser.equals(bytes, element, "keep-alive") {
                    keep = true
                } else {
                    // A client that has `Content-Type` or `Host` removed wants two readings of one request.
                    let name = FieldNameTable.shared.find(
                        bytes, start: element.lowerBound, count: element.count)
                    if name == .other {
                        head.nominatesOther = true
                    } else if !name.isHopByHop {
                        refused = true
                    }
                }
            }
        }
        if refused { throw .malformedConnection }
        head.keepAlive = !close && (head.minorVersion == 1 || keep)
    }
}
