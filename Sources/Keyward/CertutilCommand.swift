internal import EventLoop
internal import TLS

/// `keyward certutil`: a certificate authority and certificates of it, ECDSA P-256, for the first start.
enum CertutilCommand {
    static let usage = """
        usage: keyward certutil ca [--out FOLDER] [--days N]
                 writes ca.crt and ca.key
               keyward certutil cert --ca FOLDER [--out FOLDER] [--name NAME] [--dns NAME,NAME] [--ip ADDRESS,ADDRESS]
                                     [--days N] [--client]
                 writes NAME.crt and NAME.key, signed by FOLDER/ca.key
        """

    static func run(_ arguments: [String]) -> Int32 {
        let options = Options(
            arguments, values: ["--out", "--days", "--ca", "--name", "--dns", "--ip"], flags: ["--client"])
        if let problem = options.problem {
            Console.complain("keyward certutil: \(problem)\n\(self.usage)")
            return 2
        }
        do throws(TLSError) {
            switch options.rest {
            case ["ca"]: try self.makeAuthority(options)
            case ["cert"]: try self.makeCertificate(options)
            default:
                Console.complain(self.usage)
                return 2
            }
        } catch {
            Console.complain("keyward certutil: \(error)")
            return 1
        }
        return 0
    }

    private static func makeAuthority(_ options: Options) throws(TLSError) {
        let days = options["--days"].flatMap { Int($0) } ?? 3650
        let authority = try CertificateAuthority.make(
            commonName: "Keyward CA", now: Clock.wall / 1000, days: days)
        let folder = options["--out"] ?? "."
        try authority.certificate.write(certificate: "\(folder)/ca.crt", key: "\(folder)/ca.key")
    }

    private static func makeCertificate(_ options: Options) throws(TLSError) {
        guard let source = options["--ca"] else {
            throw .settings("--ca is needed: the folder of ca.crt and ca.key")
        }
        let authority = try CertificateAuthority.load(
            CertificatePair(certificate: "\(source)/ca.crt", key: "\(source)/ca.key"))
        let name = options["--name"] ?? "server"
        // Browsers take no server certificate for longer than 398 days.
        var request = CertificateRequest(
            commonName: name, now: Clock.wall / 1000, days: options["--days"].flatMap { Int($0) } ?? 397)
        request.dnsNames = (options["--dns"] ?? "").split(separator: ",").map(String.init)
        request.addresses = (options["--ip"] ?? "").split(separator: ",").map(String.init)
        if options.flags.contains("--client") { request.purposes = [.client] }
        let folder = options["--out"] ?? source
        try authority.issue(request).write(certificate: "\(folder)/\(name).crt", key: "\(folder)/\(name).key")
    }
}
