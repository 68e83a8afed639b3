internal import Bytes

/// Finds the end of a message head and refuses, as soon as they arrive, the octets that no head may hold:
/// LF without CR, CR without LF, NUL and other control characters. Remembers how far it has come.
struct HeadScanner {
    enum Failure: Error { case bareLineFeed, bareCarriageReturn, controlCharacter }

    private var scanned = 0
    private var lineStart = 0
    /// Bytes of the first line with its CRLF; 0 while it has not fully arrived.
    private(set) var firstLineLength = 0

    /// Bytes looked at that do not yet make a whole head.
    var count: Int { self.scanned }

    /// - Parameter start: where the head begins, the same at each call.
    /// - Returns: the index behind the blank line, or nil when that has not arrived.
    mutating func scan(_ bytes: borrowing Span<UInt8>, from start: Int) throws(Failure) -> Int? {
        var index = max(self.scanned, start)
        if self.lineStart < start { self.lineStart = start }
        let end = bytes.count
        while index < end {
            // Sixteen octets at a time while none of them is a control character.
            while index &+ 16 <= end {
                let first = Self.controls(bytes, index)
                let second = Self.controls(bytes, index &+ 8)
                if first | second != 0 {
                    index &+=
                        first != 0
                        ? first.trailingZeroBitCount &>> 3 : 8 &+ second.trailingZeroBitCount &>> 3
                    break
                }
                index &+= 16
            }
            guard index < end else { break }
            let byte = bytes[index]
            if byte == 0x0d {
                guard index &+ 1 < end else { break }
                guard bytes[index &+ 1] == 0x0a else { throw .bareCarriageReturn }
                let lineLength = index &- self.lineStart
                index &+= 2
                if self.firstLineLength == 0 { self.firstLineLength = index &- start }
                self.lineStart = index
                if lineLength == 0 { return index }
                continue
            }
            if byte == 0x0a { throw .bareLineFeed }
            guard ASCII.isFieldContent(byte) else { throw .controlCharacter }
            index &+= 1
        }
        self.scanned = index
        return nil
    }

    /// The high bit of each of the eight octets at `index` that is below 0x20 or 0x7f. They lie within `bytes`.
    @inline(__always)
    private static func controls(_ bytes: borrowing Span<UInt8>, _ index: Int) -> UInt64 {
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        let ascii = word & 0x7f7f_7f7f_7f7f_7f7f
        let below = ~(ascii &+ 0x6060_6060_6060_6060)
        let delete = ascii &+ 0x0101_0101_0101_0101
        return (below | delete) & ~word & 0x8080_8080_8080_8080
    }
}
