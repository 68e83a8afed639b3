internal import COpenSSL

/// A certificate with its private key in PEM form.
public final class IssuedCertificate {
    let certificate: X509Handle
    let key: PrivateKey

    init(certificate: X509Handle, key: PrivateKey) {
        self.certificate = certificate
        self.key = key
    }

    public var information: Certificate { Certificate(self.certificate) }

    /// The certificate in PEM form.
    public func certificatePEM() throws(TLSError) -> [UInt8] {
        let sink = try MemoryBIO()
        guard PEM_write_bio_X509(sink.pointer, self.certificate.pointer) == 1 else {
            throw .drained(after: "PEM_write_bio_X509")
        }
        return sink.written
    }

    /// The private key in PEM form (PKCS#8), encrypted with AES-256 under PBKDF2 if there is a passphrase.
    public func keyPEM(passphrase: String? = nil) throws(TLSError) -> [UInt8] {
        let sink = try MemoryBIO()
        let result: Int32
        if let passphrase {
            let secret = Array(passphrase.utf8CString)
            result = PEM_write_bio_PKCS8PrivateKey(
                sink.pointer, self.key.pointer, EVP_aes_256_cbc(), secret, Int32(clamping: secret.count - 1),
                nil, nil)
        } else {
            result = PEM_write_bio_PKCS8PrivateKey(sink.pointer, self.key.pointer, nil, nil, 0, nil, nil)
        }
        guard result == 1 else { throw .drained(after: "PEM_write_bio_PKCS8PrivateKey") }
        return sink.written
    }

    /// Writes both files, each whole or not at all: the key with mode 0600, the certificate with 0644. Files of these
    /// names are replaced.
    /// - Throws: ``TLSError/file(path:problem:)``.
    public func write(certificate: String, key: String, passphrase: String? = nil) throws(TLSError) {
        try AtomicFile.write(try self.keyPEM(passphrase: passphrase), to: key, mode: 0o600)
        try AtomicFile.write(try self.certificatePEM(), to: certificate, mode: 0o644)
    }
}

/// Signs certificates: for the first start (`keyward certutil`) and for tests. Keys are ECDSA on P-256.
public final class CertificateAuthority {
    private let own: IssuedCertificate

    init(_ own: IssuedCertificate) { self.own = own }

    /// An authority with a fresh key that signs itself and may sign leaves only (path length 0).
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - days: how long it is valid.
    public static func make(
        commonName: String, now: Int64, days: Int
    ) throws(TLSError) -> CertificateAuthority {
        let key = try PrivateKey()
        let request = CertificateRequest(commonName: commonName, now: now, days: days)
        let builder = try CertificateBuilder(
            commonName: commonName, key: key, notBefore: request.notBefore, notAfter: request.notAfter)
        try builder.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0", issuer: nil)
        try builder.add(NID_key_usage, "critical,keyCertSign,cRLSign", issuer: nil)
        try builder.add(NID_subject_key_identifier, "hash", issuer: nil)
        let certificate = try builder.sign(issuer: nil, key: key)
        return CertificateAuthority(IssuedCertificate(certificate: certificate, key: key))
    }

    /// An authority that was written before.
    /// - Throws: ``TLSError/file(path:problem:)``; ``TLSError/settings(_:)`` if the certificate may not sign.
    public static func load(_ pair: CertificatePair) throws(TLSError) -> CertificateAuthority {
        let part = try Identity.Part(pair, index: 0)
        guard let certificate = part.chain.first, part.information.isAuthority else {
            throw .settings("[\(pair.certificate)] is not an authority")
        }
        return CertificateAuthority(IssuedCertificate(certificate: certificate, key: part.key))
    }

    /// The authority's own certificate and key.
    public var certificate: IssuedCertificate { self.own }

    /// Signs a certificate with a fresh key.
    /// - Throws: ``TLSError/settings(_:)`` for a name, address or time that cannot be certified.
    public func issue(_ request: CertificateRequest) throws(TLSError) -> IssuedCertificate {
        try self.issue(request, key: try PrivateKey())
    }

    /// Signs a certificate for `key`.
    func issue(_ request: CertificateRequest, key: PrivateKey) throws(TLSError) -> IssuedCertificate {
        let builder = try CertificateBuilder(
            commonName: request.commonName, key: key, notBefore: request.notBefore, notAfter: request.notAfter
        )
        let issuer = self.own.certificate
        try builder.add(NID_basic_constraints, "critical,CA:FALSE", issuer: issuer)
        try builder.add(NID_key_usage, "critical,digitalSignature", issuer: issuer)
        let purposes = request.purposes.map { $0.rawValue }.sorted()
        if !purposes.isEmpty {
            try builder.add(NID_ext_key_usage, purposes.joined(separator: ","), issuer: issuer)
        }
        try builder.add(NID_subject_key_identifier, "hash", issuer: issuer)
        try builder.add(NID_authority_key_identifier, "keyid", issuer: issuer)
        try builder.add(dnsNames: request.dnsNames, addresses: request.addresses)
        let certificate = try builder.sign(issuer: issuer, key: self.own.key)
        return IssuedCertificate(certificate: certificate, key: key)
    }
}
