/// Names are UTF-8; of anything else no pattern is true.
enum UTF8Names {
    /// Whether `name` is valid UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
    static func isValid(_ name: borrowing Span<UInt8>) -> Bool {
        var high: UInt8 = 0
        for index in name.indices { high |= name[index] }
        return high < 0x80 || self.isValidSlowly(name)
    }

    private static func isValidSlowly(_ name: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while index < name.count {
            let first = name[index]
            let length: Int
            let low: UInt8
            let high: UInt8
            switch first {
            case 0x00...0x7f: (length, low, high) = (1, 0, 0)
            case 0xc2...0xdf: (length, low, high) = (2, 0x80, 0xbf)
            case 0xe0: (length, low, high) = (3, 0xa0, 0xbf)
            case 0xed: (length, low, high) = (3, 0x80, 0x9f)
            case 0xe1...0xef: (length, low, high) = (3, 0x80, 0xbf)
            case 0xf0: (length, low, high) = (4, 0x90, 0xbf)
            case 0xf1...0xf3: (length, low, high) = (4, 0x80, 0xbf)
            case 0xf4: (length, low, high) = (4, 0x80, 0x8f)
            default: return false
            }
            guard index + length <= name.count else { return false }
            if length > 1 {
                guard name[index + 1] >= low, name[index + 1] <= high else { return false }
                for offset in 2..<max(2, length) where name[index + offset] & 0xc0 != 0x80 { return false }
            }
            index += length
        }
        return true
    }

    /// The code point of more than one octet at `index`, which moves behind it. `name` must be valid.
    static func codePoint(_ name: borrowing Span<UInt8>, _ index: inout Int) -> UInt32 {
        let first = UInt32(name[index])
        let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        var point = first & (0x7f >> UInt32(length))
        let end = min(index &+ length, name.count)
        index &+= 1
        while index < end {
            point = point << 6 | UInt32(name[index] & 0x3f)
            index &+= 1
        }
        return point
    }
}
