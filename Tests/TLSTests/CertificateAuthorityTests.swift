import Glibc
import TestSupport
import Testing

@testable import TLS

@Suite struct CertificateAuthorityTests {
    private func request() -> CertificateRequest {
        CertificateRequest(commonName: "node", now: Material.now, days: 30)
    }

    @Test func aCertificateSaysWhatWasAskedFor() throws {
        let material = try Material()
        var request = self.request()
        request.dnsNames = ["Node.Example.org", "*.example.org", "localhost"]
        request.addresses = ["127.0.0.1", "2001:db8::1"]
        request.purposes = [.server, .client]
        let pair = try material.write(request, "node")
        let loaded = try Certificate.load(pair.certificate)
        let certificate = try #require(loaded.first)
        #expect(loaded.count == 1)
        #expect(certificate.subject == "CN=node" && certificate.issuer == "CN=Test CA")
        #expect(certificate.dnsNames == ["node.example.org", "*.example.org", "localhost"])
        #expect(
            certificate.addresses == [
                [127, 0, 0, 1], [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            ])
        #expect(certificate.notBefore == Material.now - 300)
        #expect(certificate.notAfter == Material.now + 30 * 86400)
        #expect(certificate.fingerprint.count == 32 && !certificate.isAuthority)
        let authority = try #require(try Certificate.load(material.authorities).first)
        #expect(authority.isAuthority && authority.subject == authority.issuer)
        #expect(authority.dnsNames.isEmpty && authority.fingerprint != certificate.fingerprint)
    }

    @Test func aBundleIsReadInOrder() throws {
        let material = try Material()
        let bytes = try PEM.read(try material.server().certificate) + (try PEM.read(material.authorities))
        let path = try material.folder.write(bytes, "bundle")
        #expect(try Certificate.load(path).map { $0.subject } == ["CN=server", "CN=Test CA"])
    }

    @Test(arguments: [
        "", "a b", "a..b", "a.", ".a", "*", "a.*.b", "*a.b", "-\n", "a,DNS:evil.test", "ü.test", "@section",
        String(repeating: "a", count: 64) + ".test", String(repeating: "abc.", count: 63) + "de",
    ])
    func aNameThatIsNoHostIsRefused(name: String) throws {
        let material = try Material()
        var request = self.request()
        request.dnsNames = ["good.test", name]
        #expect(
            failure { _ = try material.authority.issue(request) } == .settings("not a host name: [\(name)]"))
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.256", "::g", "1.2.3.4,IP:5.6.7.8"])
    func anAddressThatIsNoneIsRefused(address: String) throws {
        let material = try Material()
        var request = self.request()
        request.addresses = [address]
        #expect(
            failure { _ = try material.authority.issue(request) }
                == .settings("not an IP address: [\(address)]"))
    }

    @Test func namesAndTimesHaveLimits() throws {
        let material = try Material()
        for name in ["", String(repeating: "n", count: 65)] {
            var request = self.request()
            request.commonName = name
            #expect(
                failure { _ = try material.authority.issue(request) }
                    == .settings("a common name has 1 to 64 characters"))
        }
        var request = self.request()
        request.commonName = String(repeating: "ü", count: 64)
        #expect(try material.authority.issue(request).information.subject.hasPrefix("CN=üü"))
        request.notAfter = request.notBefore
        #expect(
            failure { _ = try material.authority.issue(request) }
                == .settings("the certificate would end before it begins"))
    }

    @Test func keysAreWrittenForTheOwnerAlone() throws {
        let material = try Material()
        let old = umask(0)
        defer { umask(old) }
        let pair = try material.server()
        #expect(try self.mode(pair.key) == 0o600 && self.mode(pair.certificate) == 0o644)
        #expect(try self.mode(material.folder("ca.key")) == 0o600)
        // Replaced whole; nothing is left beside it.
        let before = try PEM.read(pair.key)
        _ = try material.server()
        #expect(try PEM.read(pair.key) != before && self.mode(pair.key) == 0o600)
        #expect(fileNames(in: material.folder.path) == ["ca.crt", "ca.key", "server.crt", "server.key"])
    }

    @Test func whatCannotBeWrittenIsNamed() throws {
        let material = try Material()
        let path = material.folder("missing/key")
        #expect(
            failure { try AtomicFile.write([1], to: path, mode: 0o600) }
                == .file(path: path, problem: .unwritable(reason: "No such file or directory")))
        let folder = material.folder("folder")
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        #expect(
            failure { try AtomicFile.write([1], to: folder, mode: 0o600) }
                == .file(path: folder, problem: .unwritable(reason: "Is a directory")))
        #expect(fileNames(in: material.folder.path) == ["ca.crt", "ca.key", "folder"])
    }

    @Test func anAuthorityCanBeLoadedAgain() throws {
        let material = try Material()
        let again = try CertificateAuthority.load(
            CertificatePair(certificate: material.authorities, key: material.folder("ca.key")))
        var request = self.request()
        request.dnsNames = ["server.test"]
        let pair = try material.write(request, "again", by: again)
        try Link(try material.clientContext(), try material.serverContext { $0.certificates = [pair] })
            .connect()
        #expect(
            failure { _ = try CertificateAuthority.load(pair) }
                == .settings("[\(pair.certificate)] is not an authority"))
    }

    @Test func serialNumbersDiffer() throws {
        let material = try Material()
        let prints = try (0..<8).map { _ in
            try material.authority.issue(self.request()).information.fingerprint
        }
        #expect(Set(prints).count == 8)
    }

    private func mode(_ path: String) throws -> mode_t {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_mode & 0o777
    }
}
