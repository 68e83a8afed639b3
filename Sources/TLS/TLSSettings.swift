/// A version of TLS that this proxy speaks. Older ones are refused (RFC 8996).
public enum TLSVersion: Int, Sendable, Comparable {
    case tlsV12 = 12
    case tlsV13 = 13

    public static func < (left: TLSVersion, right: TLSVersion) -> Bool { left.rawValue < right.rawValue }
}

/// What ALPN can settle on (RFC 7301); the raw value is the registered name.
public enum ApplicationProtocol: String, Sendable, CaseIterable {
    case http11 = "http/1.1"
    case http2 = "h2"
}

/// Where a certificate and its private key stand.
public struct CertificatePair: Sendable, Equatable {
    /// PEM file: the certificate first, then the chain without the root (setting `ssl.certificate`).
    public var certificate: String
    /// PEM file: PKCS#8, PKCS#1 or SEC 1 (setting `ssl.key`).
    public var key: String
    /// Opens an encrypted key (setting `ssl.key_passphrase`).
    public var passphrase: String?

    public init(certificate: String, key: String, passphrase: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.passphrase = passphrase
    }
}

extension TLSContext {
    /// Most wanted first. TLS 1.3: AES-128 before AES-256, as safe here and cheaper. TLS 1.2: ephemeral elliptic
    /// curves (forward secrecy) and AEAD only.
    public static let cipherSuitesDefault = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]
    /// Key exchange groups, most wanted first.
    public static let groupsDefault = ["X25519", "P-256", "P-384"]

    /// What a server asks of the client's certificate (setting `ssl.client_authentication`).
    public enum ClientAuthentication: String, Sendable {
        /// It is not asked for.
        case none
        /// It is asked for; one that is sent must verify.
        case optional
        /// The handshake fails without one that verifies.
        case required
    }

    /// How a client checks the server's certificate (setting `ssl.verification_mode`).
    public enum Verification: String, Sendable {
        /// Chain, dates and name.
        case full
        /// Chain and dates.
        case certificate
        /// Nothing: the peer may be anybody.
        case none
    }

    /// What a listener needs.
    public struct ServerSettings: Sendable {
        /// At least one; the first answers a client without SNI or with a name that none covers. Pairs with the
        /// same names and keys of another kind (RSA, ECDSA) are offered side by side.
        public var certificates: [CertificatePair]
        public var clientAuthentication = ClientAuthentication.none
        /// PEM file of the authorities that sign clients; needed unless ``clientAuthentication`` is none.
        public var clientAuthorities: String?
        public var minimumVersion = TLSVersion.tlsV12
        public var maximumVersion = TLSVersion.tlsV13
        /// Most wanted first, by OpenSSL's or the registered names (setting `ssl.cipher_suites`). A version of
        /// which the list names no suite is not spoken.
        public var cipherSuites = TLSContext.cipherSuitesDefault
        public var groups = TLSContext.groupsDefault
        /// Most wanted first; empty: ALPN is ignored.
        public var applicationProtocols: [ApplicationProtocol] = [.http11]
        /// Resumption by tickets (RFC 5077, RFC 8446 §4.6.1). Nothing is kept on the server.
        public var sessionTickets = true
        /// Keys of the tickets; share them between the contexts of a listener, so that a reload does not end
        /// resumption. Nil: made for this context.
        public var ticketKeys: TLSTicketKeys?

        public init(certificates: [CertificatePair]) { self.certificates = certificates }
    }

    /// What a connection to a cluster needs.
    public struct ClientSettings: Sendable {
        /// PEM file of the authorities to trust; nil: the system's (setting `ssl.certificate_authorities`).
        public var authorities: String?
        /// Shown to a server that asks (setting `ssl.certificate`).
        public var certificate: CertificatePair?
        public var verification = Verification.full
        public var minimumVersion = TLSVersion.tlsV12
        public var maximumVersion = TLSVersion.tlsV13
        /// As on the server.
        public var cipherSuites = TLSContext.cipherSuitesDefault
        public var groups = TLSContext.groupsDefault
        /// Offered in this order; empty: no ALPN.
        public var applicationProtocols: [ApplicationProtocol] = [.http11]
        /// Sent (SNI) and verified when the session names none.
        public var serverName: String?

        public init() {}
    }
}
