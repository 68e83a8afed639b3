/// All settings, checked, with defaults filled in. Durations are nanoseconds, sizes bytes.
package struct Configuration: Sendable {
    package var pathData = "data"
    package var pathLogs = "logs"
    package var nodeName = ""
    /// 0: one a core.
    package var loops = 0
    package var shutdownDeadline: Int64 = 30_000_000_000
    package var listeners: [Listener] = []
    package var upstreams: [Upstream] = []
    package var limits = Limits()
    package var audit = Audit()
    package var logging = Logging()
    package var authc = Authc()

    package struct KeyPair: Sendable, Equatable {
        package var certificate: String
        package var key: String
        package var passphrase: String?
    }

    package struct Listener: Sendable {
        package var name: String
        package var line: Int
        package var host: String
        package var port: UInt16
        package var upstream: String
        package var tls: TLS?
        package var allowsCleartextKeysOnLoopback = false

        package struct TLS: Sendable {
            package var certificates: [KeyPair]
            package var authorities: String?
            package var clientAuthentication = "none"
            package var protocols = ["TLSv1.2", "TLSv1.3"]
            package var cipherSuites: [String] = []
            package var sessionTickets = true
        }
    }

    package struct Upstream: Sendable {
        package var name: String
        package var line: Int
        package var isKibana = false
        package var hosts: [Host] = []
        package var authorities: String?
        package var certificate: KeyPair?
        package var verification = "full"
        /// Value of the `Authorization` field that each request gets.
        package var authorization: Authorization?
        package var connectTimeout: Int64 = 5_000_000_000
        package var responseTimeout: Int64 = 120_000_000_000
        package var bodyTimeout: Int64 = 60_000_000_000
        package var idleTimeout: Int64 = 60_000_000_000
        package var connections = 256
        package var queue = 1024
        package var queueTimeout: Int64 = 10_000_000_000
        package var requestHeaders: [String] = []
        package var healthInterval: Int64 = 10_000_000_000

        package struct Host: Sendable, Equatable {
            package var isTLS: Bool
            package var name: String
            package var port: UInt16
        }

        package enum Authorization: Sendable {
            case basic(username: String, password: String)
            /// Base64 of `id:secret`.
            case apiKey(String)
        }
    }

    package struct Limits: Sendable {
        package var connections = 10_000
        package var connectionsPerAddress = 10_000
        package var handshakesPerTurn = 8
        package var handshakeTimeout: Int64 = 10_000_000_000
        package var headTimeout: Int64 = 30_000_000_000
        package var idleTimeout: Int64 = 75_000_000_000
        package var rateInterval: Int64 = 15_000_000_000
        package var rateBytes = 4 << 10
        package var lineBytes = 16 << 10
        package var headBytes = 32 << 10
        package var fieldCount = 128
        package var segmentCount = 32
        package var parameterCount = 128
        package var bodyBytes = 100 << 20
        package var ownBodyBytes = 1 << 20
        package var highWatermark = 256 << 10
        package var requestsPerConnection = 1_000_000
        package var discardBytes = 64 << 10
        package var lingerTimeout: Int64 = 2_000_000_000
    }

    package struct Audit: Sendable {
        package var isEnabled = true
        /// nil: standard output.
        package var path: String?
        package var toStandardOutput = false
        package var rotateSize = 128 << 20
        package var rotateKeep = 7
        package var refusesOnOverflow = false
        package var queueBytes = 64 << 20
    }

    package struct Logging: Sendable {
        package var level = "info"
        package var format = "text"
    }

    package struct Authc: Sendable {
        package var users: String?
        package var usersRoles: String?
        package var cacheTTL: Int64 = 300_000_000_000
        package var bcryptCost = 10
        package var apiKeysAreEnabled = true
    }

    package init() {}
}
