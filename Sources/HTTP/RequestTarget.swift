public import Bytes
internal import Glibc

/// The path and query of a request, decoded exactly once and taken apart as Elasticsearch does it: split at
/// `/` first, then each segment decoded. What is forwarded is written anew from these parts, so that the
/// decision and the request are about the same bytes.
///
/// Reused from request to request. Confined to its loop.
public final class RequestTarget {
    public struct Parameter: Sendable {
        /// Offsets into the decoded bytes.
        public var name: Range<Int>
        public var value: Range<Int>
        /// Whether there was a `=`.
        public var hasValue: Bool
    }

    /// All parts, decoded, one behind the other.
    private var decoded: [UInt8] = []
    private var segments: [Range<Int>] = []
    public private(set) var parameters: [Parameter] = []
    /// `OPTIONS *` (RFC 9112 §3.2.4): no path at all.
    public private(set) var isAsterisk = false

    public init() {
        self.decoded.reserveCapacity(256)
        self.segments.reserveCapacity(8)
        self.parameters.reserveCapacity(8)
    }

    public func reset() {
        self.decoded.removeAll(keepingCapacity: true)
        self.segments.removeAll(keepingCapacity: true)
        if !self.parameters.isEmpty { self.parameters.removeAll(keepingCapacity: true) }
        self.isAsterisk = false
    }

    // MARK: Parts

    /// 0 for `/`.
    public var segmentCount: Int { self.segments.count }

    /// The decoded bytes of a part, for the time of the call.
    @inline(__always)
    public func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        unsafe self.decoded.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    public func segment(_ index: Int) -> Range<Int> { self.segments[index] }
    public func text(_ range: Range<Int>) -> String { String(decoding: self.decoded[range], as: UTF8.self) }
    public func segmentText(_ index: Int) -> String { self.text(self.segments[index]) }

    public func segment(_ index: Int, equals text: StaticString) -> Bool {
        index < self.segments.count && self.equals(self.segments[index], text)
    }

    public func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            guard unsafe self.decoded[range.lowerBound &+ offset] == text.utf8Start[offset] else {
                return false
            }
        }
        return true
    }

    /// The last parameter of that name, as Elasticsearch takes the last.
    public func parameter(_ name: StaticString) -> Parameter? {
        self.parameters.last { self.equals($0.name, name) }
    }

    // MARK: Comparing

    /// nil for one too long to be kept.
    public var image: TargetImage? {
        guard !self.isAsterisk, self.decoded.count <= TargetImage.lengthMax else { return nil }
        return TargetImage(decoded: self.decoded, segments: self.segments, parameters: self.parameters)
    }

    public func matches(_ image: TargetImage) -> Bool {
        guard !self.isAsterisk, self.decoded.count == image.decoded.count,
            self.segments.count == image.segments.count, self.parameters.count == image.parameters.count
        else { return false }
        for index in 0..<self.segments.count where self.segments[index] != image.segments[index] {
            return false
        }
        for index in 0..<self.parameters.count where !self.parameters[index].isSame(image.parameters[index]) {
            return false
        }
        return unsafe self.decoded.withUnsafeBytes { own in
            unsafe image.decoded.withUnsafeBytes { other in
                guard let own = own.baseAddress, let other = other.baseAddress else { return true }
                return unsafe memcmp(own, other, image.decoded.count) == 0
            }
        }
    }

    // MARK: Parsing

    public func setAsterisk() {
        self.reset()
        self.isAsterisk = true
    }

    /// Parses an origin-form target (RFC 9112 §3.2.1) whose bytes are known to be 0x21...0x7e.
    ///
    /// - Parameters:
    ///   - plusIsSpace: what `+` in the path means to the upstream: a space up to Elasticsearch 7.3, then itself.
    public func parse(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, plusIsSpace: Bool, limits: HeadLimits
    ) throws(TargetError) {
        self.reset()
        guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "/") else { throw .notAPath }
        var index = range.lowerBound &+ 1
        var isLast = false
        while !isLast {
            let start = self.decoded.count
            let next = try self.decodeSegment(bytes, index, range.upperBound, plusIsSpace: plusIsSpace)
            let segment = start..<self.decoded.count
            let isEnd = next == range.upperBound || bytes[next] == UInt8(ascii: "?")
            if segment.isEmpty {
                // One slash at the end is dropped; `//` would be a parameter with an empty value.
                guard isEnd else { throw .emptySegment }
            } else {
                try self.check(segment)
                guard self.segments.count < limits.segmentCountMax else { throw .tooManySegments }
                self.segments.append(segment)
            }
            isLast = isEnd
            index = next &+ 1
        }
        if index <= range.upperBound { try self.parseQuery(bytes, index, range.upperBound, limits) }
    }

    /// - Returns: the index of the `/`, the `?` or the end behind the segment.
    private func decodeSegment(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, plusIsSpace: Bool
    ) throws(TargetError) -> Int {
        var index = start
        while index < end {
            let plain = index
            while index < end, Self.isPlain(bytes[index], Self.specialInPath) { index &+= 1 }
            if index > plain {
                self.append(bytes, plain..<index)
                continue
            }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "?"): return index
            case UInt8(ascii: "%"):
                let octet = try self.octet(bytes, index, end)
                guard octet >= 0x20, octet != 0x7f else { throw .controlCharacter }
                self.decoded.append(octet)
                index &+= 3
                continue
            case UInt8(ascii: "+"): self.decoded.append(plusIsSpace ? UInt8(ascii: " ") : byte)
            case UInt8(ascii: "#"): throw .fragment
            case UInt8(ascii: "\\"): throw .backslash
            default: self.decoded.append(byte)
            }
            index &+= 1
        }
        return end
    }

    private func parseQuery(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ limits: HeadLimits
    ) throws(TargetError) {
        var index = start
        while index < end {
            let first = self.decoded.count
            var separator: Int?
            while index < end {
                let plain = index
                while index < end, Self.isPlain(bytes[index], Self.specialInQuery) { index &+= 1 }
                if index > plain {
                    self.append(bytes, plain..<index)
                    continue
                }
                let byte = bytes[index]
                if byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";") { break }
                switch byte {
                case UInt8(ascii: "%"):
                    let octet = try self.octet(bytes, index, end)
                    guard octet != 0 else { throw .controlCharacter }
                    self.decoded.append(octet)
                    index &+= 2
                case UInt8(ascii: "+"): self.decoded.append(UInt8(ascii: " "))
                case UInt8(ascii: "=") where separator == nil: separator = self.decoded.count
                case UInt8(ascii: "#"): throw .fragment
                default: self.decoded.append(byte)
                }
                index &+= 1
            }
            index &+= 1
            let last = self.decoded.count
            guard last > first || separator != nil else { continue }
            guard self.parameters.count < limits.parameterCountMax else { throw .tooManyParameters }
            let middle = separator ?? last
            try self.check(first..<last, isPath: false)
            guard middle > first else { throw .emptyName }
            self.parameters.append(
                Parameter(name: first..<middle, value: middle..<last, hasValue: separator != nil))
        }
    }

    /// Bits of the octets 0...63 that mean something in a path: `#`, `%`, `+`, `/` and `?`; beside them `\`.
    private static var specialInPath: UInt64 { 1 << 0x23 | 1 << 0x25 | 1 << 0x2b | 1 << 0x2f | 1 << 0x3f }
    /// In a query: `#`, `%`, `&`, `+`, `;` and `=`; a backslash is looked at there for nothing.
    private static var specialInQuery: UInt64 {
        1 << 0x23 | 1 << 0x25 | 1 << 0x26 | 1 << 0x2b | 1 << 0x3b | 1 << 0x3d
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8, _ special: UInt64) -> Bool {
        byte < 64 ? special &>> UInt64(byte) & 1 == 0 : byte != UInt8(ascii: "\\")
    }

    /// Takes octets over as they are.
    @inline(__always)
    private func append(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe self.decoded.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
        }
    }

    private func octet(_ bytes: borrowing Span<UInt8>, _ index: Int, _ end: Int) throws(TargetError) -> UInt8
    {
        guard index &+ 2 < end, let high = Hexadecimal.value(bytes[index &+ 1]),
            let low = Hexadecimal.value(bytes[index &+ 2])
        else { throw .badEscape }
        return high << 4 | low
    }

    private func check(_ range: Range<Int>, isPath: Bool = true) throws(TargetError) {
        if isPath, range.count <= 2, self.decoded[range.lowerBound] == UInt8(ascii: "."),
            self.decoded[range.upperBound &- 1] == UInt8(ascii: ".")
        {
            throw .dotSegment
        }
        guard UTF8Check.isValid(self.decoded, range) else { throw .badEncoding }
    }

    // MARK: Rewriting

    /// Puts other octets, decoded ones, in the place of a segment.
    public func replaceSegment(_ index: Int, with octets: [UInt8]) {
        guard self.segments.indices.contains(index) else { return }
        self.segments[index] = self.append(octets)
    }

    /// - Parameter index: from 0 to ``segmentCount``.
    public func insertSegment(_ octets: [UInt8], at index: Int) {
        guard (0...self.segments.count).contains(index) else { return }
        self.segments.insert(self.append(octets), at: index)
    }

    public func removeSegment(at index: Int) {
        guard self.segments.indices.contains(index) else { return }
        self.segments.remove(at: index)
    }

    public func replaceParameter(_ index: Int, value octets: [UInt8]) {
        guard self.parameters.indices.contains(index) else { return }
        self.parameters[index].value = self.append(octets)
        self.parameters[index].hasValue = true
    }

    public func appendParameter(_ name: [UInt8], value: [UInt8]) {
        let name = self.append(name)
        self.parameters.append(Parameter(name: name, value: self.append(value), hasValue: true))
    }

    private func append(_ octets: [UInt8]) -> Range<Int> {
        let start = self.decoded.count
        self.decoded += octets
        return start..<self.decoded.count
    }

    // MARK: Writing

    /// Appends the canonical origin-form: what is forwarded and what is written down.
    public func write(into buffer: ByteBuffer) {
        self.writePath(into: buffer)
        guard !self.parameters.isEmpty else { return }
        buffer.append(UInt8(ascii: "?"))
        self.writeQuery(into: buffer)
    }

    public func writePath(into buffer: ByteBuffer) {
        if self.isAsterisk { return buffer.append(UInt8(ascii: "*")) }
        if self.segments.isEmpty { buffer.append(UInt8(ascii: "/")) }
        for index in self.segments.indices {
            buffer.append(UInt8(ascii: "/"))
            self.writeEncoded(self.segments[index], into: buffer, alsoPlain: Self.plainInPath)
        }
    }

    public func writeQuery(into buffer: ByteBuffer) {
        var isFirst = true
        for parameter in self.parameters {
            if !isFirst { buffer.append(UInt8(ascii: "&")) }
            isFirst = false
            self.writeEncoded(parameter.name, into: buffer, alsoPlain: Self.plainInQuery)
            guard parameter.hasValue else { continue }
            buffer.append(UInt8(ascii: "="))
            self.writeEncoded(parameter.value, into: buffer, alsoPlain: Self.plainInQuery)
        }
    }

    /// Bits of the octets 0...63 that need no escape beside the unreserved ones: `!$'()*,:` and `=`.
    private static var plainInPath: UInt64 {
        1 << 0x21 | 1 << 0x24 | 1 << 0x27 | 1 << 0x28 | 1 << 0x29 | 1 << 0x2a | 1 << 0x2c | 1 << 0x3a | 1
            << 0x3d
    }
    /// `!$'()*,:` and `/`.
    private static var plainInQuery: UInt64 {
        1 << 0x21 | 1 << 0x24 | 1 << 0x27 | 1 << 0x28 | 1 << 0x29 | 1 << 0x2a | 1 << 0x2c | 1 << 0x3a | 1
            << 0x2f
    }

    private func writeEncoded(_ range: Range<Int>, into buffer: ByteBuffer, alsoPlain: UInt64) {
        let room = unsafe buffer.writable(atLeast: range.count &* 3)
        // What stands for itself: the unreserved octets, those that were given, and `@`.
        let (low, high) = (ASCII.unreserved.low | alsoPlain, ASCII.unreserved.high | 1)
        var count = 0
        unsafe self.decoded.withUnsafeBufferPointer { decoded in
            for index in range {
                let byte = unsafe decoded[index]
                if byte < 128, (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 != 0 {
                    unsafe room[count] = byte
                    count &+= 1
                } else {
                    unsafe room[count] = UInt8(ascii: "%")
                    unsafe room[count &+ 1] = Hexadecimal.upperDigit(byte >> 4)
                    unsafe room[count &+ 2] = Hexadecimal.upperDigit(byte & 15)
                    count &+= 3
                }
            }
        }
        buffer.commit(count)
    }
}
