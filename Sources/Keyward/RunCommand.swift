internal import Audit
internal import AuditIndex
internal import Authenticate
internal import Commands
internal import Configuration
internal import Cursors
internal import Dispatch
internal import EventLoop
internal import Glibc
internal import Keys
internal import Observe
internal import Proxy
internal import Security
internal import Store
internal import Usage

/// `keyward run`: the proxy from its configuration until a signal ends it.
enum RunCommand {
    static let defaultPath = "conf/keyward.yml"
    /// Seconds between two looks at the files of users and roles.
    private static let usersInterval = 1.0
    /// Seconds that the last log lines may take to be written.
    private static let flushTime = 5.0

    static func run(_ arguments: Arguments) -> Int32 {
        let path = arguments[.config] ?? self.defaultPath
        let configuration: Configuration
        do throws(ConfigurationReader.Failure) {
            configuration = try ConfigurationReader.load(path: path, environment: Console.environment)
        } catch {
            Console.complain("\(error)")
            return 78
        }
        let problems = Assembly.problems(configuration, file: path)
        guard problems.isEmpty else {
            for problem in problems { Console.complain("\(problem)") }
            return 78
        }
        do {
            try self.serve(configuration)
            return 0
        } catch {
            Console.complain("keyward: \(error)")
            return 1
        }
    }

    private static func serve(_ configuration: Configuration) throws {
        signal(SIGPIPE, SIG_IGN)
        raiseDescriptorLimit()
        let logger = try Logger(
            level: Logger.Level(name: configuration.logging.level) ?? .info,
            format: configuration.logging.format == "json" ? .json : .text)
        mkdir(configuration.pathLogs, 0o700)
        let store = try SQLiteStore(folder: configuration.pathData)
        let book = try LimitAssembly.book(configuration, store, logger)
        let registry = KeyRegistry(store: store, table: KeyTable { book.classify($0) })
        try self.load(registry, logger)
        let realm = FileRealm(
            usersPath: configuration.authc.users ?? "\(configuration.pathData)/users",
            usersRolesPath: configuration.authc.usersRoles ?? "\(configuration.pathData)/users_roles")
        let nodeName = configuration.nodeName.isEmpty ? hostName() : configuration.nodeName
        let (audit, shipper) = try AuditAssembly.trail(configuration, nodeName: nodeName, logger: logger)
        let reports = Reports()
        let usage = try UsageAssembly.ledger(configuration, registry, logger)
        let security = try SecurityAssembly(
            configuration, store: store, registry: registry, file: realm, nodeName: nodeName, usage: usage,
            reports: reports, auditTail: audit.isEnabled ? audit.tail : nil, logger)
        let seal = try CursorSecret.load(folder: configuration.pathData)
        let loops = configuration.loops == 0 ? LoopGroup.usableCores : configuration.loops
        let shared = ProxyShared(
            limits: Assembly.limits(configuration.limits, highWatermark: configuration.limits.highWatermark),
            upstreams: try Assembly.upstreams(configuration, seal: seal),
            registry: registry,
            passwords: security.passwords, router: security.router,
            requesters: Requesters(source: security.roles, table: registry.table), seal: seal, book: book,
            audit: audit, usage: usage, reports: reports, version: Keyward.version,
            topKeys: configuration.metrics.topKeys, logger: logger,
            keyUse: self.keyUse(configuration.authc.keys))
        let listeners =
            try Assembly.metricsListener(configuration)
            + configuration.listeners.map { try Assembly.listener($0, configuration) }
        let server = try ProxyServer(group: LoopGroup(count: loops), shared: shared, listeners: listeners)
        let roles = RolesFile(folder: configuration.pathData, store: security.roles.store)
        let users = self.watchFiles(realm, roles, logger)
        let quotas = LimitAssembly.keep(book, store, logger)
        let sweeps = KeySweeps.start(
            router: security.router, registry: registry, configuration.authc.keys, logger)
        server.start()
        shipper?.start()
        for (listener, address) in zip(listeners, server.addresses) {
            logger.notice(
                "listening",
                [
                    "listener": listener.name, "address": address.description,
                    "tls": listener.tls == nil ? "off" : "on",
                ])
        }
        logger.notice("started", ["version": Keyward.version, "loops": "\(loops)", "pid": "\(getpid())"])
        Signals.wait(reopen: { audit.reopen() })
        logger.notice("stopping", ["connections": "\(shared.connections.total)"])
        let isWhole = server.stop(deadline: configuration.shutdownDeadline)
        users.cancel()
        sweeps.cancel()
        usage?.close()
        quotas.cancel()
        LimitAssembly.flush(book, store, logger)
        store.close()
        if !audit.flush(seconds: self.flushTime) {
            logger.error("audit records are lost: the trail could not be written before the end")
        }
        shipper?.stop(seconds: self.flushTime)
        logger.notice(isWhole ? "stopped" : "stopped with exchanges unfinished")
        logger.flush(seconds: self.flushTime)
    }

    /// Takes the keys into memory, and says how far it is.
    private static func load(_ registry: KeyRegistry, _ logger: Logger) throws {
        let started = Clock.monotonic
        let skipped = try registry.load { loaded, total in
            let milliseconds = (Clock.monotonic - started) / 1_000_000
            logger.notice(
                "keys loaded",
                ["loaded": "\(loaded)", "total": "\(total)", "milliseconds": "\(milliseconds)"])
        }
        if skipped > 0 { logger.warning("keys with unknown hashes are refused", ["count": "\(skipped)"]) }
    }

    /// Reads the files of users and roles now and whenever they change.
    private static func watchFiles(
        _ realm: FileRealm, _ roles: RolesFile, _ logger: Logger
    ) -> any DispatchSourceTimer {
        let reload: @Sendable () -> Void = {
            roles.reloadIfChanged(logger)
            for fault in realm.reloadIfChanged() ?? [] {
                logger.warning("line of a users file is skipped", ["fault": fault.description])
            }
        }
        reload()
        let timer = DispatchSource.makeTimerSource(
            queue: DispatchQueue(label: "keyward.users", qos: .utility))
        timer.schedule(
            deadline: .now() + self.usersInterval, repeating: self.usersInterval, leeway: .milliseconds(100))
        timer.setEventHandler(handler: reload)
        timer.activate()
        return timer
    }

    private static func keyUse(_ settings: Configuration.Keys) -> KeyUse {
        var use = KeyUse()
        use.expiryWarning = settings.expiryWarning / 1_000_000
        use.refusesGoneOwners = settings.refusesGoneOwners
        return use
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "keyward" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// As many descriptors as the system lets us have: each connection needs one, each exchange two.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
