/// What a certificate that is to be issued says.
package struct CertificateRequest: Sendable {
    /// What the key may be used for (extended key usage, RFC 5280 §4.2.1.12).
    package enum Purpose: String, Sendable, CaseIterable {
        case server = "serverAuth"
        case client = "clientAuth"
    }

    /// Characters of a common name at most (RFC 5280 appendix A.1, ub-common-name).
    package static let commonNameSizeMax = 64
    /// Seconds that the clocks of two machines may differ: a fresh certificate begins that much in the past.
    package static let clockSkewMax: Int64 = 300

    package var commonName: String
    /// Host names, also with a star as the first label.
    package var dnsNames: [String] = []
    /// IPv4 and IPv6 addresses in text form.
    package var addresses: [String] = []
    package var purposes: Set<Purpose> = [.server]
    /// Seconds since 1970.
    package var notBefore: Int64
    /// Seconds since 1970.
    package var notAfter: Int64

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - days: how long the certificate is valid.
    package init(commonName: String, now: Int64, days: Int) {
        self.commonName = commonName
        self.notBefore = now - Self.clockSkewMax
        self.notAfter = now + Int64(clamping: days) * 86400
    }
}
