internal import Glibc

/// An IPv4 or IPv6 address by value. IPv4 is kept, and compared, as the IPv4-mapped address that it is to a socket of both
/// kinds (`::ffff:a.b.c.d`, RFC 4291 §2.5.5.2).
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The first and the last 64 bits.
    public let high: UInt64
    public let low: UInt64

    private static let mapped: UInt64 = 0xffff_0000_0000

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Parameter value: as a number: 127.0.0.1 is 0x7f000001.
    public init(ipv4 value: UInt32) { self.init(high: 0, low: Self.mapped | UInt64(value)) }

    /// Parses digits: `10.0.0.1`, `::1`. No names, no zones, no brackets.
    public init?(_ text: some StringProtocol) {
        // A text that is longer than any address is none.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        let text = String(text)
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(ipv4: UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let words = unsafe withUnsafeBytes(of: &six) { bytes in
            (unsafe bytes.load(as: UInt64.self), unsafe bytes.load(fromByteOffset: 8, as: UInt64.self))
        }
        self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    }

    public var isIPv4: Bool { self.high == 0 && self.low >> 32 == 0xffff }
    public var ipv4: UInt32? { self.isIPv4 ? UInt32(truncatingIfNeeded: self.low) : nil }

    /// What counts as one source: the IPv4 address, or the first 64 bits of an IPv6 address, as one host can use all
    /// of its /64.
    public var source: UInt64 { self.isIPv4 ? self.low : self.high }

    /// The text of a ``source``: `10.0.0.1`, or `2001:db8::/64`.
    public static func text(ofSource source: UInt64) -> String {
        if source >> 32 == 0xffff { return IPAddress(high: 0, low: source).description }
        return IPAddress(high: source, low: 0).description + "/64"
    }

    public var description: String {
        if let four = self.ipv4 {
            return "\(four >> 24).\(four >> 16 & 0xff).\(four >> 8 & 0xff).\(four & 0xff)"
        }
        var words = (self.high.bigEndian, self.low.bigEndian)
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        unsafe withUnsafeBytes(of: &words) { bytes in
            if let start = bytes.baseAddress {
                _ = unsafe inet_ntop(AF_INET6, start, &text, socklen_t(text.count))
            }
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
