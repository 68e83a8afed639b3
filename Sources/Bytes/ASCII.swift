/// Classes of octets in the grammars of HTTP (RFC 9110 §5.5, §5.6.2; RFC 3986 §2).
package enum ASCII {
    /// One bit per class and octet, so that a test of an octet is one load.
    @usableFromInline static let classes: InlineArray<256, UInt8> = {
        var table = InlineArray<256, UInt8>(repeating: 0)
        for octet in 0..<256 {
            let byte = UInt8(octet)
            var bits: UInt8 = 0
            let alpha = (0x41...0x5a).contains(octet) || (0x61...0x7a).contains(octet)
            let digit = (0x30...0x39).contains(octet)
            if alpha || digit || "!#$%&'*+-.^_`|~".utf8.contains(byte) { bits |= 1 }
            // field-vchar, SP and HTAB; obs-text (0x80...) is allowed, control characters are not.
            if octet == 0x09 || (octet >= 0x20 && octet != 0x7f) { bits |= 2 }
            if alpha || digit || "-._~".utf8.contains(byte) { bits |= 4 }
            if digit { bits |= 8 }
            if digit || (0x41...0x46).contains(octet) || (0x61...0x66).contains(octet) { bits |= 16 }
            table[octet] = bits
        }
        return table
    }()

    /// `tchar`: RFC 9110 §5.6.2.
    @inline(__always)
    package static func isToken(_ byte: UInt8) -> Bool { self.classes[Int(byte)] & 1 != 0 }
    /// An octet that a field value may hold: RFC 9110 §5.5.
    @inline(__always)
    package static func isFieldContent(_ byte: UInt8) -> Bool { self.classes[Int(byte)] & 2 != 0 }
    /// `unreserved`: RFC 3986 §2.3.
    @inline(__always)
    package static func isUnreserved(_ byte: UInt8) -> Bool { self.classes[Int(byte)] & 4 != 0 }
    @inline(__always)
    package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// `byte` with A-Z as a-z.
    @inline(__always)
    package static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Whether both hold the same octets, A-Z and a-z taken as equal.
    package static func equalsIgnoringCase(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where self.lowercased(left[index]) != self.lowercased(right[index]) {
            return false
        }
        return true
    }

    package static func equalsIgnoringCase(
        _ left: UnsafeBufferPointer<UInt8>, _ right: StaticString
    ) -> Bool {
        self.equalsIgnoringCase(
            left, UnsafeBufferPointer(start: right.utf8Start, count: right.utf8CodeUnitCount))
    }
}
