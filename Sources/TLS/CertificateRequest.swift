/// What a certificate that is to be issued says.
public struct CertificateRequest: Sendable {
    /// What the key may be used for (extended key usage, RFC 5280 §4.2.1.12).
    public enum Purpose: String, Sendable, CaseIterable {
        case server = "serverAuth"
        case client = "clientAuth"
    }

    /// Characters of a common name at most (RFC 5280 appendix A.1, ub-common-name).
    public static let commonNameSizeMax = 64
    /// Seconds that the clocks of two machines may differ: a fresh certificate begins that much in the past.
    public static let clockSkewMax: Int64 = 300

    public var commonName: String
    /// Host names, also with a star as the first label.
    public var dnsNames: [String] = []
    /// IPv4 and IPv6 addresses in text form.
    public var addresses: [String] = []
    public var purposes: Set<Purpose> = [.server]
    /// Seconds since 1970.
    public var notBefore: Int64
    /// Seconds since 1970.
    public var notAfter: Int64

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - days: how long the certificate is valid.
    public init(commonName: String, now: Int64, days: Int) {
        self.commonName = commonName
        self.notBefore = now - Self.clockSkewMax
        self.notAfter = now + Int64(clamping: days) * 86400
    }
}
