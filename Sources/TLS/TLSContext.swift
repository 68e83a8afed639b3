internal import COpenSSL

/// What the sessions of one listener or one cluster share: certificates, versions, trust, ALPN.
///
/// Immutable; at a reload a new one takes its place, and sessions keep the one that they began with.
// SAFETY: nothing changes after `init` but ticket keys, which have a lock; `SSL_CTX` counts its references atomically
// and may serve `SSL_new` on several threads while nobody changes it.
public final class TLSContext: @unchecked Sendable {
    /// Bytes of the chain that a client may send: ten certificates with RSA keys of 4096 bits are 20 KB.
    public static let clientChainSizeMax = 32 * 1024
    /// Certificates between a peer's and a trusted one at most.
    public static let chainDepthMax = 10
    /// Tickets after a full TLS 1.3 handshake. One: clients of an API resume one connection at a time, and a ticket
    /// costs 20 us and 230 bytes on the wire.
    static let ticketCount = 1

    enum Role { case server, client }

    let role: Role
    /// Each certificate's `SSL_CTX` of a server, the default first; the only one of a client.
    private let pointers: [OpaquePointer]
    private let serverNames: ServerNames
    private let applicationProtocols: [[UInt8]]
    let ticketKeys: TLSTicketKeys?
    let verification: Verification
    let defaultServerName: String?
    /// What the certificates of this side say, in the order of the settings: for logs and for a metric of their end.
    public let certificates: [Certificate]

    private init(
        role: Role, contexts: [LibraryContext], serverNames: ServerNames, protocols: [ApplicationProtocol],
        ticketKeys: TLSTicketKeys?, verification: Verification, defaultServerName: String?,
        certificates: [Certificate]
    ) {
        self.role = role
        self.pointers = contexts.map { $0.release() }
        self.serverNames = serverNames
        self.applicationProtocols = protocols.map { Array($0.rawValue.utf8) }
        self.ticketKeys = ticketKeys
        self.verification = verification
        self.defaultServerName = defaultServerName
        self.certificates = certificates
        for pointer in self.pointers {
            // Unretained: every session holds its context, and callbacks run only within a session's calls.
            SSL_CTX_set_ex_data(pointer, 0, Unmanaged.passUnretained(self).toOpaque())
        }
    }

    deinit { for pointer in self.pointers { SSL_CTX_free(pointer) } }

    /// The context of a listener.
    /// - Throws: ``TLSError/file(path:problem:)``, ``TLSError/settings(_:)``.
    public static func server(_ settings: ServerSettings) throws(TLSError) -> TLSContext {
        guard !settings.certificates.isEmpty else { throw .settings("a server needs a certificate") }
        var authorities: TrustedAuthorities?
        switch (settings.clientAuthentication, settings.clientAuthorities) {
        case (.none, _): break
        case (_, nil): throw .settings("client authentication needs certificate authorities")
        case (_, .some(let path)): authorities = try TrustedAuthorities(path)
        }
        let identities = try Identity.load(settings.certificates)
        var ticketKeys: TLSTicketKeys?
        if settings.sessionTickets {
            if let shared = settings.ticketKeys {
                ticketKeys = shared
            } else {
                ticketKeys = try TLSTicketKeys()
            }
        }
        var names = ServerNames()
        var contexts: [LibraryContext] = []
        for (index, identity) in identities.enumerated() {
            names.add(identity.names, index: index)
            let context = try LibraryContext(server: settings, authorities: authorities)
            for part in identity.parts { try context.use(part) }
            contexts.append(context)
        }
        return TLSContext(
            role: .server, contexts: contexts, serverNames: names, protocols: settings.applicationProtocols,
            ticketKeys: ticketKeys, verification: .none, defaultServerName: nil,
            certificates: identities.flatMap { $0.parts }.sorted { $0.index < $1.index }.map {
                $0.information
            })
    }

    /// The context of connections to a cluster.
    /// - Throws: ``TLSError/file(path:problem:)``, ``TLSError/settings(_:)``.
    public static func client(_ settings: ClientSettings) throws(TLSError) -> TLSContext {
        let authorities: TrustedAuthorities?
        if let path = settings.authorities, settings.verification != .none {
            authorities = try TrustedAuthorities(path)
        } else {
            authorities = nil
        }
        let context = try LibraryContext(client: settings, authorities: authorities)
        var certificates: [Certificate] = []
        if let pair = settings.certificate {
            let part = try Identity.Part(pair, index: 0)
            try context.use(part)
            certificates.append(part.information)
        }
        return TLSContext(
            role: .client, contexts: [context], serverNames: ServerNames(),
            protocols: settings.applicationProtocols, ticketKeys: nil, verification: settings.verification,
            defaultServerName: settings.serverName, certificates: certificates)
    }

    /// The context that sessions begin with.
    var pointer: OpaquePointer { self.pointers[0] }

    /// The context of the session that a callback is for.
    static func of(_ ssl: OpaquePointer) -> TLSContext? {
        guard let data = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), 0) else { return nil }
        return Unmanaged<TLSContext>.fromOpaque(data).takeUnretainedValue()
    }

    /// Lets the certificate for the client's server name answer; the default one stays if there is none.
    func selectCertificate(for ssl: OpaquePointer) -> Bool {
        guard let name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name),
            let index = self.serverNames[String(cString: name)]
        else { return false }
        if index > 0 { SSL_set_SSL_CTX(ssl, self.pointers[index]) }
        return true
    }

    /// The first of our protocols that is in the client's list (RFC 7301 §3.1, length-prefixed names), as a range of it.
    func selectProtocol(in offered: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        for wanted in self.applicationProtocols {
            var index = 0
            while index < offered.count {
                let start = index + 1
                let end = start + Int(offered[index])
                guard end <= offered.count else { return nil }
                if offered[start..<end].elementsEqual(wanted) { return start..<end }
                index = end
            }
        }
        return nil
    }
}

/// `SSL_CTX_set_tlsext_servername_callback`.
func chooseCertificate(
    ssl: OpaquePointer?, _: UnsafeMutablePointer<Int32>?, _: UnsafeMutableRawPointer?
) -> Int32 {
    guard let ssl, let context = TLSContext.of(ssl) else { return SSL_TLSEXT_ERR_NOACK }
    return context.selectCertificate(for: ssl) ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK
}

/// `SSL_CTX_set_alpn_select_cb`; what it selects lies in the client's list. Without overlap the handshake ends with
/// no_application_protocol (RFC 7301 §3.2).
func chooseProtocol(
    ssl: OpaquePointer?, selected: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    length: UnsafeMutablePointer<UInt8>?, offered: UnsafePointer<UInt8>?, count: UInt32,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    guard let ssl, let selected, let length, let offered, let context = TLSContext.of(ssl),
        let range = context.selectProtocol(in: UnsafeBufferPointer(start: offered, count: Int(count)))
    else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    selected.pointee = offered + range.lowerBound
    length.pointee = UInt8(truncatingIfNeeded: range.count)
    return SSL_TLSEXT_ERR_OK
}
