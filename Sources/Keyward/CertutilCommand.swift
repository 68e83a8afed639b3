internal import Commands
internal import EventLoop
internal import TLS

/// `keyward certutil`: a certificate authority and certificates of it, ECDSA P-256, for the first start.
enum CertutilCommand {
    /// A hundred years.
    private static let daysMax = 36_525

    static func run(_ arguments: Arguments) -> Int32 {
        do throws(TLSError) {
            if arguments.command == .certutilAuthority {
                try self.makeAuthority(arguments)
            } else {
                try self.makeCertificate(arguments)
            }
        } catch {
            Console.complain("keyward certutil: \(error)")
            return 1
        }
        return 0
    }

    private static func days(_ options: Arguments, default standard: Int) throws(TLSError) -> Int {
        guard let text = options[.days] else { return standard }
        guard let days = Int(text), 1...self.daysMax ~= days else {
            throw .settings("--days must be a number from 1 to \(self.daysMax)")
        }
        return days
    }

    private static func makeAuthority(_ options: Arguments) throws(TLSError) {
        let authority = try CertificateAuthority.make(
            commonName: "Keyward CA", now: Clock.wall / 1000, days: try self.days(options, default: 3650))
        let folder = options[.out] ?? "."
        try authority.certificate.write(certificate: "\(folder)/ca.crt", key: "\(folder)/ca.key")
    }

    private static func makeCertificate(_ options: Arguments) throws(TLSError) {
        guard let source = options[.authorities] else {
            throw .settings("--ca is needed: the folder of ca.crt and ca.key")
        }
        let authority = try CertificateAuthority.load(
            CertificatePair(certificate: "\(source)/ca.crt", key: "\(source)/ca.key"))
        let name = options[.name] ?? "server"
        // Browsers take no server certificate for longer than 398 days.
        var request = CertificateRequest(
            commonName: name, now: Clock.wall / 1000, days: try self.days(options, default: 397))
        request.dnsNames = (options[.dns] ?? "").split(separator: ",").map(String.init)
        request.addresses = (options[.address] ?? "").split(separator: ",").map(String.init)
        if options.has(.client) { request.purposes = [.client] }
        let folder = options[.out] ?? source
        try authority.issue(request).write(certificate: "\(folder)/\(name).crt", key: "\(folder)/\(name).key")
    }
}
