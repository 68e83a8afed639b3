/// The header that a load balancer puts before a connection's own bytes, to tell whom it comes from: the PROXY protocol
/// (HAProxy's `doc/proxy-protocol.txt`), version 1 in text and version 2 in binary.
///
/// Parsed anew from the first octet whenever more has come: it is short, and there is no state to get wrong.
public enum ProxyHeader {
    public enum Outcome: Sendable, Equatable {
        /// What there is may be the beginning of one.
        case needsMore
        /// - source: nil where the header says nothing of the client: the balancer speaks for itself, or does not know.
        case whole(length: Int, source: Source?)
        case malformed(Fault)
    }

    public struct Source: Sendable, Equatable {
        public var address: IPAddress
        public var port: UInt16
    }

    public enum Fault: Sendable, Equatable, CaseIterable {
        /// It begins with none of the signatures.
        case signature
        /// Version 1: no end within 107 octets, or a line of another form.
        case line
        /// Version 2: another version or command.
        case version
        /// Neither TCP over IPv4 nor over IPv6.
        case family
        /// Version 2: shorter than its addresses, or longer than ``ProxyHeader/lengthMax``.
        case length

        public var words: StaticString {
            switch self {
            case .signature: "PROXY header is missing"
            case .line: "PROXY header is malformed"
            case .version: "PROXY header of another version"
            case .family: "PROXY header of another family"
            case .length: "PROXY header of a wrong length"
            }
        }
    }

    /// Octets of a header: version 2 may have parts behind its addresses, which are skipped.
    public static let lengthMax = 4096
    /// Octets of a line of version 1, with its end.
    static let lineMax = 107

    private static let signature: [UInt8] = [
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
    ]
    private static let word = Array("PROXY ".utf8)

    /// - Parameter bytes: what has come of the connection so far, from its first octet on.
    public static func parse(_ bytes: borrowing Span<UInt8>) -> Outcome {
        guard bytes.count > 0 else { return .needsMore }
        if bytes[0] == self.signature[0] { return self.binary(bytes) }
        if bytes[0] == self.word[0] { return self.line(bytes) }
        return .malformed(.signature)
    }

    private static func begins(_ bytes: borrowing Span<UInt8>, _ prefix: [UInt8]) -> Bool {
        for index in 0..<min(bytes.count, prefix.count) where bytes[index] != prefix[index] { return false }
        return true
    }

    // MARK: Version 1

    private static func line(_ bytes: borrowing Span<UInt8>) -> Outcome {
        guard self.begins(bytes, self.word) else { return .malformed(.signature) }
        var end: Int?
        for index in 0..<min(bytes.count, self.lineMax) {
            if bytes[index] == 0x0a {
                end = index
                break
            }
            // A CR that no LF follows ends nothing; other than what is printed has no place in it.
            if bytes[index] < 0x20, bytes[index] != 0x0d { return .malformed(.line) }
        }
        guard let end else { return bytes.count >= self.lineMax ? .malformed(.line) : .needsMore }
        guard bytes[end - 1] == 0x0d else { return .malformed(.line) }
        var text: [UInt8] = []
        for index in 0..<end - 1 { text.append(bytes[index]) }
        let words = String(decoding: text, as: UTF8.self).split(
            separator: " ", omittingEmptySubsequences: false)
        if words.count >= 2, words[1] == "UNKNOWN" { return .whole(length: end + 1, source: nil) }
        guard words.count == 6, words[1] == "TCP4" || words[1] == "TCP6" else {
            return .malformed(words.count >= 2 && words[1] != "TCP4" && words[1] != "TCP6" ? .family : .line)
        }
        let isFour = words[1] == "TCP4"
        guard let source = self.address(words[2], isFour: isFour),
            self.address(words[3], isFour: isFour) != nil, let port = self.port(words[4]),
            self.port(words[5]) != nil
        else { return .malformed(.line) }
        return .whole(length: end + 1, source: Source(address: source, port: port))
    }

    private static func address(_ text: Substring, isFour: Bool) -> IPAddress? {
        guard text.contains(":") != isFour else { return nil }
        return IPAddress(text)
    }

    private static func port(_ text: Substring) -> UInt16? {
        guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), text == "0" || text.first != "0" else { return nil }
        return UInt16(text)
    }

    // MARK: Version 2

    private static func binary(_ bytes: borrowing Span<UInt8>) -> Outcome {
        guard self.begins(bytes, self.signature) else { return .malformed(.signature) }
        guard bytes.count >= 16 else {
            return bytes.count > 12 && bytes[12] & 0xf0 != 0x20 ? .malformed(.version) : .needsMore
        }
        let command = bytes[12]
        guard command == 0x20 || command == 0x21 else { return .malformed(.version) }
        let length = Int(bytes[14]) << 8 | Int(bytes[15])
        guard 16 + length <= self.lengthMax else { return .malformed(.length) }
        let size: Int
        switch (command, bytes[13]) {
        // The balancer's own connection, e.g. to see whether we are there; what stands behind does not matter.
        case (0x20, _): size = 0
        case (_, 0x00): size = 0
        case (_, 0x11): size = 12
        case (_, 0x21): size = 36
        default: return .malformed(.family)
        }
        guard length >= size else { return .malformed(.length) }
        guard bytes.count >= 16 + length else { return .needsMore }
        switch size {
        case 12:
            let source = Source(
                address: IPAddress(ipv4: UInt32(truncatingIfNeeded: self.number(bytes, 16, 4))),
                port: UInt16(truncatingIfNeeded: self.number(bytes, 24, 2)))
            return .whole(length: 16 + length, source: source)
        case 36:
            let address = IPAddress(high: self.number(bytes, 16, 8), low: self.number(bytes, 24, 8))
            return .whole(
                length: 16 + length,
                source: Source(address: address, port: UInt16(truncatingIfNeeded: self.number(bytes, 48, 2))))
        default: return .whole(length: 16 + length, source: nil)
        }
    }

    /// In network order.
    private static func number(_ bytes: borrowing Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in start..<start + count { value = value << 8 | UInt64(bytes[index]) }
        return value
    }
}
