import Address

extension FuzzTarget {
    /// The PROXY header, which arrives in pieces: what was decided on some octets stays so when more have come, and none
    /// that follow the header change what it says.
    static let proxyHeader = FuzzTarget("proxy-header", seeds: seedsOfProxyHeader) { bytes in
        let whole = ProxyHeader.parse(bytes.span)
        var decided: ProxyHeader.Outcome?
        for count in 0...min(bytes.count, ProxyHeader.lengthMax + 16) {
            let outcome = ProxyHeader.parse(Array(bytes.prefix(count)).span)
            switch (decided, outcome) {
            case (nil, .needsMore): try require(count < ProxyHeader.lengthMax, "waits after \(count) octets")
            case (nil, .whole(let length, let source)):
                try require(length == count, "whole at \(count) with \(length) octets")
                if let source { try Self.checkAddress(source.address) }
                decided = outcome
            case (nil, .malformed): decided = outcome
            case (.malformed, .malformed): break
            case (.whole, _): try require(outcome == decided, "\(count) octets: another header")
            default: throw FuzzFailure(description: "\(count) octets: malformed no more")
            }
        }
        if case .whole = decided { try require(whole == decided, "another in whole") }
        if decided == nil { try require(whole == .needsMore, "decided in whole only") }
    }

    /// What is written is what was read.
    private static func checkAddress(_ address: IPAddress) throws {
        try require(IPAddress("\(address)"[...]) == address, "\(address) is not read again")
    }

    private static let seedsOfProxyHeader: [[UInt8]] = {
        let signature: [UInt8] = [
            0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
        ]
        let ports: [UInt8] = [0xc3, 0x50, 0x01, 0xbb]
        let four = [10, 0, 0, 1, 10, 0, 0, 2] + ports
        let six = [UInt8](repeating: 0x20, count: 32) + ports
        return [
            "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\nGET / HTTP/1.1\r\n\r\n",
            "PROXY TCP6 2001:db8::1 ::ffff:192.0.2.2 0 65535\r\n", "PROXY UNKNOWN\r\n",
            "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", "PROXY TCP4 ",
            "GET / HTTP/1.1\r\n",
        ].map { Array($0.utf8) } + [
            signature + [0x21, 0x11, 0, 12] + four + [0x16, 0x03, 0x01],
            signature + [0x21, 0x21, 0, 36] + six,
            // With parts behind the addresses (PP2_TYPE_NOOP and a unique id).
            signature + [0x21, 0x11, 0, 22] + four + [0x04, 0, 1, 0, 0x05, 0, 3, 1, 2, 3],
            signature + [0x20, 0x00, 0, 0], signature + [0x21, 0x31, 0, 216],
            signature + [0x21, 0x00, 0x0f, 0xf0] + [UInt8](repeating: 1, count: 4080),
        ]
    }()
}
