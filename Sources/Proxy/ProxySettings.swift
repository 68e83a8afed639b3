package import EventLoop
package import HTTP
package import TLS

/// Bounds of what clients may cost. Each is a setting under `limits`.
package struct ConnectionLimits: Sendable {
    /// Open connections of all listeners and loops.
    package var connectionsMax = 10_000
    /// Open connections of one source address (an IPv6 /64 counts as one).
    package var connectionsPerAddressMax = 10_000
    /// TLS handshakes a loop works on in one round: each blocks it for about 0.3 ms, and those who are connected wait.
    package var handshakesPerTurn = 8
    /// Nanoseconds to finish the TLS handshake.
    package var handshakeTimeout: Int64 = .seconds(10)
    /// Nanoseconds from the first byte of a request head to its last.
    package var headTimeout: Int64 = .seconds(30)
    /// Nanoseconds that a connection may be open without a request.
    package var idleTimeout: Int64 = .seconds(75)
    /// Nanoseconds after which the rate of a body in either direction is looked at, again and again.
    package var rateInterval: Int64 = .seconds(15)
    /// Bytes that a body (either direction) must move in each interval while the proxy waits for the client.
    package var rateBytesMin = 4 * 1024
    /// Bytes of a request body that is forwarded. Elasticsearch's `http.max_content_length`.
    package var bodyBytesMax: UInt64 = 100 * 1024 * 1024
    /// Bytes of a request body that the proxy answers itself.
    package var ownBodyBytesMax = 1024 * 1024
    /// Bytes towards one client that may wait before the upstream is no longer read.
    package var highWatermark = 256 * 1024
    /// Requests on one connection before it is closed.
    package var requestsPerConnectionMax = 1_000_000
    /// Bytes of an unwanted request body that are read and dropped to keep the connection.
    package var discardBytesMax: UInt64 = 64 * 1024
    /// Nanoseconds that a connection which is being closed still takes bytes, so that the answer is not
    /// lost to a reset (RFC 9112 §9.6).
    package var lingerTimeout: Int64 = .seconds(2)
    /// Bounds of a request head.
    package var head = HeadLimits.default

    package init() {}
}

/// One address that clients connect to.
package struct ListenerSettings: Sendable {
    package var name: String
    package var address: SocketAddress
    /// nil: clear text.
    package var tls: TLSContext?
    /// Index of the upstream that requests go to.
    package var upstream: Int
    /// Keys are served although there is no TLS: development on loopback, by an explicit setting only.
    package var allowsCleartextKeys = false

    package init(name: String, address: SocketAddress, tls: TLSContext?, upstream: Int) {
        self.name = name
        self.address = address
        self.tls = tls
        self.upstream = upstream
    }

    /// Whether credentials may pass here.
    package var isSecure: Bool { self.tls != nil || self.allowsCleartextKeys }
}

/// What an upstream speaks: which routes are the proxy's own and which fields pass.
package enum UpstreamKind: Sendable {
    case elasticsearch
    case kibana
}
