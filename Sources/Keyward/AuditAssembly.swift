internal import Audit
internal import Configuration
internal import Observe

/// Puts together the audit trail.
enum AuditAssembly {
    static func keyPath(_ configuration: Configuration) -> String { "\(configuration.pathData)/audit.key" }
    static func statePath(_ configuration: Configuration) -> String {
        "\(configuration.pathData)/audit-chain"
    }

    static func log(
        _ configuration: Configuration, nodeName: String, logger: Logger
    ) throws -> AuditLog {
        let source = configuration.audit
        var settings = AuditSettings(nodeName: nodeName)
        settings.format = source.format == "elasticsearch" ? .elasticsearch : .ecs
        settings.events = self.events(source.included)
        settings.events.subtract(self.events(source.excluded))
        settings.ignored = source.ignored.map(self.policy)
        let path = source.path ?? "\(configuration.pathLogs)/audit.json"
        let target: LineWriter.Target?
        switch source.output {
        case _ where !source.isEnabled: target = nil
        case "stdout": target = .standardOutput
        case "syslog": target = .syslog(self.syslog(source.syslog, nodeName: nodeName))
        default:
            target = .file(
                path: path, rotateSize: source.rotateSize, rotateKeep: source.rotateKeep,
                rotateInterval: Int(source.rotateInterval / 1_000_000_000))
        }
        let chain =
            source.isChained
            ? AuditChain(
                key: try AuditChain.key(self.keyPath(configuration)),
                statePath: self.statePath(configuration),
                trailPath: source.output == "file" ? path : nil) : nil
        return try AuditLog(
            target: target, settings: settings, overflow: source.refusesOnOverflow ? .refuse : .count,
            waitingBytesMax: source.queueBytes, chain: chain, logger: logger)
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
