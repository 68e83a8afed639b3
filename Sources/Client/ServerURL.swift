internal import Bytes

/// Where a proxy listens: `https://host[:port][/prefix]` (RFC 3986 §3).
public struct ServerURL: Sendable, Equatable {
    /// Bytes of a URL: longer ones are mistakes.
    private static let lengthMax = 2048

    public let isTLS: Bool
    /// A name or an address; an IPv6 address without its brackets.
    public let host: String
    public let port: UInt16
    /// What stands before every path: empty, or `/prefix` without a slash at its end.
    public let prefix: String

    /// Why a text is no such URL, in words that say how to mend it.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public init(_ text: String) throws(Fault) {
        func fault(_ words: String) -> Fault { Fault(description: words) }
        guard text.utf8.count <= Self.lengthMax, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw fault("the URL must be printable ASCII of at most \(Self.lengthMax) characters")
        }
        let rest: Substring
        if text.hasPrefix("https://") {
            (self.isTLS, rest) = (true, text.dropFirst(8))
        } else if text.hasPrefix("http://") {
            (self.isTLS, rest) = (false, text.dropFirst(7))
        } else {
            throw fault("[\(Self.masked(text))] must be a URL like https://localhost:9243")
        }
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw fault("the URL must have no ? and no #")
        }
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let authority = parts.first ?? ""
        // Arguments and addresses are shown by many programs: a password does not belong there.
        guard !authority.contains("@") else {
            throw fault("the URL must have no user and no password: see --user and --password-file")
        }
        (self.host, self.port) = try Self.split(authority, defaultPort: self.isTLS ? 443 : 80)
        var prefix = parts.count > 1 ? "/" + parts[1] : ""
        while prefix.hasSuffix("/") { prefix.removeLast() }
        self.prefix = prefix
    }

    private static func split(
        _ authority: Substring, defaultPort: UInt16
    ) throws(Fault) -> (host: String, port: UInt16) {
        let fault = Fault(
            description: "[\(authority)] must be a host, or a host and a port like localhost:9243")
        var host = authority
        var digits: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw fault }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw fault }
            digits = rest.isEmpty ? nil : rest.dropFirst()
            guard host.utf8.allSatisfy({ Hexadecimal.value($0) != nil || $0 == 0x3a || $0 == 0x2e }) else {
                throw fault
            }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                (host, digits) = (authority[..<colon], authority[authority.index(after: colon)...])
            }
            guard host.utf8.allSatisfy({ ASCII.isUnreserved($0) }) else { throw fault }
        }
        guard !host.isEmpty, host.utf8.count <= 253 else { throw fault }
        guard let digits else { return (String(host), defaultPort) }
        guard digits.utf8.allSatisfy({ ASCII.isDigit($0) }), let port = UInt16(digits), port > 0 else {
            throw fault
        }
        return (String(host), port)
    }

    /// What may be shown of a text that is no URL: nothing of what may be a password.
    private static func masked(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        return "***" + text[at...]
    }

    /// `host:port`, with brackets where they belong: the value of `Host`.
    public var authority: String {
        (self.host.contains(":") ? "[\(self.host)]" : self.host) + ":\(self.port)"
    }

    public var text: String { "\(self.isTLS ? "https" : "http")://\(self.authority)\(self.prefix)" }
}
