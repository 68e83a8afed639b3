/// Hexadecimal digits (RFC 4648 §8).
public enum Hexadecimal {
    @inline(__always)
    public static func lowerDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }
    @inline(__always)
    public static func upperDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x37 &+ value }

    /// 0 to 15, or nil for anything but a hexadecimal digit of either case.
    @inline(__always)
    public static func value(_ digit: UInt8) -> UInt8? {
        if digit &- 0x30 < 10 { return digit &- 0x30 }
        let lower = digit | 0x20
        if lower &- 0x61 < 6 { return lower &- 0x57 }
        return nil
    }

    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            digits.append(self.lowerDigit(byte >> 4))
            digits.append(self.lowerDigit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
