internal import Address
internal import Audit
internal import Authenticate
internal import Authorize
internal import Bytes
internal import Decide
internal import EventLoop
internal import HTTP
internal import HTTP2
internal import Keys
internal import Metrics
internal import Observe
internal import Security
internal import TLS
internal import Transport
internal import Upstream
internal import Usage

/// What the connections of one loop share: pools, scratch objects, the audit buffer. Confined to the loop.
final class LoopContext {
    let loop: EventLoop
    let shared: ProxyShared
    let limits: ConnectionLimits
    let pools: [UpstreamPool]
    /// One an upstream; theirs is the first loop.
    var keepers: [CatalogueKeeper] = []
    /// Heads are parsed, decided on and written anew within one call: one object serves the loop.
    let requestHead = RequestHead()
    let keyAuthenticator: KeyAuthenticator
    let hasher = SecretHasher()
    let audit: AuditBuffer
    let usage: LoopUsage
    /// What the metrics tell of this loop.
    var metrics: LoopCounters
    private(set) lazy var http2 = HTTP2StreamPool(context: self)
    let keyFacts: KeyFactsCache
    /// What the audit trail tells of each host of each upstream.
    private let destinations: [[AuditMembers]]
    private var userRequesters = UserRequesters()
    /// Of each upstream; its own copy spares a loop the lock.
    private var judges: [Judge?]
    private var auditTimer: LoopTimer?
    private var auditIsArmed = false
    private var connections: [ObjectIdentifier: DownstreamConnection] = [:]
    private var handshakeRound: UInt64 = 0
    private var handshakesInRound = 0
    private(set) var isDraining = false
    /// Called when the last connection of a draining loop has gone.
    var onDrained: (() -> Void)?
    var listeners: [Listener] = []
    /// Grows with each exchange; the high bits tell the loop and the process's start apart.
    private var lastRequestID: UInt64

    init(loop: EventLoop, shared: ProxyShared, listenerCount: Int = 1) {
        self.loop = loop
        self.shared = shared
        self.limits = shared.limits
        self.pools = shared.upstreams.map {
            UpstreamPool(settings: $0.settings, loop: loop, logger: shared.logger)
        }
        self.judges = shared.upstreams.map { $0.judges.current }
        self.keyAuthenticator = KeyAuthenticator(table: shared.registry.table)
        self.keyFacts = KeyFactsCache(table: shared.registry.table)
        self.destinations = shared.upstreams.map {
            $0.settings.hosts.map { AuditMembers.destination($0.name) }
        }
        self.audit = AuditBuffer(log: shared.audit)
        self.metrics = LoopCounters(listeners: listenerCount, upstreams: shared.upstreams.count)
        self.usage = LoopUsage(loop: loop, ledger: shared.usage)
        self.lastRequestID = UInt64.random(in: 0...UInt64.max) << 16
        self.auditTimer = LoopTimer(target: self)
    }

    var connectionCount: Int { self.connections.count }

    func nextRequestID() -> UInt64 {
        self.lastRequestID &+= 1
        return self.lastRequestID
    }

    func plusIsSpace(upstream: Int) -> Bool { self.shared.upstreams[upstream].version.plusIsSpace }

    @inline(__always)
    func facts(of entry: KeyEntry) -> KeyFacts { self.keyFacts.facts(of: entry) }

    func destination(upstream: Int, host: Int) -> AuditMembers { self.destinations[upstream][host] }

    // MARK: Judges

    /// nil until the upstream has told its release.
    func judge(_ upstream: Int) -> Judge? {
        if let judge = self.judges[upstream], judge.isOf(self.shared.upstreams[upstream].version.release) {
            return judge
        }
        self.judges[upstream] = self.shared.upstreams[upstream].judges.current
        return self.judges[upstream]
    }

    /// Who asks, compiled for the judge; nil when that has to be done first, off the loop.
    func requester(_ subject: Subject, _ upstream: Int, _ judge: Judge) -> CompiledRequester? {
        let requesters = self.shared.requesters
        let generation = requesters.generation
        switch subject {
        case .key(let entry):
            let facts = self.facts(of: entry)
            if let known = facts.requester, known.isFor(upstream, judge, generation) { return known }
            let name = self.shared.upstreams[upstream].settings.name
            guard
                let result = requesters.known(for: entry, upstream: name, privileges: judge.privileges)
            else { return nil }
            let compiled = CompiledRequester(
                result: result, upstream: upstream, judge: judge, generation: generation)
            facts.hold(compiled)
            return compiled
        case .user(let principal):
            let known = self.userRequesters[UserRequesters.User(principal)]
            return known.flatMap { $0.isFor(upstream, judge, generation) ? $0 : nil }
        }
    }

    /// Keeps what was compiled off the loop.
    func keep(_ compiled: CompiledRequester, of subject: Subject) {
        switch subject {
        case .key(let entry): self.facts(of: entry).hold(compiled)
        case .user(let principal): self.userRequesters[UserRequesters.User(principal)] = compiled
        }
    }

    // MARK: Connections

    func accepted(_ descriptor: Int32, _ remote: SocketAddress, _ listener: ListenerSettings) {
        guard
            listener.takesProxyHeader
                ? listener.trustedProxies.contains(remote.address)
                : listener.admits(connectionFrom: remote.address)
        else {
            Socket.setResetOnClose(descriptor)
            self.loop.removeAndClose(descriptor)
            self.recordConnection(listener, remote, "address is not allowed")
            return
        }
        guard
            self.shared.connections.open(
                remote.sourceKey, max: self.limits.connectionsMax,
                perSourceMax: listener.takesProxyHeader ? .max : self.limits.connectionsPerAddressMax)
        else {
            // Nothing is owed to one too many, and no TLS handshake is spent on it.
            Socket.setResetOnClose(descriptor)
            self.loop.removeAndClose(descriptor)
            self.metrics.refusedConnection(listener: listener.index)
            self.recordConnection(listener, remote, "too many connections")
            return
        }
        self.metrics.connected(listener: listener.index)
        do throws(TLSError) {
            let session = try listener.tls.map { context throws(TLSError) in try TLSSession(context: context)
            }
            let connection = DownstreamConnection(
                context: self, listener: listener, descriptor: descriptor, remote: remote, session: session)
            // It may have ended within its first read.
            if connection.phase != .closed { self.connections[ObjectIdentifier(connection)] = connection }
        } catch {
            self.loop.removeAndClose(descriptor)
            self.shared.connections.close(remote.sourceKey)
            self.shared.logger.error("TLS session could not be made", ["error": "\(error)"])
        }
    }

    func closed(_ connection: DownstreamConnection) {
        self.connections[ObjectIdentifier(connection)] = nil
        self.shared.connections.close(connection.remote.sourceKey)
        if self.isDraining, self.connections.isEmpty { self.onDrained?() }
    }

    /// Whether another handshake fits into this round.
    func mayHandshake() -> Bool {
        if self.handshakeRound != self.loop.round {
            self.handshakeRound = self.loop.round
            self.handshakesInRound = 0
        }
        guard self.handshakesInRound < self.limits.handshakesPerTurn else { return false }
        self.handshakesInRound += 1
        return true
    }

    func handshakeDone(_ connection: DownstreamConnection) {
        guard let session = connection.transport.session else { return }
        self.metrics.handshake(
            listener: connection.listener.index, isTLS13: session.version == .tlsV13,
            isResumed: session.wasResumed)
    }

    func handshakeFailed(_ connection: DownstreamConnection, _ error: TransportError) {
        self.metrics.handshakeFailed(listener: connection.listener.index)
        self.shared.logger.info(
            "TLS handshake failed",
            [
                "listener": connection.listener.name, "client": connection.remote.description,
                "error": "\(error)",
            ])
        self.recordConnection(connection.listener, connection.remote, "TLS handshake failed")
    }

    /// A connection is closed before it said anything.
    func refused(_ connection: DownstreamConnection, _ reason: StaticString) {
        self.recordConnection(connection.listener, connection.remote, reason)
    }

    /// A client went over a budget of HTTP/2 and is being cut off.
    func http2Overrun(_ connection: DownstreamConnection, _ budget: Budget) {
        self.shared.http2Overruns.count(budget)
        self.shared.logger.warning(
            "HTTP/2 connection over budget",
            [
                "listener": connection.listener.name, "client": connection.remote.description,
                "budget": "\(budget.text)",
            ])
        self.recordConnection(connection.listener, connection.remote, "HTTP/2 connection over budget")
    }

    // MARK: End

    /// Takes no new connections, lets exchanges finish, closes idle connections.
    func drain() {
        self.isDraining = true
        for listener in self.listeners { listener.close() }
        self.listeners = []
        for connection in self.connections.values { connection.drain() }
        if self.connections.isEmpty { self.onDrained?() }
    }

    /// Ends everything at once.
    func close() {
        for connection in self.connections.values { connection.close() }
        for pool in self.pools { pool.abort() }
        self.http2.removeAll()
        self.audit.flush()
        self.usage.close()
        self.keepers = []
        if let timer = self.auditTimer { self.loop.disarm(timer) }
    }

    // MARK: Audit

    private func recordConnection(
        _ listener: ListenerSettings, _ remote: SocketAddress, _ reason: StaticString
    ) {
        var record = AuditRecord()
        record.timestamp = self.loop.wallNow
        record.action = .connectionDenied
        record.succeeded = false
        record.reason = reason
        record.requestID = self.nextRequestID()
        let connection = AuditMembers.connection(
            address: remote.host, port: remote.port, tlsVersion: "", listener: listener.name)
        record.connection = connection.slice
        self.audit.append(record)
        self.armAudit()
    }

    func write(_ record: borrowing AuditRecord) {
        self.audit.append(record)
        self.armAudit()
    }

    private func armAudit() {
        guard !self.auditIsArmed, !self.audit.isEmpty, let timer = self.auditTimer else { return }
        self.auditIsArmed = true
        self.loop.arm(timer, after: AuditBuffer.flushInterval)
    }
}

extension LoopContext: LoopTimerTarget {
    func timerFired(_ timer: LoopTimer) {
        self.auditIsArmed = false
        self.audit.flush()
    }
}
