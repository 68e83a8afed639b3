/// A version of TLS that this proxy speaks. Older ones are refused (RFC 8996).
package enum TLSVersion: Int, Sendable, Comparable {
    case tlsV12 = 12
    case tlsV13 = 13

    package static func < (left: TLSVersion, right: TLSVersion) -> Bool { left.rawValue < right.rawValue }
}

/// What ALPN can settle on (RFC 7301); the raw value is the registered name.
package enum ApplicationProtocol: String, Sendable, CaseIterable {
    case http11 = "http/1.1"
    case http2 = "h2"
}

/// Where a certificate and its private key stand.
package struct CertificatePair: Sendable, Equatable {
    /// PEM file: the certificate first, then the chain without the root (setting `ssl.certificate`).
    package var certificate: String
    /// PEM file: PKCS#8, PKCS#1 or SEC 1 (setting `ssl.key`).
    package var key: String
    /// Opens an encrypted key (setting `ssl.key_passphrase`).
    package var passphrase: String?

    package init(certificate: String, key: String, passphrase: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.passphrase = passphrase
    }
}

extension TLSContext {
    /// Most wanted first. TLS 1.3: AES-128 before AES-256, as safe here and cheaper. TLS 1.2: ephemeral elliptic
    /// curves (forward secrecy) and AEAD only.
    package static let cipherSuitesDefault = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]
    /// Key exchange groups, most wanted first.
    package static let groupsDefault = ["X25519", "P-256", "P-384"]

    /// What a server asks of the client's certificate (setting `ssl.client_authentication`).
    package enum ClientAuthentication: String, Sendable {
        /// It is not asked for.
        case none
        /// It is asked for; one that is sent must verify.
        case optional
        /// The handshake fails without one that verifies.
        case required
    }

    /// How a client checks the server's certificate (setting `ssl.verification_mode`).
    package enum Verification: String, Sendable {
        /// Chain, dates and name.
        case full
        /// Chain and dates.
        case certificate
        /// Nothing: the peer may be anybody.
        case none
    }

    /// What a listener needs.
    package struct ServerSettings: Sendable {
        /// At least one; the first answers a client without SNI or with a name that none covers. Pairs with the
        /// same names and keys of another kind (RSA, ECDSA) are offered side by side.
        package var certificates: [CertificatePair]
        package var clientAuthentication = ClientAuthentication.none
        /// PEM file of the authorities that sign clients; needed unless ``clientAuthentication`` is none.
        package var clientAuthorities: String?
        package var minimumVersion = TLSVersion.tlsV12
        package var maximumVersion = TLSVersion.tlsV13
        /// Most wanted first, by OpenSSL's or the registered names (setting `ssl.cipher_suites`). A version of
        /// which the list names no suite is not spoken.
        package var cipherSuites = TLSContext.cipherSuitesDefault
        package var groups = TLSContext.groupsDefault
        /// Most wanted first; empty: ALPN is ignored.
        package var applicationProtocols: [ApplicationProtocol] = [.http11]
        /// Resumption by tickets (RFC 5077, RFC 8446 §4.6.1). Nothing is kept on the server.
        package var sessionTickets = true
        /// Keys of the tickets; share them between the contexts of a listener, so that a reload does not end
        /// resumption. Nil: made for this context.
        package var ticketKeys: TLSTicketKeys?

        package init(certificates: [CertificatePair]) { self.certificates = certificates }
    }

    /// What a connection to a cluster needs.
    package struct ClientSettings: Sendable {
        /// PEM file of the authorities to trust; nil: the system's (setting `ssl.certificate_authorities`).
        package var authorities: String?
        /// Shown to a server that asks (setting `ssl.certificate`).
        package var certificate: CertificatePair?
        package var verification = Verification.full
        package var minimumVersion = TLSVersion.tlsV12
        package var maximumVersion = TLSVersion.tlsV13
        /// As on the server.
        package var cipherSuites = TLSContext.cipherSuitesDefault
        package var groups = TLSContext.groupsDefault
        /// Offered in this order; empty: no ALPN.
        package var applicationProtocols: [ApplicationProtocol] = [.http11]
        /// Sent (SNI) and verified when the session names none.
        package var serverName: String?

        package init() {}
    }
}
