internal import COpenSSL

/// Puts one X.509 v3 certificate together and signs it.
final class CertificateBuilder {
    private let pointer: OpaquePointer

    /// - Parameter key: whose public part is certified.
    init(commonName: String, key: PrivateKey, notBefore: Int64, notAfter: Int64) throws(TLSError) {
        ErrorQueue.clear()
        guard let pointer = X509_new() else { throw .drained(after: "X509_new") }
        self.pointer = pointer
        guard !commonName.isEmpty, commonName.unicodeScalars.count <= CertificateRequest.commonNameSizeMax
        else {
            throw .settings("a common name has 1 to \(CertificateRequest.commonNameSizeMax) characters")
        }
        guard notBefore < notAfter else { throw .settings("the certificate would end before it begins") }
        let text = Array(commonName.utf8)
        let isFilled =
            X509_set_version(pointer, Int(X509_VERSION_3)) == 1
            && self.setSerialNumber()
            && X509_NAME_add_entry_by_txt(
                X509_get_subject_name(pointer), "CN", MBSTRING_UTF8, text, Int32(clamping: text.count), -1, 0)
                == 1
            && ASN1_TIME_set(X509_getm_notBefore(pointer), Int(notBefore)) != nil
            && ASN1_TIME_set(X509_getm_notAfter(pointer), Int(notAfter)) != nil
            && X509_set_pubkey(pointer, key.pointer) == 1
        guard isFilled else { throw .drained(after: "X509") }
    }

    deinit { X509_free(self.pointer) }

    /// Adds the extension `nid` with `value` in the words of OpenSSL's configuration files. `value` must not come from
    /// outside: that language reads files and sections.
    /// - Parameter issuer: who signs; nil: the certificate itself.
    func add(_ nid: Int32, _ value: String, issuer: X509Handle?) throws(TLSError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer?.pointer ?? self.pointer, self.pointer, nil, nil, 0)
        guard let made = X509V3_EXT_conf_nid(nil, &context, nid, value) else {
            throw .drained(after: "X509V3_EXT_conf_nid")
        }
        defer { X509_EXTENSION_free(made) }
        guard X509_add_ext(self.pointer, made, -1) == 1 else { throw .drained(after: "X509_add_ext") }
    }

    /// Adds the subject alternative name (RFC 5280 §4.2.1.6), each part as data, never as configuration.
    func add(dnsNames: [String], addresses: [String]) throws(TLSError) {
        guard !dnsNames.isEmpty || !addresses.isEmpty else { return }
        guard let names = COpenSSL_sk_GENERAL_NAME_new_null() else { throw .drained(after: "GENERAL_NAMES") }
        defer { GENERAL_NAMES_free(names) }
        for name in dnsNames {
            guard Self.isHostName(name), let value = ASN1_STRING_type_new(V_ASN1_IA5STRING),
                ASN1_STRING_set(value, name, Int32(clamping: name.utf8.count)) == 1
            else { throw .settings("not a host name: [\(name)]") }
            try Self.append(GEN_DNS, value, to: names)
        }
        for address in addresses {
            guard let value = a2i_IPADDRESS(address) else {
                ErrorQueue.clear()
                throw .settings("not an IP address: [\(address)]")
            }
            try Self.append(GEN_IPADD, value, to: names)
        }
        guard X509_add1_ext_i2d(self.pointer, NID_subject_alt_name, UnsafeMutableRawPointer(names), 0, 0) == 1
        else {
            throw .drained(after: "X509_add1_ext_i2d")
        }
    }

    /// Signs with the issuer's key (nil: its own `key`) and hands the certificate over.
    func sign(issuer: X509Handle?, key: PrivateKey) throws(TLSError) -> X509Handle {
        let name = X509_get_subject_name(issuer?.pointer ?? self.pointer)
        guard X509_set_issuer_name(self.pointer, name) == 1,
            // The size of the signature, hence 0 for failure.
            X509_sign(self.pointer, key.pointer, EVP_sha256()) > 0,
            X509_up_ref(self.pointer) == 1
        else { throw .drained(after: "X509_sign") }
        return X509Handle(taking: self.pointer)
    }

    /// 127 random bits: unique without a register (RFC 5280 §4.1.2.2 allows 20 bytes and wants a positive number).
    private func setSerialNumber() -> Bool {
        guard let number = BN_new() else { return false }
        defer { BN_free(number) }
        return BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
            && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(self.pointer)) != nil
    }

    /// Letters, digits, hyphens, underscores and dots, the first label perhaps a star: what SNI and URLs can carry.
    private static func isHostName(_ name: String) -> Bool {
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.count <= ServerIdentity.nameSizeMax, !labels.isEmpty else { return false }
        return labels.enumerated().allSatisfy { index, label in
            if index == 0, labels.count > 1, label.elementsEqual([UInt8(ascii: "*")]) { return true }
            return (1...63).contains(label.count)
                && label.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    /// Appends a name that takes over `value`.
    private static func append(
        _ kind: Int32, _ value: UnsafeMutablePointer<ASN1_STRING>, to names: OpaquePointer
    )
        throws(TLSError)
    {
        guard let name = GENERAL_NAME_new() else {
            ASN1_STRING_free(value)
            throw .drained(after: "GENERAL_NAME_new")
        }
        GENERAL_NAME_set0_value(name, kind, value)
        guard COpenSSL_sk_GENERAL_NAME_push(names, name) > 0 else {
            GENERAL_NAME_free(name)
            throw .drained(after: "sk_GENERAL_NAME_push")
        }
    }
}
