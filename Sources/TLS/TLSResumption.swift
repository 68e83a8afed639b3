internal import COpenSSL

/// What lets a client's next session with the same server skip the certificates. Confined to one loop.
public final class TLSResumption {
    private let pointer: OpaquePointer
    /// Whose trust and name the server was verified under: it resumes under no other.
    private let context: TLSContext
    private let serverName: String?

    /// Takes over the caller's reference to an `SSL_SESSION`.
    init(taking pointer: OpaquePointer, context: TLSContext, serverName: String?) {
        self.pointer = pointer
        self.context = context
        self.serverName = serverName
    }

    deinit { SSL_SESSION_free(self.pointer) }

    /// Offers the ticket to the server of `ssl`. A copy: OpenSSL spends the session of TLS 1.3 that it is given.
    func apply(to ssl: OpaquePointer, context: TLSContext, serverName: String?) {
        guard context === self.context, serverName == self.serverName,
            let copy = SSL_SESSION_dup(self.pointer)
        else { return }
        SSL_set_session(ssl, copy)
        SSL_SESSION_free(copy)
        ErrorQueue.clear()
    }
}
