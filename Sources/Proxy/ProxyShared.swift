public import Audit
public import Authenticate
internal import Classify
internal import Console
public import Cursors
internal import Decide
internal import EventLoop
public import HTTP1
public import Keys
public import Observe
public import Security
internal import Synchronization
public import Upstream
public import Usage

/// What all loops share. Immutable, or made to be shared.
public final class ProxyShared: Sendable {
    public let limits: ConnectionLimits
    public let upstreams: [UpstreamEntry]
    public let registry: KeyRegistry
    public let passwords: PasswordAuthenticator
    public let router: SecurityRouter
    public let requesters: Requesters
    public let book: LimitBook
    public let audit: AuditLog
    /// nil: usage is not counted.
    public let usage: UsageLedger?
    public let keyUse: KeyUse
    let slowKeys: SlowKeyVerifier
    public let logger: Logger
    public let connections = ConnectionCounter()
    public let reports: Reports
    /// Of the program.
    public let version: String
    /// Keys that the metrics name.
    public let topKeys: Int
    private let stops = Atomic<Bool>(false)
    /// Compiles requesters while an upstream has not told its release; judges no request.
    let unknownRelease: Judge
    let console = ConsoleFiles()
    public let http2Overruns = HTTP2Overruns()

    public init(
        limits: ConnectionLimits, upstreams: [UpstreamEntry], registry: KeyRegistry,
        passwords: PasswordAuthenticator,
        router: SecurityRouter, requesters: Requesters, seal: CursorSeal, book: LimitBook = LimitBook(),
        audit: AuditLog, usage: UsageLedger? = nil,
        reports: Reports = Reports(), version: String = "", topKeys: Int = 0, logger: Logger,
        keyUse: KeyUse = KeyUse()
    ) {
        self.limits = limits
        self.upstreams = upstreams
        self.registry = registry
        self.passwords = passwords
        self.router = router
        self.requesters = requesters
        self.unknownRelease = Judge(release: Release(.elasticsearch, 8, 18), seal: seal)
        self.book = book
        self.audit = audit
        self.usage = usage
        self.keyUse = keyUse
        self.slowKeys = SlowKeyVerifier(registry: registry, parallel: LoopGroup.usableCores)
        self.logger = logger
        self.reports = reports
        self.version = version
        self.topKeys = topKeys
    }

    /// Whether requests can be served: every upstream that they go to has answered at some time, and the proxy is not
    /// stopping.
    public var isReady: Bool {
        !self.stops.load(ordering: .relaxed)
            && self.upstreams.allSatisfy { $0.health.wasSeen || !$0.servesRequests }
    }

    func noteStop() { self.stops.store(true, ordering: .relaxed) }
}

/// One upstream as the conductor sees it.
public final class UpstreamEntry: Sendable {
    public let settings: UpstreamSettings
    public let kind: UpstreamKind
    public let fieldPolicy: FieldPolicy
    /// `Host` and injected fields as whole lines.
    public let ownFields: [UInt8]
    /// What the health check has learnt.
    public let version = UpstreamVersion()
    public let health = UpstreamHealth()
    /// The names that are there.
    public let catalogue = CatalogueHolder()
    public let judges: JudgeHolder
    /// Whether Kibana gets what clients prove themselves with, to show it to the cluster in their names.
    public let passesCredentials: Bool
    /// A listener names it; else it is there for the audit trail.
    public let servesRequests: Bool

    public init(
        settings: UpstreamSettings, kind: UpstreamKind, fieldPolicy: FieldPolicy, seal: CursorSeal,
        passesCredentials: Bool = false, servesRequests: Bool = true
    ) {
        self.servesRequests = servesRequests
        self.passesCredentials = passesCredentials
        self.judges = JudgeHolder(seal: seal)
        self.settings = settings
        self.kind = kind
        self.fieldPolicy = fieldPolicy
        // All hosts of a cluster get the first one's name: Elasticsearch does not look at it.
        let authority = settings.hosts.first?.authority ?? []
        self.ownFields = Array("host: ".utf8) + authority + Array("\r\n".utf8) + settings.injectedFields
    }
}
