/// Base64 in both alphabets (RFC 4648 §4 and §5).
public enum Base64 {
    public enum Alphabet: Sendable {
        /// `+` and `/`: what Elasticsearch's `encoded` uses.
        case standard
        /// `-` and `_`: what ids and secrets use.
        case urlSafe
    }

    /// Encodes `bytes`.
    ///
    /// - Parameter padding: whether the last group is filled with `=`.
    public static func encode(
        _ bytes: some Collection<UInt8>, alphabet: Alphabet = .standard, padding: Bool = true
    ) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            held += 1
            guard held == 3 else { continue }
            for shift in [18, 12, 6, 0] { output.append(self.digit(group >> UInt32(shift), alphabet)) }
            group = 0
            held = 0
        }
        guard held > 0 else { return output }
        group <<= held == 1 ? 16 : 8
        output.append(self.digit(group >> 18, alphabet))
        output.append(self.digit(group >> 12, alphabet))
        if held == 2 { output.append(self.digit(group >> 6, alphabet)) }
        if padding { output.append(contentsOf: repeatElement(0x3d, count: 3 - held)) }
        return output
    }

    /// Decodes into `output`, as Java's basic decoder does: padding may be missing, but not wrong;
    /// white space, foreign digits and set bits behind the last byte are refused.
    ///
    /// - Returns: the bytes written, or nil when `digits` is no Base64 or `output` is too small.
    public static func decode(
        _ digits: UnsafeBufferPointer<UInt8>, alphabet: Alphabet = .standard,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        var count = digits.count
        if count > 0, count % 4 == 0, digits[count &- 1] == 0x3d {
            count &-= 1
            if digits[count &- 1] == 0x3d { count &-= 1 }
        }
        let (whole, rest) = count.quotientAndRemainder(dividingBy: 4)
        guard rest != 1, whole * 3 + (rest == 0 ? 0 : rest - 1) <= output.count else { return nil }
        var source = 0
        var target = 0
        var bad: UInt8 = 0
        @inline(__always) func next() -> UInt32 {
            let value = self.values[Int(digits[source])]
            bad |= value
            source &+= 1
            return UInt32(value & 63)
        }
        for _ in 0..<whole {
            let group = next() << 18 | next() << 12 | next() << 6 | next()
            output[target] = UInt8(truncatingIfNeeded: group >> 16)
            output[target &+ 1] = UInt8(truncatingIfNeeded: group >> 8)
            output[target &+ 2] = UInt8(truncatingIfNeeded: group)
            target &+= 3
        }
        if rest > 0 {
            var group = next() << 18 | next() << 12
            if rest == 3 { group |= next() << 6 }
            output[target] = UInt8(truncatingIfNeeded: group >> 16)
            target &+= 1
            if rest == 3 {
                output[target] = UInt8(truncatingIfNeeded: group >> 8)
                target &+= 1
            }
            guard group & (rest == 3 ? 0xff : 0xffff) == 0 else { return nil }
        }
        return bad & (alphabet == .standard ? self.onlyURLSafe : self.onlyStandard) == 0 ? target : nil
    }

    /// ``decode(_:alphabet:into:)`` into a fresh array: for rare paths.
    public static func decode(_ digits: [UInt8], alphabet: Alphabet = .standard) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: digits.count / 4 * 3 + 3)
        let count = digits.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { self.decode(source, alphabet: alphabet, into: $0) }
        }
        guard let count else { return nil }
        return Array(output.prefix(count))
    }

    @inline(__always)
    private static func digit(_ value: UInt32, _ alphabet: Alphabet) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value & 63)
        switch value {
        case 0..<26: return value &+ 0x41
        case 26..<52: return value &+ 71
        case 52..<62: return value &- 4
        case 62: return alphabet == .standard ? 0x2b : 0x2d
        default: return alphabet == .standard ? 0x2f : 0x5f
        }
    }

    /// Marks in `values`: the digit belongs to one alphabet only, or to none when both are set.
    private static let onlyStandard: UInt8 = 0x40
    private static let onlyURLSafe: UInt8 = 0x80

    /// What each octet stands for: 0 to 63 and the marks.
    private static let values: InlineArray<256, UInt8> = {
        var values = InlineArray<256, UInt8>(repeating: 0xc0)
        for value: UInt8 in 0..<62 { values[Int(Base64.digit(UInt32(value), .standard))] = value }
        for value: UInt8 in 62..<64 {
            values[Int(Base64.digit(UInt32(value), .standard))] = value | Base64.onlyStandard
            values[Int(Base64.digit(UInt32(value), .urlSafe))] = value | Base64.onlyURLSafe
        }
        return values
    }()
}
