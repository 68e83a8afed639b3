import Client
import Foundation
import HTTP
import TLS
import TestSupport
import Testing

/// The server's certificate is always verified: its authority, its name, its dates.
struct VerificationTests {
    private struct Fixture {
        let folder: String
        let server: ScriptedServer

        /// - Parameter cuts: the connection ends without TLS's own sign.
        init(names: [String] = ["localhost"], cuts: Bool = false) throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())")
                .path
            self.folder = folder
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let now = Int64(Date().timeIntervalSince1970)
            for name in ["ca", "other"] {
                let authority = try CertificateAuthority.make(commonName: name, now: now, days: 2)
                try authority.certificate.write(
                    certificate: "\(folder)/\(name).crt", key: "\(folder)/\(name).key")
                guard name == "ca" else { continue }
                var request = CertificateRequest(commonName: "server", now: now, days: 2)
                request.dnsNames = names
                try authority.issue(request).write(certificate: "\(folder)/a.crt", key: "\(folder)/a.key")
            }
            let pair = CertificatePair(certificate: "\(folder)/a.crt", key: "\(folder)/a.key")
            let context = try TLSContext.server(.init(certificates: [pair]))
            self.server = ScriptedServer { _, peer, _ in
                guard let secure = try? SecurePeer(peer, context), secure.handshake() else { return }
                while secure.message(.request) != nil {
                    if cuts {
                        secure.send("HTTP/1.1 200 OK\r\n\r\n{}")
                        return
                    }
                    secure.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                }
            }
        }

        func client(_ host: String = "localhost", authority: String? = "ca") throws -> Client {
            var settings = Client.Settings(url: try ServerURL("https://\(host):\(self.server.port)"))
            settings.authorities = authority.map { "\(self.folder)/\($0).crt" }
            settings.timeoutSeconds = 5
            return try Client(settings)
        }

        func remove() {
            self.server.stop()
            try? FileManager.default.removeItem(atPath: self.folder)
        }
    }

    private func failure(_ client: Client) -> ClientError? {
        do throws(ClientError) {
            _ = try client.send(ClientRequest(.get, ["x"]))
            return nil
        } catch {
            return error
        }
    }

    @Test func aTrustedCertificate() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let client = try fixture.client()
        for _ in 0..<3 { #expect(try client.send(ClientRequest(.get, ["x"])).status == 200) }
        #expect(fixture.server.connectionCount == 1)
        #expect(client.certificate?.dnsNames == ["localhost"])
    }

    @Test func othersAreRefused() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        // Another authority, none but the system's, and a name that the certificate does not have.
        for (host, authority) in [("localhost", "other"), ("localhost", nil), ("127.0.0.1", "ca")] {
            guard case .tls(.peerCertificate) = self.failure(try fixture.client(host, authority: authority))
            else {
                Issue.record("accepted: \(host) by \(authority ?? "the system's")")
                continue
            }
        }
        #expect(throws: ClientError.self) { try fixture.client(authority: "none") }
    }

    @Test func anAnswerThatMayHaveBeenCut() throws {
        let fixture = try Fixture(cuts: true)
        defer { fixture.remove() }
        guard case .cutOff = self.failure(try fixture.client()) else {
            Issue.record("taken")
            return
        }
    }

    @Test func aServerThatSpeaksNoTLS() throws {
        let server = ScriptedServer { _ in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" }
        defer { server.stop() }
        var settings = Client.Settings(url: try ServerURL("https://127.0.0.1:\(server.port)"))
        settings.timeoutSeconds = 5
        guard case .tls = self.failure(try Client(settings)) else {
            // The scripted server may wait for a whole head; then it is the deadline that ends it.
            #expect(self.failure(try Client(settings)) == .timedOut(seconds: 5))
            return
        }
    }
}
