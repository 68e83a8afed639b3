/// How a request proved who sent it, or why it did not.
public enum AuthenticationResult: Int, Sendable, CaseIterable {
    case success, missing, malformed, unsupported, cleartext, busy
    case unknownKey, wrongSecret, expired, invalidated, suspended, ownerGone
    case wrongPassword, runAsDenied

    /// The label's value, e.g. `unknown_key`.
    public var name: String {
        "\(self)".map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
    }
}

/// What became of a request at a budget.
public enum LimitDecision: Int, Sendable, CaseIterable {
    case passed, delayed, refused
    public var name: String { "\(self)" }
}

/// Which budget it was.
public enum LimitKind: Int, Sendable, CaseIterable {
    case requests, concurrency, bytesIn, bytesOut, documents, dayQuota, monthQuota, failedAuthentications

    /// The label's value, e.g. `bytes_in`.
    public var name: String {
        "\(self)".map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
    }
}

/// Everything that one loop counts: numbers only, so that a scrape takes a copy and adds copies up. Confined to the loop.
public struct LoopCounters: Sendable {
    public enum HTTPVersion: Int, Sendable, CaseIterable {
        case http1, http2
        public var name: String { self == .http1 ? "1.1" : "2" }
    }

    /// First digits of a status; 0: there was none.
    static let statusClasses = 6

    /// By listener, version of HTTP and class of the status.
    public private(set) var requests: CounterTable
    /// By upstream; the last one is the proxy's own answers.
    public private(set) var durations: [DurationHistogram]
    /// By listener.
    public private(set) var bytesIn: CounterTable
    public private(set) var bytesOut: CounterTable
    public private(set) var connections: CounterTable
    public private(set) var connectionsRefused: CounterTable
    /// By listener, version of TLS (1.2, 1.3) and whether it resumed a session.
    public private(set) var handshakes: CounterTable
    public private(set) var handshakeFailures: CounterTable
    public private(set) var authentications = CounterTable(AuthenticationResult.allCases.count)
    /// Denied, granted.
    public private(set) var authorizations = CounterTable(2)
    public private(set) var documents = 0
    public private(set) var limits = CounterTable(LimitKind.allCases.count, LimitDecision.allCases.count)
    /// By upstream: answers that it did not give, or not whole.
    public private(set) var upstreamFailures: CounterTable

    public init(listeners: Int, upstreams: Int) {
        self.requests = CounterTable(listeners, HTTPVersion.allCases.count, Self.statusClasses)
        self.durations = Array(repeating: DurationHistogram(), count: upstreams + 1)
        self.bytesIn = CounterTable(listeners)
        self.bytesOut = CounterTable(listeners)
        self.connections = CounterTable(listeners)
        self.connectionsRefused = CounterTable(listeners)
        self.handshakes = CounterTable(listeners, 2, 2)
        self.handshakeFailures = CounterTable(listeners)
        self.upstreamFailures = CounterTable(upstreams)
    }

    /// One exchange that has ended.
    public struct Exchange {
        public var listener: Int
        public var version: HTTPVersion
        public var status: Int
        /// nil: it was answered by the proxy itself.
        public var upstream: Int?
        /// Nanoseconds.
        public var duration: Int64
        public var bytesIn: Int
        public var bytesOut: Int
        public var documents: Int
        /// nil: no request that could be understood.
        public var authentication: AuthenticationResult?
        /// nil: it was not decided on.
        public var isGranted: Bool?

        public init(
            listener: Int, version: HTTPVersion, status: Int, upstream: Int?, duration: Int64, bytesIn: Int,
            bytesOut: Int, documents: Int, authentication: AuthenticationResult?, isGranted: Bool?
        ) {
            self.listener = listener
            self.version = version
            self.status = status
            self.upstream = upstream
            self.duration = duration
            self.bytesIn = bytesIn
            self.bytesOut = bytesOut
            self.documents = documents
            self.authentication = authentication
            self.isGranted = isGranted
        }
    }

    public mutating func count(_ exchange: borrowing Exchange) {
        let status = exchange.status / 100
        self.requests.count(
            at: exchange.listener, exchange.version.rawValue, status < Self.statusClasses ? max(status, 0) : 0
        )
        let own = self.durations.count &- 1
        let upstream = exchange.upstream ?? own
        if upstream >= 0, upstream <= own { self.durations[upstream].count(exchange.duration) }
        self.bytesIn.count(exchange.listener, exchange.bytesIn)
        self.bytesOut.count(exchange.listener, exchange.bytesOut)
        self.documents &+= exchange.documents
        if let result = exchange.authentication { self.authentications.count(result.rawValue) }
        if let isGranted = exchange.isGranted { self.authorizations.count(isGranted ? 1 : 0) }
    }

    public mutating func connected(listener: Int) { self.connections.count(listener) }
    public mutating func refusedConnection(listener: Int) { self.connectionsRefused.count(listener) }
    public mutating func handshake(listener: Int, isTLS13: Bool, isResumed: Bool) {
        self.handshakes.count(at: listener, isTLS13 ? 1 : 0, isResumed ? 1 : 0)
    }
    public mutating func handshakeFailed(listener: Int) { self.handshakeFailures.count(listener) }
    public mutating func upstreamFailed(_ upstream: Int) { self.upstreamFailures.count(upstream) }

    /// A budget was asked whether something may pass.
    public mutating func limit(_ kind: LimitKind, _ decision: LimitDecision) {
        self.limits.count(at: kind.rawValue, decision.rawValue)
    }

    public mutating func add(_ other: LoopCounters) {
        self.requests.add(other.requests)
        for index in self.durations.indices where index < other.durations.count {
            self.durations[index].add(other.durations[index])
        }
        self.bytesIn.add(other.bytesIn)
        self.bytesOut.add(other.bytesOut)
        self.connections.add(other.connections)
        self.connectionsRefused.add(other.connectionsRefused)
        self.handshakes.add(other.handshakes)
        self.handshakeFailures.add(other.handshakeFailures)
        self.authentications.add(other.authentications)
        self.authorizations.add(other.authorizations)
        self.documents &+= other.documents
        self.limits.add(other.limits)
        self.upstreamFailures.add(other.upstreamFailures)
    }
}
