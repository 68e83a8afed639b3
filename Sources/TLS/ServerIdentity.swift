internal import COpenSSL

/// Whom a client expects at the other end.
enum ServerIdentity {
    /// Bytes of a host name at most (RFC 1035 §2.3.4).
    static let nameSizeMax = 253

    /// Sends `name` as SNI unless it is an address, and has it verified if `verification` is full.
    static func expect(
        _ name: String?, of ssl: OpaquePointer, verification: TLSContext.Verification
    ) throws(TLSError) {
        guard var name else {
            guard verification != .full else { throw .settings("full verification needs a server name") }
            return
        }
        // RFC 6066 §3: without the dot of the root.
        if name.hasSuffix(".") { name.removeLast() }
        guard !name.isEmpty, name.utf8.count <= self.nameSizeMax, !name.utf8.contains(0) else {
            throw .settings("not a server name: [\(name)]")
        }
        let parameters = SSL_get0_param(ssl)
        if let address = a2i_IPADDRESS(name) {
            // RFC 6066 §3: literal addresses are no server names.
            ASN1_OCTET_STRING_free(address)
            guard verification == .full else { return }
            guard X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 else {
                throw .drained(after: "X509_VERIFY_PARAM_set1_ip_asc")
            }
            return
        }
        ErrorQueue.clear()
        guard COpenSSL_SSL_set_tlsext_host_name(ssl, name) == 1 else {
            throw .drained(after: "SSL_set_tlsext_host_name")
        }
        guard verification == .full else { return }
        // RFC 6125 §6.4: names in the subject do not count, a star stands for a whole label.
        let flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT
        X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(flags))
        guard X509_VERIFY_PARAM_set1_host(parameters, name, 0) == 1 else {
            throw .drained(after: "X509_VERIFY_PARAM_set1_host")
        }
    }
}
