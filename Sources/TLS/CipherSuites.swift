internal import COpenSSL

/// A list of cipher suites, checked and cut by version into OpenSSL's form (`A:B`).
struct CipherSuites {
    let tlsV12: String
    let tlsV13: String

    /// - Parameter names: OpenSSL's or registered names, most wanted first. OpenSSL itself would skip what it
    ///   does not know and take words like `ALL`; here each must name one suite.
    init(_ names: [String]) throws(TLSError) {
        ErrorQueue.clear()
        guard let scratch = SSL_CTX_new(TLS_method()) else { throw .drained(after: "SSL_CTX_new") }
        defer { SSL_CTX_free(scratch) }
        var old: [String] = []
        var new: [String] = []
        for name in names {
            let own = OPENSSL_cipher_name(name).map { String(cString: $0) }
            // OpenSSL has names of its own for the suites of TLS 1.2 only.
            if own == name, SSL_CTX_set_ciphersuites(scratch, name) == 1 {
                new.append(name)
                continue
            }
            let candidate = own.flatMap { $0 == "(NONE)" ? nil : $0 } ?? name
            guard SSL_CTX_set_cipher_list(scratch, candidate) == 1, Self.contains(candidate, in: scratch)
            else {
                ErrorQueue.clear()
                throw .settings("unknown cipher suite [\(name)]")
            }
            old.append(candidate)
        }
        ErrorQueue.clear()
        self.tlsV12 = old.joined(separator: ":")
        self.tlsV13 = new.joined(separator: ":")
    }

    private static func contains(_ name: String, in context: OpaquePointer) -> Bool {
        let suites = SSL_CTX_get_ciphers(context)
        return (0..<max(COpenSSL_sk_SSL_CIPHER_num(suites), 0)).contains { index in
            let suite = COpenSSL_sk_SSL_CIPHER_value(suites, index)
            return SSL_CIPHER_get_name(suite).map { String(cString: $0) } == name
        }
    }
}
