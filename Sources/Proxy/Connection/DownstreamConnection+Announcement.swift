internal import Address
internal import Bytes
internal import EventLoop
internal import HTTP
internal import Transport

/// Whom a connection comes from, where a load balancer before us says so.
extension DownstreamConnection {
    /// Reads the PROXY header, which comes before all else, TLS too. What stands behind it is left where it is.
    func readAnnouncement() {
        let room = UnsafeMutableRawBufferPointer(rebasing: self.loop.scratch[..<ProxyHeader.lengthMax])
        switch Socket.peek(self.transport.descriptor, into: room) {
        case .wouldBlock: return
        case .end, .failed: return self.close()
        case .bytes(let count):
            let bytes = UnsafeRawBufferPointer(rebasing: room[..<count]).bindMemory(to: UInt8.self)
            switch ProxyHeader.parse(bytes.span) {
            case .needsMore: return
            case .malformed(let fault): self.refuseConnection(fault.words)
            case .whole(let length, let source):
                _ = Socket.receive(
                    self.transport.descriptor, into: UnsafeMutableRawBufferPointer(rebasing: room[..<length]))
                self.announced(source)
            }
        }
    }

    private func announced(_ source: ProxyHeader.Source?) {
        // The balancer itself, to see whether we are there: it is who it is.
        if let source {
            let client = SocketAddress(source.address, port: source.port)
            guard
                self.context.shared.connections.move(
                    from: self.remote.sourceKey, to: client.sourceKey,
                    perSourceMax: self.context.limits.connectionsPerAddressMax)
            else { return self.refuseConnection("too many connections") }
            self.remote = client
        }
        guard self.listener.admits(connectionFrom: self.remote.address) else {
            return self.refuseConnection("address is not allowed")
        }
        self.begin()
    }

    /// Closes what has not said anything yet. Nothing is owed to it.
    private func refuseConnection(_ reason: StaticString) {
        self.context.refused(self, reason)
        Socket.setResetOnClose(self.transport.descriptor)
        self.close()
    }

    /// Whom a request comes from: by the fields of proxies that are trusted, or who holds the connection.
    func client(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>) -> IPAddress {
        let peer = self.remote.address
        let name: FieldName
        switch self.listener.forwardedField {
        case .none: return peer
        case .xForwardedFor: name = .xForwardedFor
        case .forwarded: name = .forwarded
        }
        guard head.first(name) != nil else { return peer }
        let values = head.fields.filter { $0.name == name }.map {
            String(decoding: bytes[$0.valueRange], as: UTF8.self)
        }
        return ForwardedFor.client(
            peer: peer, values, isForwarded: name == .forwarded, trusted: self.listener.trustedProxies)
    }
}
