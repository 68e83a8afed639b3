internal import Audit
internal import AuditIndex
internal import Client
internal import Configuration
internal import Observe

/// Puts together the audit trail.
enum AuditAssembly {
    static func keyPath(_ configuration: Configuration) -> String { "\(configuration.pathData)/audit.key" }
    static func statePath(_ configuration: Configuration) -> String {
        "\(configuration.pathData)/audit-chain"
    }

    /// - Returns: the trail, and who delivers it where it goes to a cluster.
    static func trail(
        _ configuration: Configuration, nodeName: String, logger: Logger
    ) throws -> (AuditLog, IndexShipper?) {
        let source = configuration.audit
        var settings = AuditSettings(nodeName: nodeName)
        settings.format = source.format == "elasticsearch" ? .elasticsearch : .ecs
        settings.events = self.events(source.included)
        settings.events.subtract(self.events(source.excluded))
        settings.ignored = source.ignored.map(self.policy)
        settings.content = self.content(source.content)
        let path = source.path ?? "\(configuration.pathLogs)/audit.json"
        let target: LineWriter.Target?
        var trailPath: String?
        var spool: Spool?
        switch source.output {
        case _ where !source.isEnabled: target = nil
        case "elasticsearch":
            let made = try self.spool(configuration)
            trailPath = made.lastPath
            spool = made
            target = .sink(made)
        case "stdout": target = .standardOutput
        case "syslog": target = .syslog(self.syslog(source.syslog, nodeName: nodeName))
        default:
            trailPath = path
            target = .file(
                path: path, rotateSize: source.rotateSize, rotateKeep: source.rotateKeep,
                rotateInterval: Int(source.rotateInterval / 1_000_000_000))
        }
        let chain =
            source.isChained
            ? AuditChain(
                key: try AuditChain.key(self.keyPath(configuration)),
                statePath: self.statePath(configuration),
                trailPath: trailPath) : nil
        let counts = spool.map { spool in AuditDeliveryCounts(waiting: { spool.waitingBytes }) }
        let log = try AuditLog(
            target: target, settings: settings, overflow: source.refusesOnOverflow ? .refuse : .count,
            waitingBytesMax: source.queueBytes, chain: chain, delivery: counts, logger: logger)
        guard let spool, let counts else { return (log, nil) }
        return (log, try self.shipper(configuration, spool, counts, logger))
    }

    // MARK: Elasticsearch

    /// Bytes of a file of lines that the cluster refused, and how many such files are kept.
    private static let refusedSize = 16 << 20
    private static let refusedKeep = 4

    static func indexName(_ source: Configuration.Audit) throws -> IndexName? {
        guard source.isEnabled, source.output == "elasticsearch" else { return nil }
        let name = try IndexName(source.index.name)
        if source.index.isDataStream, name.isDated {
            throw IndexName.Fault(
                description:
                    "[\(source.index.name)] must have no date with [audit.index.data_stream: true]: a data stream rolls over by itself"
            )
        }
        return name
    }

    private static func spool(_ configuration: Configuration) throws -> Spool {
        let source = configuration.audit.index
        return try Spool(
            Spool.Settings(
                folder: source.spoolPath ?? "\(configuration.pathData)/audit-spool",
                bytesMax: source.spoolBytes, syncs: source.spoolSyncs))
    }

    private static func shipper(
        _ configuration: Configuration, _ spool: Spool, _ counts: AuditDeliveryCounts, _ logger: Logger
    ) throws -> IndexShipper? {
        let source = configuration.audit.index
        guard let upstream = configuration.upstreams.first(where: { $0.name == source.upstream }),
            let name = try self.indexName(configuration.audit)
        else { return nil }
        var delivery = IndexDelivery(nodes: try upstream.hosts.map(self.url), name: name)
        delivery.context = try Assembly.context(upstream)
        delivery.credential = self.credential(upstream.authorization)
        delivery.isDataStream = source.isDataStream
        delivery.makesTemplate = source.makesTemplate
        delivery.batchBytes = source.batchBytes
        delivery.interval = Double(source.interval) / 1e9
        delivery.timeoutSeconds = Int(min(max(upstream.responseTimeout / 1_000_000_000, 1), 86_400))
        let refused = try LineWriter(
            .file(
                path: "\(configuration.pathLogs)/audit-refused.json", rotateSize: self.refusedSize,
                rotateKeep: self.refusedKeep),
            label: "keyward.audit.refused", waitingBytesMax: self.refusedSize
        ) { _ in nil }
        return IndexShipper(delivery, spool: spool, refused: refused, counts: counts, logger: logger)
    }

    private static func url(_ host: Configuration.Upstream.Host) throws(ServerURL.Fault) -> ServerURL {
        let name = host.name.contains(":") ? "[\(host.name)]" : host.name
        return try ServerURL("\(host.isTLS ? "https" : "http")://\(name):\(host.port)")
    }

    private static func credential(_ source: Configuration.Upstream.Authorization?) -> Credential? {
        switch source {
        case nil: nil
        case .basic(let username, let password): .password(user: username, password)
        case .apiKey(let key): .apiKey(key)
        }
    }

    private static func events(_ names: [String]) -> AuditEvents {
        names.reduce(into: []) { events, name in
            if name == "_all" {
                events = .all
            } else if let event = AuditEvent(name: name) {
                events.insert(AuditEvents(event))
            }
        }
    }

    private static func content(_ source: Configuration.Audit.Content) -> AuditContent? {
        guard !source.events.isEmpty, !source.actions.isEmpty else { return nil }
        return AuditContent(
            events: self.events(source.events), actions: source.actions.map { Wildcards($0) },
            bytesMax: source.bytes, secrets: source.secrets)
    }

    private static func policy(_ source: Configuration.Audit.Policy) -> AuditPolicy {
        var policy = AuditPolicy()
        if !source.events.isEmpty { policy.events = self.events(source.events) }
        policy.users = source.users.map { Wildcards($0) }
        policy.keys = source.keys.map { Wildcards($0) }
        policy.actions = source.actions.map { Wildcards($0) }
        policy.indices = source.indices.map { Wildcards($0) }
        return policy
    }

    private static func syslog(
        _ source: Configuration.Audit.Syslog, nodeName: String
    ) -> SyslogSink.Settings {
        let transport: SyslogSink.Transport =
            switch source.transport {
            case .tcp: .tcp
            case .udp: .udp
            case .unix: .unix
            }
        return SyslogSink.Settings(
            transport: transport, host: source.host, port: source.port, facility: source.facility,
            hostName: nodeName)
    }
}
