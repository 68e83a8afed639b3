internal import Glibc

/// Reads a configuration: YAML, settings by name, cross checks. Reports all problems at once.
public struct ConfigurationReader {
    public struct Failure: Error, CustomStringConvertible {
        public var problems: [Problem]
        public var description: String { self.problems.map(\.description).joined(separator: "\n") }
    }

    private let root: Section
    /// Every section that was read, for ``settingNames``.
    private var sections: [Section] = []

    /// Reads the file at `path`.
    ///
    /// - Parameter environment: for `${NAME}`.
    public static func load(path: String, environment: [String: String]) throws(Failure) -> Configuration {
        guard let text = Self.contents(path) else {
            let words = String(cString: strerror(errno))
            throw Failure(problems: [Problem(file: path, line: 0, message: "cannot be read: \(words)")])
        }
        return try self.load(text: text, file: path, environment: environment)
    }

    public static func load(
        text: [UInt8], file: String, environment: [String: String] = [:]
    ) throws(Failure) -> Configuration {
        let node: Node
        do throws(Problem) {
            node = try YAMLReader.read(text, file: file)
        } catch {
            throw Failure(problems: [error])
        }
        var reader = ConfigurationReader(
            root: Section(node, file: file, prefix: "", environment: environment))
        let configuration = reader.read()
        guard reader.root.problems.isEmpty else {
            throw Failure(problems: reader.root.problems.sorted { $0.line < $1.line })
        }
        return configuration
    }

    /// Names of all settings, those of list members as `listeners.name`.
    public static var settingNames: [String] {
        let text = "listeners: [{}]\nupstreams: [{}]\nlimits.policies: [{}]\n"
        guard let node = try? YAMLReader.read(Array(text.utf8), file: "") else { return [] }
        var reader = ConfigurationReader(root: Section(node, file: "", prefix: "", environment: [:]))
        _ = reader.read()
        return reader.root.asked
            + reader.sections.flatMap { section in
                section.asked.map { "\(section.prefix)\($0)".replacing("[0]", with: "") }
            }
    }

    private init(root: Section) { self.root = root }

    private mutating func read() -> Configuration {
        var configuration = Configuration()
        let root = self.root
        set(&configuration.pathData, root.string("path.data"))
        set(&configuration.pathLogs, root.string("path.logs"))
        set(&configuration.nodeName, root.string("node.name"))
        set(&configuration.loops, root.integer("loops", 0...256))
        set(&configuration.shutdownDeadline, root.duration("shutdown.deadline"))
        configuration.limits = self.limits()
        set(&configuration.usageIsEnabled, root.bool("usage.enabled"))
        configuration.metrics = self.metrics()
        configuration.audit = root.audit()
        set(
            &configuration.logging.level,
            root.choice("logging.level", ["error", "warning", "notice", "info", "debug"]))
        set(&configuration.logging.format, root.choice("logging.format", ["text", "json"]))
        configuration.authc.users = root.string("authc.file.users")
        configuration.authc.usersRoles = root.string("authc.file.users_roles")
        set(&configuration.authc.cacheTTL, root.duration("authc.cache.ttl"))
        set(&configuration.authc.bcryptCost, root.integer("authc.bcrypt.cost", 4...16))
        set(&configuration.authc.apiKeysAreEnabled, root.bool("authc.api_key.enabled"))
        set(
            &configuration.console.idleTimeout,
            root.duration("console.session.idle_timeout", 1_000_000_000...Units.durationMax))
        set(
            &configuration.console.lifetime,
            root.duration("console.session.lifetime", 1_000_000_000...Units.durationMax))
        for section in root.sections("limits.policies") ?? [] {
            self.add(section) { configuration.limits.policies.append($0.limitPolicy()) }
        }
        configuration.authc.keys = root.keys()
        for section in root.sections("upstreams") ?? [] {
            self.add(section) { configuration.upstreams.append($0.upstream()) }
        }
        for section in root.sections("listeners") ?? [] {
            self.add(section) { if let listener = $0.listener() { configuration.listeners.append(listener) } }
        }
        root.reportUnknown()
        self.check(configuration)
        return configuration
    }

    private mutating func add(_ section: Section, _ read: (Section) -> Void) {
        self.sections.append(section)
        read(section)
        section.reportUnknown()
        self.root.adopt(section)
    }

    private func limits() -> Configuration.Limits {
        var limits = Configuration.Limits()
        let root = self.root
        set(&limits.connections, root.integer("limits.connections", 1...10_000_000))
        set(&limits.connectionsPerAddress, root.integer("limits.connections_per_address", 1...10_000_000))
        set(&limits.handshakesPerTurn, root.integer("limits.handshakes_per_turn", 1...1024))
        set(&limits.handshakeTimeout, root.duration("limits.handshake_timeout", Units.timeouts))
        set(&limits.headTimeout, root.duration("limits.head_timeout", Units.timeouts))
        set(&limits.idleTimeout, root.duration("limits.idle_timeout", Units.timeouts))
        set(&limits.rateInterval, root.duration("limits.rate_interval", Units.timeouts))
        set(&limits.rateBytes, root.size("limits.rate_bytes"))
        set(&limits.lineBytes, root.size("limits.request_line_bytes", 1024...(1 << 20)))
        set(&limits.headBytes, root.size("limits.head_bytes", 1024...(1 << 20)))
        set(&limits.fieldCount, root.integer("limits.field_count", 8...250))
        set(&limits.segmentCount, root.integer("limits.path_segments", 8...1024))
        set(&limits.parameterCount, root.integer("limits.query_parameters", 8...4096))
        set(&limits.bodyBytes, root.size("limits.body_bytes"))
        set(&limits.ownBodyBytes, root.size("limits.own_body_bytes", 1024...(1 << 30)))
        set(&limits.inspectedBodyBytes, root.size("limits.inspected_body_bytes", 1024...(1 << 30)))
        set(&limits.highWatermark, root.size("limits.buffered_bytes", (16 << 10)...(1 << 30)))
        set(&limits.requestsPerConnection, root.integer("limits.requests_per_connection", 1...Int.max))
        set(&limits.discardBytes, root.size("limits.discard_bytes"))
        set(&limits.lingerTimeout, root.duration("limits.linger_timeout"))
        limits.http2 = root.http2()
        limits.tellsAlways = root.choice("limits.fields", ["refused", "always"]) == "always"
        set(&limits.budgets, root.integer("limits.budgets", 1024...100_000_000))
        let failures = "limits.failed_authentication"
        set(&limits.failuresPerMinute, root.integer("\(failures).per_minute", 1...10_000_000))
        set(&limits.failureBurst, root.integer("\(failures).burst", 1...10_000_000))
        set(&limits.failureAddresses, root.integer("\(failures).addresses", 1024...10_000_000))
        return limits
    }

    private func metrics() -> Configuration.Metrics {
        var metrics = Configuration.Metrics()
        if let bind = self.root.string("metrics.bind"), !bind.isEmpty {
            metrics.bind = HostPort.parse(bind, defaultHost: "0.0.0.0")
            if metrics.bind == nil {
                self.root.report(
                    self.root.line(of: "metrics.bind"),
                    "[metrics.bind] is [\(bind)], but must be [address:port] or [port]")
            }
        }
        set(&metrics.topKeys, self.root.integer("metrics.top_keys", 0...1000))
        return metrics
    }

    /// What no setting tells alone.
    private func check(_ configuration: Configuration) {
        let root = self.root
        if configuration.listeners.isEmpty, root.problems.isEmpty {
            root.report(0, "[listeners] is missing: there must be one at least")
        }
        if configuration.upstreams.isEmpty, root.problems.isEmpty {
            root.report(0, "[upstreams] is missing: there must be one at least")
        }
        let names = configuration.upstreams.map(\.name)
        for listener in configuration.listeners where !names.contains(listener.upstream) {
            root.report(
                listener.line,
                "listener [\(listener.name)] names the upstream [\(listener.upstream)], but there are only [\(names.joined(separator: ", "))]"
            )
        }
        self.checkAuditIndex(configuration)
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            root.report(0, "two upstreams are named [\(name)]")
        }
        seen = []
        if configuration.metrics.bind != nil { seen.insert("metrics") }
        for listener in configuration.listeners where !seen.insert(listener.name).inserted {
            root.report(listener.line, "two listeners are named [\(listener.name)]")
        }
    }

    private func checkAuditIndex(_ configuration: Configuration) {
        let audit = configuration.audit
        guard audit.output == "elasticsearch", !configuration.upstreams.isEmpty else { return }
        let upstream = configuration.upstreams.first { $0.name == audit.index.upstream }
        if upstream == nil || upstream?.isKibana == true {
            let names = configuration.upstreams.filter { !$0.isKibana }.map(\.name)
            self.root.report(
                self.root.line(of: "audit.index.upstream"),
                "[audit.index.upstream] is [\(audit.index.upstream)], but must be one of the upstreams of"
                    + " [type: elasticsearch]: [\(names.joined(separator: ", "))]")
        }
    }

    static func contents(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while text.count <= YAMLReader.sizeMax {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            text += chunk[..<count]
        }
        return ferror(file) == 0 ? text : nil
    }
}

/// Takes `value` where there is one: else the default stays.
func set<Value>(_ target: inout Value, _ value: Value?) { if let value { target = value } }
