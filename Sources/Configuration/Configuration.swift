/// All settings, checked, with defaults filled in. Durations are nanoseconds, sizes bytes.
public struct Configuration: Sendable {
    public var pathData = "data"
    public var pathLogs = "logs"
    public var nodeName = ""
    /// 0: one a core.
    public var loops = 0
    public var shutdownDeadline: Int64 = 30_000_000_000
    public var listeners: [Listener] = []
    public var upstreams: [Upstream] = []
    public var limits = Limits()
    /// Whether what keys do is counted.
    public var usageIsEnabled = true
    public var metrics = Metrics()
    public var audit = Audit()
    public var logging = Logging()
    public var authc = Authc()
    public var console = Console()

    public struct KeyPair: Sendable, Equatable {
        public var certificate: String
        public var key: String
        public var passphrase: String?
    }

    public struct Listener: Sendable {
        public var name: String
        public var line: Int
        public var host: String
        public var port: UInt16
        public var upstream: String
        public var tls: TLS?
        public var allowsCleartextKeysOnLoopback = false
        /// `h2` is offered by ALPN.
        public var http2IsEnabled = true
        /// HTTP/2 without TLS, to clients that begin with its preface.
        public var allowsCleartextHTTP2 = false
        public var takesProxyHeader = false
        public var forwardedField = "none"
        public var trustedProxies: [String] = []
        public var allowedAddresses: [String] = []
        /// The console is served here.
        public var servesConsole = false
        public var takesKeysAsBasic = false

        public struct TLS: Sendable {
            public var certificates: [KeyPair]
            public var authorities: String?
            public var clientAuthentication = "none"
            public var protocols = ["TLSv1.2", "TLSv1.3"]
            public var cipherSuites: [String] = []
            public var sessionTickets = true
        }
    }

    public struct Upstream: Sendable {
        public var name: String
        public var line: Int
        public var isKibana = false
        /// Kibana gets clients' credentials.
        public var passesCredentials = false
        public var hosts: [Host] = []
        public var authorities: String?
        public var certificate: KeyPair?
        public var verification = "full"
        /// Value of the `Authorization` field that each request gets.
        public var authorization: Authorization?
        public var connectTimeout: Int64 = 5_000_000_000
        public var responseTimeout: Int64 = 120_000_000_000
        public var bodyTimeout: Int64 = 60_000_000_000
        public var idleTimeout: Int64 = 60_000_000_000
        public var connections = 256
        public var queue = 1024
        public var queueTimeout: Int64 = 10_000_000_000
        public var requestHeaders: [String] = []
        public var healthInterval: Int64 = 10_000_000_000
        public var catalogueMaxAge: Int64 = 5_000_000_000

        public struct Host: Sendable, Equatable {
            public var isTLS: Bool
            public var name: String
            public var port: UInt16
        }

        public enum Authorization: Sendable {
            case basic(username: String, password: String)
            /// Base64 of `id:secret`.
            case apiKey(String)
        }
    }

    public struct Limits: Sendable {
        /// Answers to requests that pass tell of limits too.
        public var tellsAlways = false
        public var connections = 10_000
        public var connectionsPerAddress = 10_000
        public var handshakesPerTurn = 8
        public var handshakeTimeout: Int64 = 10_000_000_000
        public var headTimeout: Int64 = 30_000_000_000
        public var idleTimeout: Int64 = 75_000_000_000
        public var rateInterval: Int64 = 15_000_000_000
        public var rateBytes = 4 << 10
        public var lineBytes = 16 << 10
        public var headBytes = 32 << 10
        public var fieldCount = 128
        public var segmentCount = 32
        public var parameterCount = 128
        public var bodyBytes = 100 << 20
        public var ownBodyBytes = 1 << 20
        public var inspectedBodyBytes = 10 << 20
        public var highWatermark = 256 << 10
        public var requestsPerConnection = 1_000_000
        public var discardBytes = 64 << 10
        public var lingerTimeout: Int64 = 2_000_000_000
        public var http2 = HTTP2()
        /// Keys and owners whose use is counted at a time.
        public var budgets = 1_000_000
        public var policies: [LimitPolicy] = []
        public var failuresPerMinute = 60
        public var failureBurst = 100
        public var failureAddresses = 65_536
    }

    public struct Metrics: Sendable {
        /// Where they are served without a credential; nil: nowhere.
        public var bind: (host: String, port: UInt16)?
        /// Keys that are named.
        public var topKeys = 10
    }

    public struct Audit: Sendable {
        public var isEnabled = true
        /// `ecs` or `elasticsearch`.
        public var format = "ecs"
        /// `file`, `stdout`, `syslog` or `elasticsearch`.
        public var output = "file"
        /// nil: in the folder of the logs.
        public var path: String?
        public var rotateSize = 128 << 20
        public var rotateKeep = 7
        /// 0: never by time.
        public var rotateInterval: Int64 = 0
        public var refusesOnOverflow = false
        public var queueBytes = 64 << 20
        /// Names of events.
        public var included = [
            "authentication_failed", "anonymous_access_denied", "access_granted", "access_denied",
            "run_as_granted",
            "run_as_denied", "tampered_request", "connection_denied", "security_config_change",
        ]
        public var excluded: [String] = []
        public var ignored: [Policy] = []
        public var isChained = false
        public var syslog = Syslog()
        public var index = Index()
        public var content = Content()

        /// Contents of requests in the trail.
        public struct Content: Sendable {
            /// Names of events; empty: none has it.
            public var events: [String] = []
            public var actions: [String] = []
            public var bytes = 4096
            public var secrets: [String] = []
        }

        /// Where `elasticsearch` is.
        public struct Index: Sendable {
            public var upstream = "default"
            public var name = "keyward-audit-{yyyy.MM.dd}"
            public var isDataStream = false
            public var makesTemplate = true
            public var batchBytes = 1 << 20
            public var interval: Int64 = 1_000_000_000
            /// nil: in the folder of the data.
            public var spoolPath: String?
            public var spoolBytes = 1 << 30
            public var spoolSyncs = false
        }

        /// What is left out; a part that is empty applies to all.
        public struct Policy: Sendable {
            public var events: [String] = []
            public var users: [String] = []
            public var keys: [String] = []
            public var actions: [String] = []
            public var indices: [String] = []
        }

        public struct Syslog: Sendable {
            public enum Transport: Sendable { case udp, tcp, unix }
            public var transport = Transport.unix
            /// A host, or the path of a local socket.
            public var host = "/dev/log"
            public var port: UInt16 = 514
            /// RFC 5424 §6.2.1.
            public var facility = 10
        }
    }

    public struct Logging: Sendable {
        public var level = "info"
        public var format = "text"
    }

    public struct Authc: Sendable {
        public var users: String?
        public var usersRoles: String?
        public var cacheTTL: Int64 = 300_000_000_000
        public var bcryptCost = 10
        public var apiKeysAreEnabled = true
        public var keys = Keys()
    }

    /// `authc.api_key`.
    public struct Keys: Sendable {
        public var rotationGrace: Int64 = 86_400_000_000_000
        public var rotationGraceMax: Int64 = 30 * 86_400_000_000_000
        public var retentionPeriod: Int64 = 7 * 86_400_000_000_000
        public var sweepInterval: Int64 = 3_600_000_000_000
        public var lifetimeDefault: Int64?
        public var lifetimeMax: Int64?
        public var exempt: [String] = []
        public var namePatterns: [String] = []
        public var perOwnerMax = 0
        public var expiryWarning: Int64 = 7 * 86_400_000_000_000
        public var refusesGoneOwners = false
        public var secretPrefix: String?
    }

    /// Sessions of the console.
    public struct Console: Sendable {
        public var idleTimeout: Int64 = 1_800_000_000_000
        public var lifetime: Int64 = 43_200_000_000_000
    }

    public init() {}
}
