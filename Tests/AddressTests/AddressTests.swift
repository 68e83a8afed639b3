import Testing

@testable import Address

@Suite struct AddressTests {
    @Test(arguments: ["10.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "2001:db8::ff00:42:8329", "::"])
    func whatIsReadIsWritten(_ text: String) throws {
        #expect(try #require(IPAddress(text)).description == text)
    }

    @Test(arguments: [
        "", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1 ", "[::1]", "::1%eth0", "localhost", "1",
        "10.0.0.1\0",
    ])
    func whatIsNone(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test func mappedAddressesAreIPv4() throws {
        let mapped = try #require(IPAddress("::ffff:10.1.2.3"))
        #expect(mapped == IPAddress("10.1.2.3"))
        #expect(mapped.description == "10.1.2.3")
        #expect(mapped.source == IPAddress("10.1.2.3")?.source)
        #expect(IPAddress("2001:db8::1")?.source == IPAddress("2001:db8::2:3")?.source)
        #expect(IPAddress("2001:db8:0:1::1")?.source != IPAddress("2001:db8::1")?.source)
    }

    @Test func rangesContainWhatTheyName() throws {
        let cases: [(String, [String], [String])] = [
            (
                "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.1.1"],
                ["11.0.0.0", "9.255.255.255", "::a00:1"]
            ),
            ("192.168.1.7", ["192.168.1.7"], ["192.168.1.6"]),
            ("0.0.0.0/0", ["1.2.3.4", "255.0.0.1"], ["::1", "2001:db8::1"]),
            ("2001:db8::/33", ["2001:db8:7fff::1"], ["2001:db8:8000::1"]),
            ("2001:db8::/65", ["2001:db8::7fff:0:0:1"], ["2001:db8::8000:0:0:1"]),
            ("::/0", ["1.2.3.4", "::1"], []),
        ]
        for (text, inside, outside) in cases {
            let range = try #require(AddressRange(text), "\(text)")
            for address in inside {
                #expect(range.contains(try #require(IPAddress(address))), "\(text) \(address)")
            }
            for address in outside {
                #expect(!range.contains(try #require(IPAddress(address))), "\(text) \(address)")
            }
            #expect(AddressRange(range.description) == range)
        }
    }

    @Test(arguments: [
        "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "::1/64", "x/8", "/8",
        "10.0.0.0/+8",
    ])
    func rangesThatAreNone(_ text: String) { #expect(AddressRange(text) == nil) }
}

@Suite struct ForwardedForTests {
    private let trusted = AddressList(["10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) })

    private func client(_ peer: String, _ values: [String], isForwarded: Bool = false) throws -> String {
        ForwardedFor.client(
            peer: try #require(IPAddress(peer)), values, isForwarded: isForwarded, trusted: self.trusted
        ).description
    }

    @Test func onlyTheTrustedAreBelieved() throws {
        #expect(try self.client("192.0.2.1", ["1.1.1.1"]) == "192.0.2.1")
        #expect(try self.client("10.0.0.1", []) == "10.0.0.1")
        #expect(try self.client("10.0.0.1", ["1.1.1.1"]) == "1.1.1.1")
        // What the client itself wrote comes first, and is not asked for.
        #expect(try self.client("10.0.0.1", ["9.9.9.9, 1.1.1.1, 10.0.0.2"]) == "1.1.1.1")
        #expect(try self.client("10.0.0.1", ["9.9.9.9", "1.1.1.1", "10.0.0.2"]) == "1.1.1.1")
        #expect(try self.client("10.0.0.1", ["[2001:db8::1]:80"]) == "2001:db8::1")
        #expect(try self.client("fd00::1", ["2001:db8::1"]) == "2001:db8::1")
        #expect(try self.client("10.0.0.1", ["1.1.1.1:8080"]) == "1.1.1.1")
        // All are trusted: the first.
        #expect(try self.client("10.0.0.1", ["10.0.0.9,10.0.0.8"]) == "10.0.0.9")
    }

    @Test(arguments: ["unknown", "_hidden", "", "1.1.1", "1.1.1.1:x", "[::1", "1.1.1.1:123456", "x, "])
    func whoHidesSpeaksForItself(_ value: String) throws {
        #expect(try self.client("10.0.0.1", [value]) == "10.0.0.1")
    }

    @Test func hopsAreBounded() throws {
        let long = Array(repeating: "10.0.0.2", count: 1_000).joined(separator: ",")
        #expect(try self.client("10.0.0.1", ["1.1.1.1,\(long)"]) == "10.0.0.2")
    }

    @Test func fieldsOfRFC7239() throws {
        func client(_ value: String) throws -> String {
            try self.client("10.0.0.1", [value], isForwarded: true)
        }
        #expect(try client("for=192.0.2.60;proto=http;by=203.0.113.43") == "192.0.2.60")
        #expect(try client("For=\"[2001:db8:cafe::17]:4711\"") == "2001:db8:cafe::17")
        #expect(try client("for=9.9.9.9, for=192.0.2.43, for=10.0.0.7") == "192.0.2.43")
        #expect(try client("proto=http") == "10.0.0.1")
        #expect(try client("for=1.1.1.1;for=2.2.2.2") == "10.0.0.1")
        #expect(try client("for=\"_x\"") == "10.0.0.1")
        #expect(try client("for=\"1.1.1.1,for=2.2.2.2\"") == "10.0.0.1")
    }
}

@Suite struct ProxyHeaderTests {
    private static let signature: [UInt8] = [
        0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
    ]

    private static func second(_ command: UInt8, _ family: UInt8, _ rest: [UInt8]) -> [UInt8] {
        self.signature + [command, family, UInt8(rest.count >> 8), UInt8(rest.count & 0xff)] + rest
    }

    private static let six =
        [UInt8](repeating: 0x20, count: 16) + [UInt8](repeating: 1, count: 16) + [0x01, 0xbb, 0, 80]

    private static let good: [(name: String, bytes: [UInt8], source: ProxyHeader.Source?)] = [
        ("TCP4", Array("PROXY TCP4 1.2.3.4 5.6.7.8 4711 443\r\n".utf8), source("1.2.3.4", 4711)),
        ("TCP6", Array("PROXY TCP6 2001:db8::1 ::1 65535 0\r\n".utf8), source("2001:db8::1", 65535)),
        ("UNKNOWN", Array("PROXY UNKNOWN\r\n".utf8), nil),
        ("UNKNOWN with words", Array("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".utf8), nil),
        (
            "binary IPv4", second(0x21, 0x11, [1, 2, 3, 4, 5, 6, 7, 8, 0x12, 0x67, 1, 0xbb]),
            source("1.2.3.4", 4711)
        ),
        (
            "binary IPv4 with more",
            second(
                0x21, 0x11, [1, 2, 3, 4, 5, 6, 7, 8, 0x12, 0x67, 1, 0xbb] + Array(repeating: 9, count: 300)),
            source("1.2.3.4", 4711)
        ),
        ("binary IPv6", second(0x21, 0x21, six), source("2020:2020:2020:2020:2020:2020:2020:2020", 443)),
        ("local", second(0x20, 0x00, []), nil),
        ("local with addresses", second(0x20, 0x11, Array(repeating: 1, count: 12)), nil),
        ("unspecified", second(0x21, 0x00, [1, 2, 3]), nil),
    ]

    private static func source(_ text: String, _ port: UInt16) -> ProxyHeader.Source? {
        IPAddress(text).map { ProxyHeader.Source(address: $0, port: port) }
    }

    /// At every point: not whole before its end, whole from then on, whatever follows.
    @Test func everySplitPoint() {
        for (name, bytes, source) in Self.good {
            for count in 0..<bytes.count {
                #expect(ProxyHeader.parse(Array(bytes[..<count]).span) == .needsMore, "\(name) \(count)")
            }
            for tail in [[], [0x16, 0x03, 0x01], Array("GET / HTTP/1.1\r\n".utf8), [0x0a]] as [[UInt8]] {
                let outcome = ProxyHeader.parse((bytes + tail).span)
                #expect(outcome == .whole(length: bytes.count, source: source), "\(name)")
            }
        }
    }

    @Test func whatIsNone() {
        let bad: [(String, [UInt8], ProxyHeader.Fault)] = [
            ("TLS", [0x16, 0x03, 0x01, 0], .signature),
            ("HTTP", Array("GET / HTTP/1.1\r\n".utf8), .signature),
            ("PRI", Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8), .signature),
            ("two ends", Array("\r\n\r\n\0\r\nQUIX\n".utf8), .signature),
            ("without CR", Array("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n".utf8), .line),
            ("two spaces", Array("PROXY TCP4  1.2.3.4 5.6.7.8 1 2\r\n".utf8), .line),
            ("sign", Array("PROXY TCP4 1.2.3.4 5.6.7.8 +1 2\r\n".utf8), .line),
            ("leading zero", Array("PROXY TCP4 1.2.3.4 5.6.7.8 01 2\r\n".utf8), .line),
            ("port", Array("PROXY TCP4 1.2.3.4 5.6.7.8 65536 2\r\n".utf8), .line),
            ("no port", Array("PROXY TCP4 1.2.3.4 5.6.7.8  2\r\n".utf8), .line),
            ("family", Array("PROXY TCP4 ::1 ::2 1 2\r\n".utf8), .line),
            ("mapped as six", Array("PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n".utf8), .line),
            ("UDP", Array("PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n".utf8), .family),
            ("more words", Array("PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n".utf8), .line),
            ("NUL", Array("PROXY TCP4 1.2.3.4\0 5.6.7.8 1 2\r\n".utf8), .line),
            ("long", Array("PROXY UNKNOWN ".utf8) + Array(repeating: 0x41, count: 100), .line),
            ("version 1 in binary", Self.second(0x11, 0x11, Array(repeating: 0, count: 12)), .version),
            ("command", Self.second(0x22, 0x11, Array(repeating: 0, count: 12)), .version),
            ("UDP in binary", Self.second(0x21, 0x12, Array(repeating: 0, count: 12)), .family),
            ("unix", Self.second(0x21, 0x31, Array(repeating: 0, count: 216)), .family),
            ("short", Self.second(0x21, 0x11, Array(repeating: 0, count: 11)), .length),
            ("short IPv6", Self.second(0x21, 0x21, Array(repeating: 0, count: 35)), .length),
            ("too long", Self.signature + [0x21, 0x11, 0xff, 0xff], .length),
        ]
        for (name, bytes, fault) in bad {
            #expect(ProxyHeader.parse(bytes.span) == .malformed(fault), "\(name)")
            // Once it is wrong it stays wrong, and is never taken for whole before.
            for count in 0..<bytes.count {
                if case .whole = ProxyHeader.parse(Array(bytes[..<count]).span) {
                    Issue.record("\(name) \(count)")
                }
            }
        }
        #expect(Set(bad.map(\.2)).count == ProxyHeader.Fault.allCases.count)
    }

    /// Whatever comes: an answer, and a length that is there.
    @Test func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        for round in 0..<50_000 {
            var bytes = (0..<Int.random(in: 0...120, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let start = [
                Self.signature + [0x21, 0x11, 0], Array("PROXY TCP4 ".utf8), Array("PROXY ".utf8), [],
            ][round % 4]
            bytes = start + bytes
            if case .whole(let length, _) = ProxyHeader.parse(bytes.span) { #expect(length <= bytes.count) }
        }
    }

    @Test func sourcesHaveATextOfTheirOwn() throws {
        for (address, text) in [
            ("10.1.2.3", "10.1.2.3"), ("::ffff:10.1.2.3", "10.1.2.3"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            ("::1", "::/64"),
        ] {
            #expect(IPAddress.text(ofSource: try #require(IPAddress(address)).source) == text)
        }
    }
}
