internal import COpenSSL

/// What a certificate says of itself: for logs, metrics and the choice by server name. Checks nothing.
public struct Certificate: Sendable, Equatable {
    /// RFC 2253 form, like `CN=node-1,O=Example`.
    public let subject: String
    public let issuer: String
    /// Seconds since 1970.
    public let notBefore: Int64
    /// Seconds since 1970.
    public let notAfter: Int64
    /// The DNS names of the subject alternative name (RFC 5280 §4.2.1.6), lower case.
    public let dnsNames: [String]
    /// Its IP addresses: 4 or 16 bytes each.
    public let addresses: [[UInt8]]
    /// SHA-256 of the DER form.
    public let fingerprint: [UInt8]
    /// Whether it may sign others (basic constraints).
    public let isAuthority: Bool

    /// Reads every certificate of the PEM file at `path`, in order.
    /// - Throws: ``TLSError/file(path:problem:)``.
    public static func load(_ path: String) throws(TLSError) -> [Certificate] {
        try PEM.certificates(in: try PEM.read(path), path: path).map { Certificate($0) }
    }

    init(_ handle: X509Handle) { self.init(borrowing: handle.pointer) }

    /// Reads from a certificate that the caller keeps.
    init(borrowing pointer: OpaquePointer) {
        self.subject = Self.text(of: X509_get_subject_name(pointer))
        self.issuer = Self.text(of: X509_get_issuer_name(pointer))
        self.notBefore = Self.seconds(of: X509_get0_notBefore(pointer))
        self.notAfter = Self.seconds(of: X509_get0_notAfter(pointer))
        (self.dnsNames, self.addresses) = Self.alternativeNames(of: pointer)
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var count: UInt32 = 0
        if X509_digest(pointer, EVP_sha256(), &digest, &count) != 1 { digest = [] }
        self.fingerprint = digest
        self.isAuthority = X509_check_ca(pointer) == 1
        ErrorQueue.clear()
    }

    /// The name in RFC 2253 form, or an empty text if memory runs out.
    static func text(of name: OpaquePointer?) -> String {
        guard let name, let sink = try? MemoryBIO() else { return "" }  // rare and informative only
        // ASN1_STRFLGS_ESC_MSB off: UTF-8 stays readable; control characters are escaped.
        let flags = COpenSSL_XN_FLAG_RFC2253 & ~UInt(ASN1_STRFLGS_ESC_MSB)
        guard X509_NAME_print_ex(sink.pointer, name, 0, flags) >= 0 else { return "" }
        return String(decoding: sink.written, as: UTF8.self)
    }

    /// Seconds since 1970; 0 for a time that cannot be read.
    private static func seconds(of time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard let time, let epoch = ASN1_TIME_set(nil, 0) else { return 0 }
        defer { ASN1_STRING_free(epoch) }
        guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return 0 }
        return Int64(days) * 86400 + Int64(seconds)
    }

    private static func alternativeNames(of pointer: OpaquePointer) -> ([String], [[UInt8]]) {
        guard let raw = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return ([], []) }
        let names = OpaquePointer(raw)
        defer { GENERAL_NAMES_free(names) }
        var dnsNames: [String] = []
        var addresses: [[UInt8]] = []
        for index in 0..<max(COpenSSL_sk_GENERAL_NAME_num(names), 0) {
            guard let name = COpenSSL_sk_GENERAL_NAME_value(names, index) else { continue }
            switch name.pointee.type {
            case GEN_DNS:
                dnsNames.append(
                    String(decoding: self.bytes(of: name.pointee.d.dNSName), as: UTF8.self).lowercased())
            case GEN_IPADD: addresses.append(self.bytes(of: name.pointee.d.iPAddress))
            default: break
            }
        }
        return (dnsNames, addresses)
    }

    private static func bytes(of string: UnsafeMutablePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string, let data = ASN1_STRING_get0_data(string) else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(string))))
    }
}
