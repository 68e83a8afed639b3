/// Text as a JSON string (RFC 8259 §7): for lines that are written by hand where speed counts.
public enum JSONText {
    /// What an octet becomes: 0 as it is, 1 `\u00XX`, else the letter behind the backslash; 2 for octets above ASCII.
    private static let escapes: InlineArray<256, UInt8> = {
        var table = InlineArray<256, UInt8>(repeating: 0)
        for octet in 0..<0x20 { table[octet] = 1 }
        table[0x7f] = 1
        for octet in 0x80..<256 { table[octet] = 2 }
        table[0x08] = UInt8(ascii: "b")
        table[0x09] = UInt8(ascii: "t")
        table[0x0a] = UInt8(ascii: "n")
        table[0x0c] = UInt8(ascii: "f")
        table[0x0d] = UInt8(ascii: "r")
        table[0x22] = 0x22
        table[0x5c] = 0x5c
        return table
    }()

    /// Appends `bytes` with escapes and without quotes. Whatever they are, the result is valid UTF-8: octets
    /// that are not become U+FFFD.
    ///
    /// - Parameter limit: octets of `bytes` that are taken; the rest is cut off.
    public static func append(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int = Int.max, to buffer: ByteBuffer
    ) {
        let bytes = bytes.count > limit ? UnsafeBufferPointer(rebasing: bytes[..<limit]) : bytes
        if self.areAllPlain(bytes) { return buffer.append(bytes) }
        self.appendEscaped(bytes, to: buffer)
    }

    private static func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
        var start = 0
        var index = 0
        var mustRepair = false
        while index < bytes.count {
            if index &+ 8 <= bytes.count, self.arePlain(bytes, index) {
                index &+= 8
                continue
            }
            let byte = bytes[index]
            if self.isPlain(byte) {
                index &+= 1
                continue
            }
            let escape = self.escapes[Int(byte)]
            if escape == 2 {
                mustRepair = true
                break
            }
            buffer.append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
            self.appendEscape(byte, escape, to: buffer)
            index &+= 1
            start = index
        }
        guard mustRepair else { return buffer.append(UnsafeBufferPointer(rebasing: bytes[start...])) }
        // Rare: text beyond ASCII goes through the decoder, which repairs it.
        buffer.append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
        for byte in String(decoding: bytes[index...], as: UTF8.self).utf8 {
            let escape = self.escapes[Int(byte)]
            if escape == 0 || escape == 2 {
                buffer.append(byte)
            } else {
                self.appendEscape(byte, escape, to: buffer)
            }
        }
    }

    public static func append(_ text: String, limit: Int = Int.max, to buffer: ByteBuffer) {
        var text = text
        text.withUTF8 { self.append($0, limit: limit, to: buffer) }
    }

    /// Whether an octet is written as it is.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7f && byte != 0x22 && byte != 0x5c
    }

    /// The same of the eight octets at `index`, which lie within `bytes`.
    @inline(__always)
    private static func arePlain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        self.arePlain(UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The same of all of them: word by word, of which the last overlaps the one before it.
    @inline(__always)
    private static func areAllPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        let count = raw.count
        if count >= 8 {
            var index = 0
            while index &+ 8 <= count {
                guard self.arePlain(bytes, index) else { return false }
                index &+= 8
            }
            return self.arePlain(bytes, count &- 8)
        }
        if count >= 4 {
            let first = UInt64(raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
            let last = UInt64(raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            return self.arePlain(first | last &<< 32)
        }
        for byte in raw where !self.isPlain(byte) { return false }
        return true
    }

    /// The same of eight octets in one word.
    @inline(__always)
    private static func arePlain(_ word: UInt64) -> Bool {
        let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
        let ascii = word & low
        // The high bit of each octet: at least 0x20, not 0x7f, not a quote, not a backslash.
        let printable = ascii &+ 0x6060_6060_6060_6060
        let delete = ascii &+ 0x0101_0101_0101_0101
        let noQuote = (ascii ^ 0x2222_2222_2222_2222) &+ low
        let noBackslash = (ascii ^ 0x5c5c_5c5c_5c5c_5c5c) &+ low
        return printable & noQuote & noBackslash & ~delete & ~word & ~low == ~low
    }

    private static func appendEscape(_ byte: UInt8, _ escape: UInt8, to buffer: ByteBuffer) {
        buffer.append(UInt8(ascii: "\\"))
        guard escape == 1 else { return buffer.append(escape) }
        buffer.append("u00")
        buffer.append(Hexadecimal.lowerDigit(byte >> 4))
        buffer.append(Hexadecimal.lowerDigit(byte & 15))
    }
}
