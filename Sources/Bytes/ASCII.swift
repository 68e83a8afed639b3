/// Classes of octets in the grammars of HTTP (RFC 9110 §5.5, §5.6.2; RFC 3986 §2).
public enum ASCII {
    // Each set is two words with one bit an octet, 0...63 and 64...127: a test is a shift, and no table is loaded.

    /// `tchar`: RFC 9110 §5.6.2.
    @inlinable @inline(__always)
    public static func isToken(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? 0x03ff_6cfa_0000_0000 as UInt64 : 0x57ff_ffff_c7ff_fffe) &>> UInt64(byte & 63) & 1
            != 0
    }
    /// An octet that a field value may hold: RFC 9110 §5.5. No control characters but HTAB.
    @inlinable @inline(__always)
    public static func isFieldContent(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7f : byte == 0x09 }
    /// `unreserved`: RFC 3986 §2.3.
    @inlinable @inline(__always)
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? self.unreserved.low : self.unreserved.high) &>> UInt64(byte & 63) & 1 != 0
    }
    /// The set of them, for whoever adds to it.
    @inlinable @inline(__always)
    public static var unreserved: (low: UInt64, high: UInt64) {
        (0x03ff_6000_0000_0000, 0x47ff_fffe_87ff_fffe)
    }
    @inlinable @inline(__always)
    public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// `byte` with A-Z as a-z.
    @inlinable @inline(__always)
    public static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Whether both hold the same octets, A-Z and a-z taken as equal.
    public static func equalsIgnoringCase(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard left.count == right.count else { return false }
        // Eight octets at a time; the last eight may overlap those before.
        let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        guard left.count >= 8 else {
            for index in 0..<left.count where self.lowercased(left[index]) != self.lowercased(right[index]) {
                return false
            }
            return true
        }
        var index = 0
        while true {
            let own = self.lowercased(left.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let other = self.lowercased(right.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            guard own == other else { return false }
            if index == left.count &- 8 { return true }
            index = min(index &+ 8, left.count &- 8)
        }
    }

    /// Eight octets with A-Z as a-z; octets above ASCII stay what they are.
    @inlinable @inline(__always)
    public static func lowercased(_ word: UInt64) -> UInt64 {
        let ascii = word & 0x7f7f_7f7f_7f7f_7f7f
        let atLeastA = ascii &+ 0x3f3f_3f3f_3f3f_3f3f
        let aboveZ = ascii &+ 0x2525_2525_2525_2525
        let upper = (atLeastA & ~aboveZ) & ~word & 0x8080_8080_8080_8080
        return word | upper &>> 2
    }

    public static func equalsIgnoringCase(
        _ left: UnsafeBufferPointer<UInt8>, _ right: StaticString
    ) -> Bool {
        self.equalsIgnoringCase(
            left, UnsafeBufferPointer(start: right.utf8Start, count: right.utf8CodeUnitCount))
    }
}
