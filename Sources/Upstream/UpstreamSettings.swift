package import EventLoop
package import TLS

/// One cluster (or Kibana) and how to reach it. Immutable, shared by all loops.
package struct UpstreamSettings: Sendable {
    package struct Host: Sendable {
        /// As configured, without scheme: for logs and the audit record.
        package var name: String
        package var port: UInt16
        /// Addresses that the name stood for at start, in order of preference.
        package var addresses: [SocketAddress]
        /// nil: plain HTTP.
        package var tls: TLSContext?
        /// The value of the `Host` field (RFC 9110 §7.2) in bytes.
        package var authority: [UInt8]

        package init(
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
    package var name: String
    package var hosts: [Host]
    /// Whole field lines with CRLF that each request gets, e.g. `Authorization: Basic ...`. May be empty.
    package var injectedFields: [UInt8] = []
    /// Nanoseconds to connect and to shake hands. `upstreams[].connect_timeout`.
    package var connectTimeout: Int64 = .seconds(5)
    /// Nanoseconds from the request's last byte to the response's head. `upstreams[].response_timeout`.
    package var responseTimeout: Int64 = .seconds(120)
    /// Nanoseconds without progress of a body in either direction.
    package var bodyTimeout: Int64 = .seconds(60)
    /// Nanoseconds that an unused connection is kept. `upstreams[].idle_timeout`.
    package var idleTimeout: Int64 = .seconds(60)
    /// Nanoseconds between two looks at `GET /`. `upstreams[].health_check.interval`.
    package var healthInterval: Int64 = .seconds(10)
    /// Connections a loop opens at most. `upstreams[].connections`.
    package var connectionsMax = 256
    /// Exchanges of a loop that may wait for a connection. `upstreams[].queue`.
    package var queueMax = 1024
    /// Nanoseconds that an exchange waits for a connection. `upstreams[].queue_timeout`.
    package var queueTimeout: Int64 = .seconds(10)
    /// Bytes towards the upstream that may wait before the client is no longer read.
    package var highWatermark = 256 * 1024

    package init(name: String, hosts: [Host]) {
        self.name = name
        self.hosts = hosts
    }
}
