import Glibc
import Testing

@testable import TLS

@Suite struct TLSContextTests {
    private func refusal(
        _ change: (inout TLSContext.ServerSettings, Material) throws -> Void
    ) throws -> TLSError? {
        let material = try Material()
        let pair = try material.server()
        return failure {
            _ = try material.serverContext {
                $0.certificates = [pair]
                try change(&$0, material)
            }
        }
    }

    /// The problem and the last part of the path that it names.
    private func problem(_ error: TLSError?) -> (file: String, problem: TLSError.FileProblem)? {
        guard case .file(let path, let problem) = error else { return nil }
        return (String(path.split(separator: "/").last ?? ""), problem)
    }

    @Test func aMissingFileIsNamed() throws {
        for name in ["certificate", "key"] {
            let error = try self.refusal { settings, material in
                if name == "key" {
                    settings.certificates[0].key = material.folder("missing")
                } else {
                    settings.certificates[0].certificate = material.folder("missing")
                }
            }
            let found = self.problem(error)
            #expect(found?.file == "missing")
            #expect(found?.problem == .unreadable(reason: "No such file or directory"))
            #expect(
                error?.description.hasSuffix("missing] cannot be read: No such file or directory") == true)
        }
    }

    @Test func aFolderIsNoFile() throws {
        let error = try self.refusal { $0.certificates[0].certificate = $1.folder.path }
        #expect(self.problem(error)?.problem == .unreadable(reason: "Is a directory"))
    }

    @Test func anEndlessFileIsRefused() throws {
        let error = try self.refusal { settings, _ in settings.certificates[0].certificate = "/dev/zero" }
        #expect(error == .file(path: "/dev/zero", problem: .tooLong))
    }

    @Test(arguments: [
        ("", TLSError.FileProblem.noCertificate), ("no PEM at all", .noCertificate),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", .malformed(reason: "")),
        ("-----BEGIN CERTIFICATE-----\n", .malformed(reason: "")),
    ])
    func brokenCertificatesAreNamed(text: String, expected: TLSError.FileProblem) throws {
        let error = try self.refusal {
            $0.certificates[0].certificate = try $1.folder.write(Array(text.utf8), "broken")
        }
        let found = self.problem(error)
        #expect(found?.file == "broken")
        guard case .malformed = expected else {
            #expect(found?.problem == expected)
            return
        }
        guard case .malformed = found?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aBrokenCertificateInTheChainIsNoEnd() throws {
        let error = try self.refusal {
            let whole = try PEM.read($0.certificates[0].certificate)
            let broken = Array("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".utf8)
            $0.certificates[0].certificate = try $1.folder.write(whole + broken, "chain")
        }
        guard case .malformed = self.problem(error)?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func brokenKeysAreNamed() throws {
        let missing = try self.refusal { settings, _ in
            settings.certificates[0].key = settings.certificates[0].certificate
        }
        #expect(self.problem(missing)?.problem == .noKey)
        let broken = try self.refusal {
            let text = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
            $0.certificates[0].key = try $1.folder.write(Array(text.utf8), "broken")
        }
        guard case .malformed = self.problem(broken)?.problem else {
            Issue.record("\(String(describing: broken))")
            return
        }
    }

    @Test func theKeyOfAnotherCertificateIsRefused() throws {
        let error = try self.refusal {
            $0.certificates[0].key = try $1.server(["other.test"], file: "other").key
        }
        let found = self.problem(error)
        #expect(found?.file == "other.key")
        guard case .keyMismatch(let path) = found?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path.hasSuffix("/server.crt"))
    }

    @Test func anEncryptedKeyNeedsItsPassphrase() throws {
        let material = try Material()
        var request = CertificateRequest(commonName: "server", now: Material.now, days: 1)
        request.dnsNames = ["server.test"]
        var pair = CertificatePair(certificate: material.folder("e.crt"), key: material.folder("e.key"))
        try material.authority.issue(request).write(
            certificate: pair.certificate, key: pair.key, passphrase: "sésame")
        for wrong in [nil, "", "other", String(repeating: "x", count: 5000)] {
            pair.passphrase = wrong
            let error = failure { _ = try material.serverContext { $0.certificates = [pair] } }
            #expect(error == .file(path: pair.key, problem: .passphrase))
        }
        pair.passphrase = "sésame"
        try Link(try material.clientContext(), try material.serverContext { $0.certificates = [pair] })
            .connect()
    }

    @Test func aWeakKeyIsRefused() throws {
        let material = try Material()
        let weak = try material.rsa(bits: 1024, names: ["server.test"], file: "weak")
        let error = failure { _ = try material.serverContext { $0.certificates = [weak] } }
        #expect(error == .file(path: weak.certificate, problem: .weak(reason: "ee key too small")))
    }

    @Test func clientAuthenticationNeedsAuthorities() throws {
        for mode in [TLSContext.ClientAuthentication.optional, .required] {
            let error = try self.refusal { settings, _ in settings.clientAuthentication = mode }
            #expect(error == .settings("client authentication needs certificate authorities"))
        }
    }

    @Test func expiredAuthoritiesAreRefusedUnlessOneIsValid() throws {
        let material = try Material()
        let old = try CertificateAuthority.make(commonName: "Old", now: Material.now - 86400 * 9, days: 5)
        let expired = try material.folder.write(try old.certificate.certificatePEM(), "old.crt")
        let pair = try material.server()
        func context(_ path: String) -> TLSError? {
            failure {
                _ = try material.serverContext {
                    $0.certificates = [pair]
                    $0.clientAuthentication = .required
                    $0.clientAuthorities = path
                }
            }
        }
        #expect(context(expired) == .file(path: expired, problem: .expired))
        #expect(
            failure { _ = try material.clientContext { $0.authorities = expired } }
                == .file(path: expired, problem: .expired))
        let both = try material.folder.write(
            try PEM.read(expired) + (try PEM.read(material.authorities)), "both.crt")
        #expect(context(both) == nil)
        let key = material.folder("ca.key")
        #expect(context(key) == .file(path: key, problem: .noCertificate))
    }

    @Test func aServerNeedsACertificate() {
        #expect(
            failure { _ = try TLSContext.server(TLSContext.ServerSettings(certificates: [])) }
                == .settings("a server needs a certificate"))
    }

    @Test(arguments: [
        "ALL", "DEFAULT", "HIGH:!aNULL", "", "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384", "AES",
        "@SECLEVEL=0",
        "TLS_NO_SUCH_SUITE", "-ALL",
    ])
    func wordsThatNameNoSuiteAreRefused(word: String) throws {
        let error = try self.refusal { settings, _ in settings.cipherSuites.append(word) }
        #expect(error == .settings("unknown cipher suite [\(word)]"))
    }

    @Test func suitesDecideWhichVersionsAreSpoken() throws {
        let only12 = try self.refusal { settings, _ in
            settings.cipherSuites = ["ECDHE-ECDSA-AES128-GCM-SHA256"]
            settings.minimumVersion = .tlsV13
        }
        #expect(only12 == .settings("no cipher suite fits the protocol versions"))
        let material = try Material()
        let server = try material.serverContext {
            $0.cipherSuites = ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"]
        }
        let link = try Link(try material.clientContext(), server)
        try link.connect()
        #expect(link.server.session.version == .tlsV12)
        #expect(link.server.session.cipher == "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
        let new = try material.serverContext { $0.cipherSuites = ["TLS_CHACHA20_POLY1305_SHA256"] }
        let old = try Link(try material.clientContext { $0.maximumVersion = .tlsV12 }, new)
        #expect(failure { try old.settle() } == .handshake(reason: "unsupported protocol"))
        let second = try Link(try material.clientContext(), new)
        try second.connect()
        #expect(second.server.session.cipher == "TLS_CHACHA20_POLY1305_SHA256")
    }

    @Test func anUnknownGroupIsRefused() throws {
        let error = try self.refusal { settings, _ in settings.groups = ["X25519", "P-9"] }
        #expect(error == .settings("unknown key exchange group in [X25519, P-9]"))
    }

    @Test func aChainIsSentWhole() throws {
        let material = try Material()
        let (root, middle) = try material.intermediate()
        var request = CertificateRequest(commonName: "leaf", now: Material.now, days: 1)
        request.dnsNames = ["server.test"]
        let pair = try material.write(request, "leaf", by: middle)
        let chain = try PEM.read(pair.certificate) + (try middle.certificate.certificatePEM())
        let whole = CertificatePair(certificate: try material.folder.write(chain, "chain.crt"), key: pair.key)
        let client = try material.clientContext { $0.authorities = root }
        try Link(client, try material.serverContext { $0.certificates = [whole] }).connect()
        // Without it the client cannot find the way to the root.
        let short = try Link(client, try material.serverContext { $0.certificates = [pair] })
        guard case .peerCertificate = failure({ try short.settle() }) else {
            Issue.record("accepted")
            return
        }
        // What the operator lists is trusted without its own issuer.
        let partial = try material.folder.write(try middle.certificate.certificatePEM(), "middle.crt")
        let trusting = try material.clientContext { $0.authorities = partial }
        try Link(trusting, try material.serverContext { $0.certificates = [pair] }).connect()
    }
}
