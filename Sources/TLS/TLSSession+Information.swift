internal import COpenSSL

/// What an established session tells about itself.
extension TLSSession {
    /// What ALPN settled on, or nil: the peer sent none, or this side has none set. Allocates nothing.
    public var negotiatedProtocol: ApplicationProtocol? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(self.handle, &name, &count)
        // The names differ in length, and only names of the settings are selected.
        switch count {
        case 8: return .http11
        case 2: return .http2
        default: return nil
        }
    }

    /// Nil before the version is settled.
    public var version: TLSVersion? {
        switch SSL_version(self.handle) {
        case TLS1_2_VERSION where self.isEstablished: .tlsV12
        case TLS1_3_VERSION where self.isEstablished: .tlsV13
        default: nil
        }
    }

    /// The cipher suite by its registered name, for logs.
    public var cipher: String? {
        guard let suite = SSL_get_current_cipher(self.handle), let name = SSL_CIPHER_standard_name(suite)
        else {
            return nil
        }
        return String(cString: name)
    }

    /// The server name (SNI) that the client asked for; the peer chose its bytes: escape it before it is logged.
    public var serverName: String? {
        SSL_get_servername(self.handle, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) }
    }

    /// Whether the handshake was cut short by a ticket.
    public var wasResumed: Bool { SSL_session_reused(self.handle) == 1 }

    /// The peer's certificate, or nil if it showed none. On a server with client authentication it has been verified; on
    /// a client it has been as far as the context says.
    public var peerCertificate: Certificate? {
        SSL_get0_peer_certificate(self.handle).map { Certificate(borrowing: $0) }
    }

    /// The subject of the peer's certificate in RFC 2253 form, like `CN=client,O=Example`; nil if it showed none.
    public var peerCertificateSubject: String? {
        SSL_get0_peer_certificate(self.handle).map { Certificate.text(of: X509_get_subject_name($0)) }
    }
}
