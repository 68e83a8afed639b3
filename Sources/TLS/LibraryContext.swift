internal import COpenSSL

/// An `SSL_CTX` while it is set up; ``release()`` hands it to the ``TLSContext``.
final class LibraryContext {
    private var pointer: OpaquePointer?

    /// Bits of security that keys and signatures must have: 112, so RSA and DH of 2048 bits, no SHA-1.
    private static let securityLevel: Int32 = 2

    private init(
        isServer: Bool, versions: (TLSVersion, TLSVersion), suites: [String], groups: [String]
    )
        throws(TLSError)
    {
        ErrorQueue.clear()
        guard let pointer = SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method()) else {
            throw .drained(after: "SSL_CTX_new")
        }
        self.pointer = pointer
        SSL_CTX_set_security_level(pointer, Self.securityLevel)
        try self.use(versions: versions, suites: try CipherSuites(suites))
        guard COpenSSL_SSL_CTX_set1_groups_list(pointer, groups.joined(separator: ":")) == 1 else {
            ErrorQueue.clear()
            throw .settings("unknown key exchange group in [\(groups.joined(separator: ", "))]")
        }
        let options =
            COpenSSL_SSL_OP_NO_COMPRESSION | COpenSSL_SSL_OP_NO_RENEGOTIATION
            | COpenSSL_SSL_OP_CIPHER_SERVER_PREFERENCE
        SSL_CTX_set_options(pointer, options)
        // Buffers go back after each record, so that an idle session holds none.
        let modes =
            SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
            | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
        _ = COpenSSL_SSL_CTX_set_mode(pointer, Int(modes))
        SSL_CTX_set_verify_depth(pointer, Int32(TLSContext.chainDepthMax))
        SSL_CTX_set_info_callback(pointer, countIdleTalk)
    }

    /// The context of one of a listener's certificates.
    convenience init(
        server settings: TLSContext.ServerSettings, authorities: TrustedAuthorities?
    ) throws(TLSError) {
        try self.init(
            isServer: true, versions: (settings.minimumVersion, settings.maximumVersion),
            suites: settings.cipherSuites, groups: settings.groups)
        SSL_CTX_set_max_early_data(self.pointer, 0)
        SSL_CTX_set_recv_max_early_data(self.pointer, 0)
        _ = COpenSSL_SSL_CTX_set_session_cache_mode(self.pointer, Int(SSL_SESS_CACHE_OFF))
        if settings.sessionTickets {
            SSL_CTX_set_num_tickets(self.pointer, TLSContext.ticketCount)
            SSL_CTX_set_tlsext_ticket_key_evp_cb(self.pointer, sealTicket)
        } else {
            SSL_CTX_set_options(self.pointer, COpenSSL_SSL_OP_NO_TICKET)
            SSL_CTX_set_num_tickets(self.pointer, 0)
        }
        _ = COpenSSL_SSL_CTX_set_tlsext_servername_callback(self.pointer, chooseCertificate)
        if !settings.applicationProtocols.isEmpty {
            SSL_CTX_set_alpn_select_cb(self.pointer, chooseProtocol, nil)
        }
        try self.authenticateClients(settings.clientAuthentication, authorities: authorities)
    }

    /// The context of connections to a cluster.
    convenience init(
        client settings: TLSContext.ClientSettings, authorities: TrustedAuthorities?
    ) throws(TLSError) {
        try self.init(
            isServer: false, versions: (settings.minimumVersion, settings.maximumVersion),
            suites: settings.cipherSuites, groups: settings.groups)
        let wire = settings.applicationProtocols.flatMap {
            [UInt8($0.rawValue.utf8.count)] + Array($0.rawValue.utf8)
        }
        // 0 is success here, unlike in the neighbouring functions.
        if !wire.isEmpty, SSL_CTX_set_alpn_protos(self.pointer, wire, UInt32(wire.count)) != 0 {
            throw .drained(after: "SSL_CTX_set_alpn_protos")
        }
        let mode = SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL
        _ = COpenSSL_SSL_CTX_set_session_cache_mode(self.pointer, Int(mode))
        SSL_CTX_sess_set_new_cb(self.pointer, keepTicket)
        guard settings.verification != .none else {
            SSL_CTX_set_verify(self.pointer, SSL_VERIFY_NONE, nil)
            return
        }
        SSL_CTX_set_verify(self.pointer, SSL_VERIFY_PEER, nil)
        if let authorities {
            try self.trust(authorities)
        } else if SSL_CTX_set_default_verify_paths(self.pointer) != 1 {
            throw .drained(after: "SSL_CTX_set_default_verify_paths")
        }
    }

    deinit { SSL_CTX_free(self.pointer) }

    /// Hands over the `SSL_CTX`; this object is of no use afterwards.
    func release() -> OpaquePointer {
        guard let pointer = self.pointer else { preconditionFailure("released twice") }
        self.pointer = nil
        return pointer
    }

    /// Shows `part` to peers; a second one must have a key of another kind.
    func use(_ part: Identity.Part) throws(TLSError) {
        ErrorQueue.clear()
        guard let leaf = part.chain.first, SSL_CTX_use_certificate(self.pointer, leaf.pointer) == 1 else {
            throw Self.refused(part.pair.certificate)
        }
        for certificate in part.chain.dropFirst()
        where COpenSSL_SSL_CTX_add1_chain_cert(self.pointer, certificate.pointer) != 1 {
            throw Self.refused(part.pair.certificate)
        }
        guard SSL_CTX_use_PrivateKey(self.pointer, part.key.pointer) == 1 else {
            throw Self.refused(part.pair.key)
        }
    }

    private func use(versions: (TLSVersion, TLSVersion), suites: CipherSuites) throws(TLSError) {
        // A version without a suite cannot be spoken: the operator's list decides.
        let minimum = suites.tlsV12.isEmpty ? .tlsV13 : versions.0
        let maximum = suites.tlsV13.isEmpty ? .tlsV12 : versions.1
        guard minimum <= maximum else { throw .settings("no cipher suite fits the protocol versions") }
        let isSet =
            COpenSSL_SSL_CTX_set_min_proto_version(self.pointer, minimum.wire) == 1
            && COpenSSL_SSL_CTX_set_max_proto_version(self.pointer, maximum.wire) == 1
            && (suites.tlsV12.isEmpty || SSL_CTX_set_cipher_list(self.pointer, suites.tlsV12) == 1)
            && SSL_CTX_set_ciphersuites(self.pointer, suites.tlsV13) == 1
        guard isSet else { throw .settings("cipher suites: \(ErrorQueue.drainReason())") }
    }

    private func authenticateClients(
        _ mode: TLSContext.ClientAuthentication, authorities: TrustedAuthorities?
    )
        throws(TLSError)
    {
        // A ticket opens only under the trust it was given under: who resumes is not verified again.
        var identity: [UInt8] = [mode == .none ? 0 : 1] + (authorities?.digest.dropFirst() ?? [])
        guard SSL_CTX_set_session_id_context(self.pointer, &identity, UInt32(identity.count)) == 1 else {
            throw .drained(after: "SSL_CTX_set_session_id_context")
        }
        guard let authorities else { return }
        let required = mode == .required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0
        SSL_CTX_set_verify(self.pointer, SSL_VERIFY_PEER | required, nil)
        _ = COpenSSL_SSL_CTX_set_max_cert_list(self.pointer, TLSContext.clientChainSizeMax)
        try self.trust(authorities)
        for authority in authorities.certificates
        where SSL_CTX_add_client_CA(self.pointer, authority.pointer) != 1 {
            throw .drained(after: "SSL_CTX_add_client_CA")
        }
    }

    private func trust(_ authorities: TrustedAuthorities) throws(TLSError) {
        let store = SSL_CTX_get_cert_store(self.pointer)
        // What the operator lists is trusted, be it a root or not: as in Elasticsearch.
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        for authority in authorities.certificates where X509_STORE_add_cert(store, authority.pointer) != 1 {
            throw Self.refused(authorities.path)
        }
    }

    /// Why OpenSSL did not take what stands in the file at `path`.
    private static func refused(_ path: String) -> TLSError {
        let code = ErrorQueue.drainCode()
        let reason = ErrorQueue.reason(of: code)
        let weak = [SSL_R_EE_KEY_TOO_SMALL, SSL_R_CA_KEY_TOO_SMALL, SSL_R_CA_MD_TOO_WEAK]
        guard ERR_GET_LIB(code) == Int32(ERR_LIB_SSL), weak.contains(ERR_GET_REASON(code)) else {
            return .file(path: path, problem: .malformed(reason: reason))
        }
        return .file(path: path, problem: .weak(reason: reason))
    }
}

extension TLSVersion {
    /// The version's number on the wire.
    var wire: Int32 { self == .tlsV12 ? TLS1_2_VERSION : TLS1_3_VERSION }
}
