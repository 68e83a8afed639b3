public import Address
internal import Glibc

/// An IPv4 or IPv6 address with a port: a `sockaddr` by value.
public struct SocketAddress: Sendable {
    private var storage: sockaddr_storage
    private var length: socklen_t

    init(_ storage: sockaddr_storage, length: socklen_t) {
        self.storage = storage
        self.length = length
    }

    /// Parses a numeric address.
    ///
    /// - Parameter host: `127.0.0.1`, `::1` or `[::1]`; no names (see ``Resolver``).
    public init?(host: String, port: UInt16) {
        var host = host
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        var storage = sockaddr_storage()
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            self.length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutableBytes(of: &storage) {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr = four
                $0.storeBytes(of: address, as: sockaddr_in.self)
            }
        } else if inet_pton(AF_INET6, host, &six) == 1 {
            self.length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            withUnsafeMutableBytes(of: &storage) {
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = port.bigEndian
                address.sin6_addr = six
                $0.storeBytes(of: address, as: sockaddr_in6.self)
            }
        } else {
            return nil
        }
        self.storage = storage
    }

    public init(_ address: IPAddress, port: UInt16) {
        var storage = sockaddr_storage()
        if let four = address.ipv4 {
            self.length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutableBytes(of: &storage) {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr = in_addr(s_addr: four.bigEndian)
                $0.storeBytes(of: address, as: sockaddr_in.self)
            }
        } else {
            self.length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            withUnsafeMutableBytes(of: &storage) {
                var six = sockaddr_in6()
                six.sin6_family = sa_family_t(AF_INET6)
                six.sin6_port = port.bigEndian
                $0.storeBytes(of: six, as: sockaddr_in6.self)
                $0.storeBytes(of: address.high.bigEndian, toByteOffset: 8, as: UInt64.self)
                $0.storeBytes(of: address.low.bigEndian, toByteOffset: 16, as: UInt64.self)
            }
        }
        self.storage = storage
    }

    /// Without the port.
    public var address: IPAddress {
        withUnsafeBytes(of: self.storage) { bytes in
            if self.family == AF_INET {
                return IPAddress(ipv4: UInt32(bigEndian: bytes.load(fromByteOffset: 4, as: UInt32.self)))
            }
            return IPAddress(
                high: UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self)),
                low: UInt64(bigEndian: bytes.load(fromByteOffset: 16, as: UInt64.self)))
        }
    }

    var family: Int32 { Int32(self.storage.ss_family) }

    public var port: UInt16 {
        withUnsafeBytes(of: self.storage) {
            self.family == AF_INET6
                ? UInt16(bigEndian: $0.load(as: sockaddr_in6.self).sin6_port)
                : UInt16(bigEndian: $0.load(as: sockaddr_in.self).sin_port)
        }
    }

    /// The same address with another port.
    public func with(port: UInt16) -> SocketAddress {
        var copy = self
        withUnsafeMutableBytes(of: &copy.storage) {
            // Both families hold the port at offset 2, in network order.
            $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return copy
    }

    /// The address in digits, without the port: `127.0.0.1`, `::1`.
    public var host: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        withUnsafeBytes(of: self.storage) { bytes in
            let offset = self.family == AF_INET6 ? 8 : 4  // of sin6_addr, of sin_addr
            guard let start = bytes.baseAddress else { return }
            _ = inet_ntop(self.family, start + offset, &text, socklen_t(text.count))
        }
        let end = text.firstIndex(of: 0) ?? text.count
        return String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    public var description: String {
        self.family == AF_INET6 ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)"
    }

    public var isLoopback: Bool {
        withUnsafeBytes(of: self.storage) { bytes in
            if self.family == AF_INET { return bytes[4] == 127 }
            let mapped = bytes[8..<18].allSatisfy { $0 == 0 } && bytes[18] == 0xff && bytes[19] == 0xff
            return mapped ? bytes[20] == 127 : bytes[8..<23].allSatisfy { $0 == 0 } && bytes[23] == 1
        }
    }

    /// What counts as one source: the IPv4 address, or the first 64 bits of an IPv6 address (one site's host
    /// can use all of its /64). An IPv4-mapped address counts as IPv4.
    public var sourceKey: UInt64 {
        withUnsafeBytes(of: self.storage) { bytes in
            if self.family == AF_INET { return UInt64(bytes.load(fromByteOffset: 4, as: UInt32.self)) }
            let high = bytes.load(fromByteOffset: 8, as: UInt64.self)
            let mapped =
                high == 0 && bytes[16] == 0 && bytes[17] == 0 && bytes[18] == 0xff && bytes[19] == 0xff
            if mapped { return UInt64(bytes.load(fromByteOffset: 20, as: UInt32.self)) }
            return high
        }
    }

    /// The address as an IPv6 one of two words in memory order; IPv4 is mapped into it (RFC 4291 §2.5.5.2).
    public var mapped: (high: UInt64, low: UInt64) {
        withUnsafeBytes(of: self.storage) { bytes in
            if self.family == AF_INET {
                let address = UInt64(UInt32(bigEndian: bytes.load(fromByteOffset: 4, as: UInt32.self)))
                return (0, (0xffff_0000_0000 | address).bigEndian)
            }
            return (
                bytes.load(fromByteOffset: 8, as: UInt64.self),
                bytes.load(fromByteOffset: 16, as: UInt64.self)
            )
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: self.storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, self.length) }
        }
    }

    /// Reads an address that the kernel writes.
    static func read(
        _ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Int32
    ) -> (SocketAddress, Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
        return (SocketAddress(storage, length: length), result)
    }
}
