internal import EventLoop
internal import JSON
internal import TLS
internal import Upstream

/// What `GET /_keyward/status` answers. Shared by the loops.
struct StatusReport: Sendable {
    let shared: ProxyShared
    let listeners: [ListenerSettings]
    /// Milliseconds since 1970.
    let started: Int64

    func write() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("version")
        writer.string(self.shared.version)
        writer.name("started")
        writer.integer(Int(self.started))
        writer.name("connections")
        writer.integer(self.shared.connections.total)
        writer.name("upstreams")
        writer.beginArray()
        for upstream in self.shared.upstreams { self.write(upstream, &writer) }
        writer.endArray()
        writer.name("listeners")
        writer.beginArray()
        for listener in self.listeners { self.write(listener, &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private func write(_ upstream: UpstreamEntry, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("name")
        writer.string(upstream.settings.name)
        writer.name("type")
        writer.string(upstream.kind == .kibana ? "kibana" : "elasticsearch")
        writer.name("reachable")
        writer.bool(upstream.health.isUp)
        let number = upstream.version.number
        if number > 0 {
            writer.name("product")
            writer.string(upstream.version.isOpenSearch ? "opensearch" : "elasticsearch")
            writer.name("release")
            writer.string("\(number / 10_000).\(number / 100 % 100).\(number % 100)")
        }
        writer.endObject()
    }

    private func write(_ listener: ListenerSettings, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("name")
        writer.string(listener.name)
        writer.name("address")
        writer.string(listener.address.description)
        if let certificate = listener.tls?.certificates.first {
            writer.name("certificate_expires")
            writer.integer(Int(certificate.notAfter &* 1000))
        }
        writer.endObject()
    }
}
