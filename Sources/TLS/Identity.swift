internal import COpenSSL

/// One name of this proxy: a certificate, or several of different key kinds for the same names.
struct Identity {
    /// A certificate with its chain and key, as loaded from its files.
    struct Part {
        let pair: CertificatePair
        /// Place in the settings.
        let index: Int
        let chain: [X509Handle]
        let key: PrivateKey
        let information: Certificate

        init(_ pair: CertificatePair, index: Int) throws(TLSError) {
            self.pair = pair
            self.index = index
            self.chain = try PEM.certificates(in: try PEM.read(pair.certificate), path: pair.certificate)
            self.key = try PEM.key(in: try PEM.read(pair.key), passphrase: pair.passphrase, path: pair.key)
            guard let leaf = self.chain.first else {
                throw .file(path: pair.certificate, problem: .noCertificate)
            }
            guard X509_check_private_key(leaf.pointer, self.key.pointer) == 1 else {
                ErrorQueue.clear()
                throw .file(path: pair.key, problem: .keyMismatch(certificate: pair.certificate))
            }
            self.information = Certificate(leaf)
        }

        var keyKind: Int32 { EVP_PKEY_get_base_id(self.key.pointer) }
    }

    private(set) var parts: [Part]
    /// DNS names that it answers.
    var names: [String] { self.parts.first?.information.dnsNames ?? [] }

    /// Loads `pairs` and puts those together that differ in the kind of key alone.
    static func load(_ pairs: [CertificatePair]) throws(TLSError) -> [Identity] {
        var identities: [Identity] = []
        for (index, pair) in pairs.enumerated() {
            let part = try Part(pair, index: index)
            let place = identities.firstIndex { identity in
                Set(identity.names) == Set(part.information.dnsNames)
                    && !identity.parts.contains { $0.keyKind == part.keyKind }
            }
            if let place {
                identities[place].parts.append(part)
            } else {
                identities.append(Identity(parts: [part]))
            }
        }
        return identities
    }
}

/// The certificates of a PEM file that this side trusts.
struct TrustedAuthorities {
    let path: String
    let certificates: [X509Handle]
    /// SHA-256 of the file: tells one trust from another.
    let digest: [UInt8]

    /// - Throws: ``TLSError/file(path:problem:)``, also when every certificate in the file has expired.
    init(_ path: String) throws(TLSError) {
        let bytes = try PEM.read(path)
        self.path = path
        self.certificates = try PEM.certificates(in: bytes, path: path)
        // Like Java's trust managers, dates of the others are checked when a chain is built.
        let isAnyValid = self.certificates.contains {
            X509_cmp_current_time(X509_get0_notAfter($0.pointer)) > 0
        }
        guard isAnyValid else { throw .file(path: path, problem: .expired) }
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            throw .drained(after: "EVP_Digest")
        }
        self.digest = digest
    }
}
