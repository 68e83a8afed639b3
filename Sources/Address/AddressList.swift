/// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    public let base: IPAddress
    /// Bits of 128 that count: those of an IPv4 block and 96.
    private let bits: Int

    /// - Returns: nil when the text is none, also where bits behind the prefix are set: it was meant otherwise then.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let width = address.isIPv4 && !first.contains(":") ? 32 : 128
        var bits = width
        if parts.count == 2 {
            let digits = parts[1]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let given = Int(digits),
                given <= width
            else { return nil }
            bits = given
        }
        self.base = address
        self.bits = bits + 128 - width
        guard Self.masked(address, self.bits) == address else { return nil }
    }

    public func contains(_ address: IPAddress) -> Bool { Self.masked(address, self.bits) == self.base }

    private static func masked(_ address: IPAddress, _ bits: Int) -> IPAddress {
        IPAddress(
            high: address.high & self.mask(min(bits, 64)), low: address.low & self.mask(max(0, bits - 64)))
    }

    private static func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : ~0 << UInt64(64 - bits) }

    public var description: String {
        let bits = self.base.isIPv4 && self.bits >= 96 ? self.bits - 96 : self.bits
        return "\(self.base)/\(bits)"
    }
}

/// Blocks of addresses of which one has to fit.
public struct AddressList: Hashable, Sendable {
    /// Blocks that a list may have: it is walked at every request.
    public static let rangesMax = 256

    public let ranges: [AddressRange]

    public init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    public var isEmpty: Bool { self.ranges.isEmpty }

    public func contains(_ address: IPAddress) -> Bool { self.ranges.contains { $0.contains(address) } }
}
