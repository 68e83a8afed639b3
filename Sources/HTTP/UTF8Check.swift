/// Well-formedness of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
public enum UTF8Check {
    public static func isValid(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let lead = bytes[index]
            index &+= 1
            guard lead >= 0x80 else { continue }
            let (count, low, high): (Int, UInt8, UInt8) =
                switch lead {
                case 0xc2...0xdf: (1, 0x80, 0xbf)
                case 0xe0: (2, 0xa0, 0xbf)
                case 0xed: (2, 0x80, 0x9f)
                case 0xe1...0xef: (2, 0x80, 0xbf)
                case 0xf0: (3, 0x90, 0xbf)
                case 0xf1...0xf3: (3, 0x80, 0xbf)
                case 0xf4: (3, 0x80, 0x8f)
                default: (0, 0, 0)
                }
            guard count > 0, range.upperBound &- index >= count, (low...high).contains(bytes[index]) else {
                return false
            }
            let end = index &+ count
            index &+= 1
            while index < end {
                guard (0x80...0xbf).contains(bytes[index]) else { return false }
                index &+= 1
            }
        }
        return true
    }
}
