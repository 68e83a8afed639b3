import Testing

@testable import TLS

@Suite struct VerificationTests {
    // What the client does about the server's certificate.

    @Test(
        arguments: [TLSVersion.tlsV12, .tlsV13],
        [
            "server.test", "SERVER.test", "server.test.", "a.wild.test", "127.0.0.1", "::1",
            "0:0:0:0:0:0:0:1",
        ])
    func aNameOfTheCertificateIsAccepted(version: TLSVersion, name: String) throws {
        let material = try Material()
        let pair = try material.server(["server.test", "*.wild.test"], addresses: ["127.0.0.1", "::1"])
        let link = try Link(
            try material.clientContext { $0.maximumVersion = version },
            try material.serverContext { $0.certificates = [pair] }, serverName: name)
        try link.connect()
        // RFC 6066 §3: an address is not sent as a name.
        let isAddress = name.contains(":") || name.first == "1"
        #expect(
            link.server.session.serverName == (isAddress ? nil : name.hasSuffix(".") ? "server.test" : name))
    }

    @Test(arguments: [
        ("other.test", "hostname mismatch"), ("wild.test", "hostname mismatch"),
        ("b.a.wild.test", "hostname mismatch"), ("server", "hostname mismatch"),
        ("127.0.0.2", "IP address mismatch"), ("::2", "IP address mismatch"),
    ])
    func anotherNameIsRefused(name: String, reason: String) throws {
        let material = try Material()
        // The subject reads "server": a common name is no server name.
        let pair = try material.server(["server.test", "*.wild.test"], addresses: ["127.0.0.1"])
        let server = try material.serverContext { $0.certificates = [pair] }
        let full = try Link(try material.clientContext(), server, serverName: name)
        #expect(failure { try full.settle() } == .peerCertificate(reason: reason))
        for verification in [TLSContext.Verification.certificate, .none] {
            let context = try material.clientContext { $0.verification = verification }
            try Link(context, server, serverName: name).connect()
        }
    }

    @Test func aCommonNameIsNoServerName() throws {
        let material = try Material()
        let request = CertificateRequest(commonName: "server.test", now: Material.now, days: 1)
        let pair = try material.write(request, "nameless")
        let link = try Link(
            try material.clientContext(), try material.serverContext { $0.certificates = [pair] })
        #expect(failure { try link.settle() } == .peerCertificate(reason: "hostname mismatch"))
    }

    @Test func anUnknownAuthorityIsRefused() throws {
        let (material, other) = (try Material(), try Material())
        let server = try material.serverContext()
        for verification in [TLSContext.Verification.full, .certificate] {
            let link = try Link(try other.clientContext { $0.verification = verification }, server)
            #expect(
                failure { try link.settle() }
                    == .peerCertificate(reason: "unable to get local issuer certificate"))
            // The server learns why: unknown_ca.
            guard case .alert(48, _) = failure({ try link.carry(from: link.client, to: link.server) }) else {
                Issue.record("no alert")
                continue
            }
        }
        try Link(try other.clientContext { $0.verification = .none }, server).connect()
    }

    @Test func theSystemsAuthoritiesDoNotKnowTheTestServer() throws {
        let material = try Material()
        let link = try Link(try material.clientContext { $0.authorities = nil }, try material.serverContext())
        guard case .peerCertificate = failure({ try link.settle() }) else {
            Issue.record("accepted")
            return
        }
    }

    @Test(arguments: [(-20, -10, "certificate has expired"), (10, 20, "certificate is not yet valid")])
    func aCertificateOutOfItsTimeIsRefused(from: Int64, to: Int64, reason: String) throws {
        let material = try Material()
        var request = CertificateRequest(commonName: "server", now: Material.now, days: 1)
        request.dnsNames = ["server.test"]
        request.notBefore = Material.now + from * 86400
        request.notAfter = Material.now + to * 86400
        let pair = try material.write(request, "server")
        let link = try Link(
            try material.clientContext(), try material.serverContext { $0.certificates = [pair] })
        #expect(failure { try link.settle() } == .peerCertificate(reason: reason))
    }

    @Test func aClientsCertificateDoesNotServe() throws {
        let material = try Material()
        var request = CertificateRequest(commonName: "client", now: Material.now, days: 1)
        request.dnsNames = ["server.test"]
        request.purposes = [.client]
        let pair = try material.write(request, "client")
        let link = try Link(
            try material.clientContext(), try material.serverContext { $0.certificates = [pair] })
        #expect(failure { try link.settle() } == .peerCertificate(reason: "unsuitable certificate purpose"))
    }

    @Test(arguments: ["", "a\u{0}b", String(repeating: "a", count: 254)])
    func anImpossibleServerNameIsRefused(name: String) throws {
        let material = try Material()
        let context = try material.clientContext()
        #expect(
            failure { _ = try TLSSession(context: context, serverName: name) }
                == .settings("not a server name: [\(name)]"))
    }

    @Test func fullVerificationNeedsAName() throws {
        let material = try Material()
        let context = try material.clientContext { $0.serverName = nil }
        #expect(
            failure { _ = try TLSSession(context: context) }
                == .settings("full verification needs a server name"))
        let lax = try material.clientContext {
            $0.serverName = nil
            $0.verification = .certificate
        }
        let link = try Link(lax, try material.serverContext())
        try link.connect()
        #expect(link.server.session.serverName == nil)
    }

    // What the server does about the client's certificate.

    private func link(
        _ mode: TLSContext.ClientAuthentication, version: TLSVersion,
        shows: (Material) throws -> CertificatePair?
    ) throws -> Link {
        let material = try Material()
        let pair = try shows(material)
        return try Link(
            try material.clientContext {
                $0.certificate = pair
                $0.maximumVersion = version
            },
            try material.serverContext {
                $0.clientAuthentication = mode
                $0.clientAuthorities = material.authorities
            })
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13], [TLSContext.ClientAuthentication.optional, .required])
    func aClientWithACertificateIsKnown(version: TLSVersion, mode: TLSContext.ClientAuthentication) throws {
        let link = try self.link(mode, version: version) { try $0.client("alice") }
        try link.connect()
        #expect(link.server.session.peerCertificateSubject == "CN=alice")
        #expect(link.server.session.peerCertificate?.issuer == "CN=Test CA")
        try link.exchange()
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func aClientWithoutACertificate(version: TLSVersion) throws {
        for mode in [TLSContext.ClientAuthentication.none, .optional] {
            let link = try self.link(mode, version: version) { _ in nil }
            try link.connect()
            #expect(link.server.session.peerCertificateSubject == nil)
        }
        let link = try self.link(.required, version: version) { _ in nil }
        #expect(failure { try link.settle() } == .handshake(reason: "peer did not return a certificate"))
        #expect(!link.server.session.isEstablished)
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13], [TLSContext.ClientAuthentication.optional, .required])
    func aClientOfAnotherAuthorityIsRefused(version: TLSVersion, mode: TLSContext.ClientAuthentication) throws
    {
        let link = try self.link(mode, version: version) { material in
            let other = try CertificateAuthority.make(commonName: "Test CA", now: Material.now, days: 2)
            return try material.client("mallory", by: other)
        }
        guard case .peerCertificate = failure({ try link.settle() }) else {
            Issue.record("accepted")
            return
        }
        #expect(!link.server.session.isEstablished)
    }

    @Test func aCertificateIsNotAskedForUnlessSet() throws {
        let link = try self.link(.none, version: .tlsV13) { try $0.client() }
        try link.connect()
        #expect(link.server.session.peerCertificate == nil)
    }

    @Test func aServersCertificateIsNoClients() throws {
        let link = try self.link(.required, version: .tlsV13) { try $0.server(["client"], file: "other") }
        #expect(failure { try link.settle() } == .peerCertificate(reason: "unsuitable certificate purpose"))
    }
}
