/// Finds the client among the hops that proxies wrote down: from the last, whom we see, to the first that none of those who
/// are trusted vouches for.
public enum ForwardedFor {
    /// Hops that are looked at.
    public static let hopsMax = 32

    /// - Parameters:
    ///   - peer: who speaks to us.
    ///   - values: of the field's lines, in their order: `X-Forwarded-For` or `Forwarded` (RFC 7239).
    ///   - isForwarded: whether they are of `Forwarded`.
    /// - Returns: the client. Where a hop is hidden, malformed or beyond ``hopsMax``: the one who said so.
    public static func client(
        peer: IPAddress, _ values: [String], isForwarded: Bool, trusted: AddressList
    ) -> IPAddress {
        var client = peer
        guard trusted.contains(peer) else { return peer }
        let hops = values.flatMap { self.split($0, ",") }.reversed().prefix(self.hopsMax)
        for hop in hops {
            guard let address = isForwarded ? self.forwarded(hop) : self.node(hop) else { return client }
            client = address
            guard trusted.contains(address) else { return client }
        }
        return client
    }

    /// `for=192.0.2.60;proto=http`, `for="[2001:db8::1]:4711"`.
    private static func forwarded(_ element: Substring) -> IPAddress? {
        var found: IPAddress?
        for pair in self.split(String(element), ";") {
            guard let sign = pair.firstIndex(of: "=") else { return nil }
            guard self.trimmed(pair[..<sign]).lowercased() == "for" else { continue }
            var value = self.trimmed(pair[pair.index(after: sign)...])
            if value.utf8.count >= 2, value.first == "\"", value.last == "\"" {
                value = value.dropFirst().dropLast()
            }
            // Twice is once too often.
            guard found == nil, let address = self.node(value) else { return nil }
            found = address
        }
        return found
    }

    /// `192.0.2.60`, `192.0.2.60:80`, `2001:db8::1`, `[2001:db8::1]:80`.
    private static func node(_ text: Substring) -> IPAddress? {
        let text = self.trimmed(text)
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || self.isPort(rest) else { return nil }
            return IPAddress(text[text.index(after: text.startIndex)..<end])
        }
        if let address = IPAddress(text) { return address }
        guard let colon = text.firstIndex(of: ":"), self.isPort(text[colon...]) else { return nil }
        return IPAddress(text[..<colon])
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && text.utf8.count <= 6 && text.utf8.count > 1
            && text.utf8.dropFirst().allSatisfy { $0 &- 0x30 < 10 }
    }

    /// At `separator` outside of quotes.
    private static func split(_ text: String, _ separator: Character) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            guard text[index] == separator, !isQuoted else { continue }
            parts.append(text[start..<index])
            start = text.index(after: index)
        }
        parts.append(text[start...])
        return parts
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
