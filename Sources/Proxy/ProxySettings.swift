public import Address
public import EventLoop
public import HTTP
public import HTTP2
public import TLS

/// Bounds of what clients may cost. Each is a setting under `limits`.
public struct ConnectionLimits: Sendable {
    /// Answers to requests that pass tell what is left of the limits they are held to.
    public var tellsLimits = false
    /// Open connections of all listeners and loops.
    public var connectionsMax = 10_000
    /// Open connections of one source address (an IPv6 /64 counts as one).
    public var connectionsPerAddressMax = 10_000
    /// TLS handshakes a loop works on in one round: each blocks it for about 0.3 ms, and those who are connected wait.
    public var handshakesPerTurn = 8
    /// Nanoseconds to finish the TLS handshake.
    public var handshakeTimeout: Int64 = .seconds(10)
    /// Nanoseconds from the first byte of a request head to its last.
    public var headTimeout: Int64 = .seconds(30)
    /// Nanoseconds that a connection may be open without a request.
    public var idleTimeout: Int64 = .seconds(75)
    /// Nanoseconds after which the rate of a body in either direction is looked at, again and again.
    public var rateInterval: Int64 = .seconds(15)
    /// Bytes that a body (either direction) must move in each interval while the proxy waits for the client.
    public var rateBytesMin = 4 * 1024
    /// Bytes of a request body that is forwarded. Elasticsearch's `http.max_content_length`.
    public var bodyBytesMax: UInt64 = 100 * 1024 * 1024
    /// Bytes of a request body that is read in whole before it is forwarded: of queries and lists of documents.
    public var inspectedBodyBytesMax = 10 * 1024 * 1024
    /// Bytes of a request body that the proxy answers itself.
    public var ownBodyBytesMax = 1024 * 1024
    /// Bytes towards one client that may wait before the upstream is no longer read.
    public var highWatermark = 256 * 1024
    /// Requests on one connection before it is closed.
    public var requestsPerConnectionMax = 1_000_000
    /// Bytes of an unwanted request body that are read and dropped to keep the connection.
    public var discardBytesMax: UInt64 = 64 * 1024
    /// Nanoseconds that a connection which is being closed still takes bytes, so that the answer is not
    /// lost to a reset (RFC 9112 §9.6).
    public var lingerTimeout: Int64 = .seconds(2)
    /// Bounds of a request head.
    public var head = HeadLimits.default
    /// Bounds of an HTTP/2 connection; its head's are those of ``head``.
    public var http2 = SessionSettings()
    /// Nanoseconds without a word from an HTTP/2 client whose requests are under way, before it is asked by PING.
    public var http2PingInterval: Int64 = .seconds(30)
    /// Nanoseconds that it may take to answer.
    public var http2PingTimeout: Int64 = .seconds(20)

    public init() {}
}

/// One address that clients connect to.
public struct ListenerSettings: Sendable {
    public var name: String
    public var address: SocketAddress
    /// nil: clear text.
    public var tls: TLSContext?
    /// Index of the upstream that requests go to.
    public var upstream: Int
    /// Keys are served although there is no TLS: development on loopback, by an explicit setting only.
    public var allowsCleartextKeys = false
    /// HTTP/2 is spoken without TLS to whoever begins with its preface (RFC 9113 §3.3).
    public var allowsCleartextHTTP2 = false
    /// Each connection begins with a PROXY header; only ``trustedProxies`` may connect.
    public var takesProxyHeader = false
    /// Who is believed when he says whom he speaks for.
    public var trustedProxies = AddressList()
    public var forwardedField = ForwardedField.none
    /// Where clients may come from; empty: everywhere.
    public var allowedAddresses = AddressList()

    /// In which field proxies write whom they speak for.
    public enum ForwardedField: Sendable {
        case none, xForwardedFor, forwarded
    }
    /// The console is served here (`listeners.console`).
    public var servesConsole = false
    /// A key is taken as a user name (its id) with a password (its secret) too.
    public var takesKeysAsBasic = false

    public init(name: String, address: SocketAddress, tls: TLSContext?, upstream: Int) {
        self.name = name
        self.address = address
        self.tls = tls
        self.upstream = upstream
    }

    /// Whether a connection may stay. Whom a trusted proxy speaks for is told request by request.
    func admits(connectionFrom address: IPAddress) -> Bool {
        if self.allowedAddresses.isEmpty || self.allowedAddresses.contains(address) { return true }
        return self.forwardedField != .none && self.trustedProxies.contains(address)
    }

    func admits(requestFrom address: IPAddress) -> Bool {
        self.allowedAddresses.isEmpty || self.allowedAddresses.contains(address)
    }
    /// Its place among the listeners.
    public var index = 0
    /// Only metrics and health are served here, to anybody.
    public var servesMetrics = false

    /// Whether credentials may pass here.
    public var isSecure: Bool { self.tls != nil || self.allowsCleartextKeys }
}

/// What an upstream speaks: which routes are the proxy's own and which fields pass.
public enum UpstreamKind: Sendable {
    case elasticsearch
    case kibana
}
