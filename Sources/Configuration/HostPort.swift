/// Addresses as people write them.
public enum HostPort {
    /// `host:port`, `[::1]:port` or `port`.
    public static func parse(_ text: String, defaultHost: String) -> (host: String, port: UInt16)? {
        if let port = UInt16(text) { return (defaultHost, port) }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        return host.isEmpty ? nil : (host, port)
    }

    /// `http://host[:port]` or `https://host[:port]`, with at most a `/` behind it.
    static func parseURL(_ text: String, defaultPort: UInt16) -> Configuration.Upstream.Host? {
        let isTLS = text.hasPrefix("https://")
        guard isTLS || text.hasPrefix("http://") else { return nil }
        var rest = String(text.dropFirst(isTLS ? 8 : 7))
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.isEmpty, !rest.contains("/"), !rest.contains("@"), !rest.contains("?") else { return nil }
        if rest.hasPrefix("["), rest.hasSuffix("]") {
            return Configuration.Upstream.Host(
                isTLS: isTLS, name: String(rest.dropFirst().dropLast()), port: defaultPort)
        }
        guard rest.contains(":") else {
            return Configuration.Upstream.Host(isTLS: isTLS, name: rest, port: defaultPort)
        }
        guard let (host, port) = self.parse(rest, defaultHost: "") else { return nil }
        return host.isEmpty ? nil : Configuration.Upstream.Host(isTLS: isTLS, name: host, port: port)
    }

    public static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}
