internal import Address
internal import Authenticate
internal import Bytes
internal import Configuration
internal import Cursors
internal import EventLoop
internal import HTTP
internal import HTTP1
internal import Proxy
internal import TLS
internal import Upstream

/// Turns a configuration into the modules' own settings. Reads certificates and looks up names.
enum Assembly {
    /// What is wrong with files and names that the configuration refers to.
    static func problems(_ configuration: Configuration, file: String) -> [Problem] {
        var problems = SecurityAssembly.problems(configuration.authc.keys, file: file)
        for listener in configuration.listeners {
            do { _ = try self.listener(listener, configuration) } catch {
                problems.append(
                    Problem(file: file, line: listener.line, message: "listener [\(listener.name)]: \(error)")
                )
            }
        }
        do { _ = try AuditAssembly.indexName(configuration.audit) } catch {
            problems.append(Problem(file: file, line: 0, message: "[audit.index.name]: \(error)"))
        }
        do { _ = try self.metricsListener(configuration) } catch {
            problems.append(Problem(file: file, line: 0, message: "[metrics.bind]: \(error)"))
        }
        for upstream in configuration.upstreams {
            do { _ = try self.upstream(upstream, seal: CursorSecret.forChecking) } catch {
                problems.append(
                    Problem(file: file, line: upstream.line, message: "upstream [\(upstream.name)]: \(error)")
                )
            }
        }
        return problems + LimitAssembly.problems(configuration, file: file)
    }

    // MARK: Listeners

    static func listener(
        _ source: Configuration.Listener, _ configuration: Configuration
    ) throws -> ListenerSettings {
        guard let index = configuration.upstreams.firstIndex(where: { $0.name == source.upstream }) else {
            throw TLSError.settings("there is no upstream [\(source.upstream)]")
        }
        let addresses = try Resolver.resolve(host: source.host, port: source.port)
        let tls = try source.tls.map { tls in
            var server = self.server(tls)
            server.applicationProtocols = source.http2IsEnabled ? [.http2, .http11] : [.http11]
            return try TLSContext.server(server)
        }
        var settings = ListenerSettings(name: source.name, address: addresses[0], tls: tls, upstream: index)
        settings.allowsCleartextHTTP2 = source.http2IsEnabled && source.allowsCleartextHTTP2
        settings.takesProxyHeader = source.takesProxyHeader
        settings.trustedProxies = try self.addresses(source.trustedProxies, "trusted_proxies")
        settings.allowedAddresses = try self.addresses(source.allowedAddresses, "allowed_addresses")
        switch source.forwardedField {
        case "x-forwarded-for": settings.forwardedField = .xForwardedFor
        case "forwarded": settings.forwardedField = .forwarded
        default: settings.forwardedField = .none
        }
        settings.servesConsole = source.servesConsole && tls != nil
        settings.allowsCleartextKeys = source.allowsCleartextKeysOnLoopback && addresses[0].isLoopback
        settings.takesKeysAsBasic = source.takesKeysAsBasic
        return settings
    }

    private static func addresses(_ texts: [String], _ setting: String) throws(TLSError) -> AddressList {
        guard texts.count <= AddressList.rangesMax else {
            throw .settings("[\(setting)] has more than \(AddressList.rangesMax) blocks")
        }
        return AddressList(
            try texts.map { (text) throws(TLSError) in
                guard let range = AddressRange(text) else {
                    throw .settings(
                        "[\(setting)] has [\(text)], but needs blocks like [10.0.0.0/8] or [2001:db8::/32] with no bits behind the prefix, or addresses"
                    )
                }
                return range
            })
    }

    /// The listener for metrics, if there is one.
    static func metricsListener(_ configuration: Configuration) throws -> [ListenerSettings] {
        guard let bind = configuration.metrics.bind else { return [] }
        let addresses = try Resolver.resolve(host: bind.host, port: bind.port)
        var settings = ListenerSettings(name: "metrics", address: addresses[0], tls: nil, upstream: 0)
        settings.servesMetrics = true
        return [settings]
    }

    private static func pair(_ source: Configuration.KeyPair) -> CertificatePair {
        CertificatePair(certificate: source.certificate, key: source.key, passphrase: source.passphrase)
    }

    private static func server(_ source: Configuration.Listener.TLS) -> TLSContext.ServerSettings {
        var settings = TLSContext.ServerSettings(certificates: source.certificates.map(self.pair))
        settings.clientAuthorities = source.authorities
        settings.clientAuthentication =
            TLSContext.ClientAuthentication(rawValue: source.clientAuthentication) ?? .none
        settings.minimumVersion = source.protocols.contains("TLSv1.2") ? .tlsV12 : .tlsV13
        settings.maximumVersion = source.protocols.contains("TLSv1.3") ? .tlsV13 : .tlsV12
        if !source.cipherSuites.isEmpty { settings.cipherSuites = source.cipherSuites }
        settings.sessionTickets = source.sessionTickets
        return settings
    }

    // MARK: Upstreams

    static func upstreams(_ configuration: Configuration, seal: CursorSeal) throws -> [UpstreamEntry] {
        try configuration.upstreams.map { upstream in
            let servesRequests = configuration.listeners.contains { $0.upstream == upstream.name }
            return try self.upstream(upstream, servesRequests: servesRequests, seal: seal)
        }
    }

    /// - Parameter servesRequests: whether a listener names it.
    static func upstream(
        _ source: Configuration.Upstream, servesRequests: Bool = true, seal: CursorSeal
    ) throws -> UpstreamEntry {
        let tls = try self.context(source)
        for name in source.requestHeaders where !FieldPolicy.mayPass(name) {
            throw TLSError.settings("[request_headers] has [\(name)], which is never passed on")
        }
        let hosts = try source.hosts.map { host in
            let isBare = host.name.contains(":")
            return UpstreamSettings.Host(
                name: host.name, port: host.port,
                addresses: try Resolver.resolve(host: host.name, port: host.port),
                tls: host.isTLS ? tls : nil,
                authority: Array((isBare ? "[\(host.name)]:\(host.port)" : "\(host.name):\(host.port)").utf8))
        }
        var settings = UpstreamSettings(name: source.name, hosts: hosts)
        settings.injectedFields = self.authorization(source.authorization)
        settings.connectTimeout = source.connectTimeout
        settings.responseTimeout = source.responseTimeout
        settings.bodyTimeout = source.bodyTimeout
        settings.idleTimeout = source.idleTimeout
        settings.healthInterval = source.healthInterval
        settings.catalogueMaxAge = source.catalogueMaxAge
        settings.connectionsMax = source.connections
        settings.queueMax = source.queue
        settings.queueTimeout = source.queueTimeout
        return UpstreamEntry(
            settings: settings, kind: source.isKibana ? .kibana : .elasticsearch,
            fieldPolicy: source.isKibana
                ? .kibana(extra: source.requestHeaders, passesCredentials: source.passesCredentials)
                : .elasticsearch(extra: source.requestHeaders),
            seal: seal, passesCredentials: source.passesCredentials, servesRequests: servesRequests)
    }

    /// What is trusted and shown; nil where no host speaks TLS.
    static func context(_ source: Configuration.Upstream) throws(TLSError) -> TLSContext? {
        guard source.hosts.contains(where: \.isTLS) else { return nil }
        var settings = TLSContext.ClientSettings()
        settings.authorities = source.authorities
        settings.certificate = source.certificate.map(self.pair)
        settings.verification = TLSContext.Verification(rawValue: source.verification) ?? .full
        return try TLSContext.client(settings)
    }

    private static func authorization(_ source: Configuration.Upstream.Authorization?) -> [UInt8] {
        switch source {
        case nil: []
        case .basic(let username, let password):
            Array("authorization: Basic ".utf8) + Base64.encode(Array("\(username):\(password)".utf8)) + [
                0x0d, 0x0a,
            ]
        case .apiKey(let key):
            Array("authorization: ApiKey ".utf8) + key.utf8.filter { $0 > 0x20 && $0 < 0x7f } + [0x0d, 0x0a]
        }
    }

    // MARK: Limits

    static func limits(_ source: Configuration.Limits, highWatermark: Int) -> ConnectionLimits {
        var limits = ConnectionLimits()
        limits.connectionsMax = source.connections
        limits.tellsLimits = source.tellsAlways
        limits.connectionsPerAddressMax = source.connectionsPerAddress
        limits.handshakesPerTurn = source.handshakesPerTurn
        limits.handshakeTimeout = source.handshakeTimeout
        limits.headTimeout = source.headTimeout
        limits.idleTimeout = source.idleTimeout
        limits.rateInterval = source.rateInterval
        limits.rateBytesMin = source.rateBytes
        limits.bodyBytesMax = UInt64(source.bodyBytes)
        limits.ownBodyBytesMax = source.ownBodyBytes
        limits.inspectedBodyBytesMax = source.inspectedBodyBytes
        limits.highWatermark = highWatermark
        limits.requestsPerConnectionMax = source.requestsPerConnection
        limits.discardBytesMax = UInt64(source.discardBytes)
        limits.lingerTimeout = source.lingerTimeout
        self.http2(source.http2, into: &limits)
        limits.head.lineBytesMax = source.lineBytes
        limits.head.headBytesMax = source.headBytes
        limits.head.fieldCountMax = source.fieldCount
        limits.head.segmentCountMax = source.segmentCount
        limits.head.parameterCountMax = source.parameterCount
        return limits
    }
}
