import Testing

@testable import TLS

@Suite struct ServerNamesTests {
    @Test(arguments: [
        ("a.test", 0 as Int?), ("A.Test", 0), ("a.test.", 0), ("b.test", 1), ("x.b.test", 1), ("X.B.TEST", 1),
        ("y.x.b.test", nil), (".b.test", nil), ("special.b.test", 2), ("b.tes", nil), ("", nil), (".", nil),
        ("*.b.test", 1), ("localhost", nil), ("test", nil), ("a.test..", nil),
    ])
    func exactNamesThenOneStarredLabel(name: String, expected: Int?) {
        var names = ServerNames()
        names.add(["a.test"], index: 0)
        names.add(["b.test", "*.b.test"], index: 1)
        names.add(["special.b.test", "a.test", "*.b.test"], index: 2)
        #expect(names[name] == expected)
    }

    @Test(
        arguments: [TLSVersion.tlsV12, .tlsV13],
        [
            ("default.test", "CN=first"), ("second.test", "CN=second"), ("any.second.test", "CN=second"),
            ("third.test", "CN=third"), ("unknown.test", "CN=first"), ("127.0.0.1", "CN=first"),
        ])
    func theClientsNameChoosesTheCertificate(
        version: TLSVersion, name: (asked: String, subject: String)
    ) throws {
        let material = try Material()
        let server = try material.serverContext {
            $0.certificates = [
                try material.server(["default.test"], file: "first"),
                try material.server(["second.test", "*.second.test"], file: "second"),
                try material.server(["third.test"], file: "third"),
            ]
        }
        let client = try material.clientContext {
            $0.verification = .certificate
            $0.maximumVersion = version
        }
        let link = try Link(client, server, serverName: name.asked)
        try link.connect()
        #expect(link.client.session.peerCertificateSubject == name.subject)
        #expect(link.client.session.negotiatedProtocol == .http11)
        try link.exchange()
    }

    @Test func certificatesAreListedInTheOrderOfTheSettings() throws {
        let material = try Material()
        let context = try material.serverContext {
            $0.certificates = try ["one", "two", "three"].map {
                try material.server(["\($0).test"], file: $0)
            }
        }
        #expect(context.certificates.map { $0.subject } == ["CN=one", "CN=two", "CN=three"])
    }

    @Test func keysOfTwoKindsAnswerForOneName() throws {
        let material = try Material()
        let rsa = try material.rsa(bits: 2048, names: ["server.test"], file: "rsa")
        let server = try material.serverContext { $0.certificates = [try material.server(), rsa] }
        for (suite, subject) in [
            ("ECDHE-RSA-AES128-GCM-SHA256", "CN=rsa"), ("ECDHE-ECDSA-AES128-GCM-SHA256", "CN=server"),
        ] {
            let link = try Link(try material.clientContext { $0.cipherSuites = [suite] }, server)
            try link.connect()
            #expect(link.client.session.version == .tlsV12)
            #expect(link.client.session.peerCertificateSubject == subject)
        }
    }
}
