public import EventLoop
public import TLS

/// One cluster (or Kibana) and how to reach it. Immutable, shared by all loops.
public struct UpstreamSettings: Sendable {
    public struct Host: Sendable {
        /// As configured, without scheme: for logs and the audit record.
        public var name: String
        public var port: UInt16
        /// Addresses that the name stood for at start, in order of preference.
        public var addresses: [SocketAddress]
        /// nil: plain HTTP.
        public var tls: TLSContext?
        /// The value of the `Host` field (RFC 9110 §7.2) in bytes.
        public var authority: [UInt8]

        public init(
            name: String, port: UInt16, addresses: [SocketAddress], tls: TLSContext?, authority: [UInt8]
        ) {
            self.name = name
            self.port = port
            self.addresses = addresses
            self.tls = tls
            self.authority = authority
        }
    }

    /// `upstreams[].name`.
    public var name: String
    public var hosts: [Host]
    /// Whole field lines with CRLF that each request gets, e.g. `Authorization: Basic ...`. May be empty.
    public var injectedFields: [UInt8] = []
    /// Nanoseconds to connect and to shake hands. `upstreams[].connect_timeout`.
    public var connectTimeout: Int64 = .seconds(5)
    /// Nanoseconds from the request's last byte to the response's head. `upstreams[].response_timeout`.
    public var responseTimeout: Int64 = .seconds(120)
    /// Nanoseconds without progress of a body in either direction.
    public var bodyTimeout: Int64 = .seconds(60)
    /// Nanoseconds that an unused connection is kept. `upstreams[].idle_timeout`.
    public var idleTimeout: Int64 = .seconds(60)
    /// Nanoseconds between two looks at `GET /`. `upstreams[].health_check.interval`.
    public var healthInterval: Int64 = .seconds(10)
    /// Nanoseconds that what is known of the cluster's indices and aliases may be old when a wildcard is judged by
    /// it. `upstreams[].catalogue.max_age`.
    public var catalogueMaxAge: Int64 = .seconds(5)
    /// Connections a loop opens at most. `upstreams[].connections`.
    public var connectionsMax = 256
    /// Exchanges of a loop that may wait for a connection. `upstreams[].queue`.
    public var queueMax = 1024
    /// Nanoseconds that an exchange waits for a connection. `upstreams[].queue_timeout`.
    public var queueTimeout: Int64 = .seconds(10)
    /// Bytes towards the upstream that may wait before the client is no longer read.
    public var highWatermark = 256 * 1024

    public init(name: String, hosts: [Host]) {
        self.name = name
        self.hosts = hosts
    }
}
