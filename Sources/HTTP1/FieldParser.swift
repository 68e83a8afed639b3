internal import Bytes
internal import HTTP

/// Takes header field lines apart (RFC 9112 §5). The bytes have passed ``HeadScanner``.
enum FieldParser {
    enum Failure: Error { case malformed, whiteSpaceBeforeColon, lineFolding, tooMany }

    /// - Parameters:
    ///   - start: the first field line.
    ///   - end: the blank line.
    ///   - append: gets each field; false ends the parse with `tooMany`.
    @inline(__always)
    static func parse(
        _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, append: (FieldLine) -> Bool
    ) throws(Failure) {
        let names = FieldNameTable.shared
        var index = start
        while index < end {
            let nameStart = index
            index = Self.firstIndex(of: 0x3a3a_3a3a_3a3a_3a3a, in: bytes, from: index, to: end)
            let nameCount = index &- nameStart
            let name = names.find(bytes, start: nameStart, count: nameCount)
            // A name that is known holds nothing but token octets.
            if name == .other || index == end { try self.checkName(bytes, nameStart, index, end) }
            index &+= 1
            while bytes[index] == 0x20 || bytes[index] == 0x09 { index &+= 1 }
            let valueStart = index
            index = Self.firstIndex(of: 0x0d0d_0d0d_0d0d_0d0d, in: bytes, from: index, to: end)
            var valueEnd = index
            while valueEnd > valueStart, bytes[valueEnd &- 1] == 0x20 || bytes[valueEnd &- 1] == 0x09 {
                valueEnd &-= 1
            }
            let line = FieldLine(
                name: name, nameStart: nameStart, nameCount: nameCount, valueStart: valueStart,
                valueCount: valueEnd &- valueStart)
            guard append(line) else { throw .tooMany }
            index &+= 2
        }
    }

    /// Throws unless the octets from `start` to the colon at `colon` are a token (RFC 9110 §5.6.2).
    ///
    /// - Parameter colon: `end` where there is none.
    private static func checkName(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ colon: Int, _ end: Int
    ) throws(Failure) {
        if bytes[start] == 0x20 || bytes[start] == 0x09 { throw .lineFolding }
        var index = start
        while index < colon, ASCII.isToken(bytes[index]) { index &+= 1 }
        guard index == colon, index > start, index < end else {
            throw index < end && (bytes[index] == 0x20 || bytes[index] == 0x09)
                ? .whiteSpaceBeforeColon : .malformed
        }
    }

    /// The first index in `start..<end` of the octet that fills `pattern`, or `end`.
    @inline(__always)
    private static func firstIndex(
        of pattern: UInt64, in bytes: borrowing Span<UInt8>, from start: Int, to end: Int
    ) -> Int {
        var index = start
        while index &+ 8 <= bytes.count, index < end {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let match = word ^ pattern
            let found = (match &- 0x0101_0101_0101_0101) & ~match & 0x8080_8080_8080_8080
            if found != 0 { return min(index &+ found.trailingZeroBitCount &>> 3, end) }
            index &+= 8
        }
        let octet = UInt8(truncatingIfNeeded: pattern)
        while index < end, bytes[index] != octet { index &+= 1 }
        return min(index, end)
    }

    /// `Content-Length` = 1*DIGIT (RFC 9110 §8.6), nil for anything else or more than ``BodyFraming/lengthMax``.
    static func contentLength(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        guard !range.isEmpty, range.count <= 19 else { return nil }
        var value: UInt64 = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value <= BodyFraming.lengthMax ? value : nil
    }

    /// Whether the octets in `range` are `text`, ignoring case. `text` is in lower case.
    static func equals(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            guard unsafe ASCII.lowercased(bytes[range.lowerBound &+ offset]) == text.utf8Start[offset] else {
                return false
            }
        }
        return true
    }

    /// Whether two ranges hold the same octets, ignoring case.
    static func equals(_ bytes: borrowing Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count {
            let same =
                ASCII.lowercased(bytes[left.lowerBound &+ offset])
                == ASCII.lowercased(bytes[right.lowerBound &+ offset])
            guard same else { return false }
        }
        return true
    }

    /// Calls `body` with the range of each element of a comma-separated list (RFC 9110 §5.6.1), empty ones left out.
    static func forEachElement(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, bytes[end] != UInt8(ascii: ",") { end &+= 1 }
            var first = start
            var last = end
            while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first &+= 1 }
            while last > first, bytes[last &- 1] == 0x20 || bytes[last &- 1] == 0x09 { last &-= 1 }
            if last > first { body(first..<last) }
            start = end &+ 1
        }
    }
}
