internal import Bytes

/// `uri-host [":" port]` (RFC 9110 §7.2): what `Host` and the authority of a target must be. Of RFC 3986's names
/// those without percent escapes and sub-delimiters, which nobody's host has.
enum HostSyntax {
    /// Digits of a port: 65535 has five.
    private static let portDigitsMax = 5

    static func isValid(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        var index = range.lowerBound
        if bytes[index] == UInt8(ascii: "[") {
            guard let end = self.literalEnd(bytes, range) else { return false }
            index = end
        } else {
            while index < range.upperBound, ASCII.isUnreserved(bytes[index]) { index &+= 1 }
            guard index > range.lowerBound else { return false }
        }
        guard index < range.upperBound else { return true }
        guard bytes[index] == UInt8(ascii: ":"), range.upperBound &- index &- 1 <= self.portDigitsMax else {
            return false
        }
        for port in index &+ 1..<range.upperBound where !ASCII.isDigit(bytes[port]) { return false }
        return true
    }

    /// - Returns: the index behind the bracket that closes an IPv6 address (RFC 3986 §3.2.2).
    private static func literalEnd(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
        var hasColon = false
        var index = range.lowerBound &+ 1
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "]") { return hasColon ? index &+ 1 : nil }
            if byte == UInt8(ascii: ":") {
                hasColon = true
            } else if byte != UInt8(ascii: "."), Hexadecimal.value(byte) == nil {
                return nil
            }
            index &+= 1
        }
        return nil
    }
}
