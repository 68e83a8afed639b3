import Testing

@testable import TLS

@Suite struct ResumptionTests {
    /// Connects once and gives what the client may resume with.
    private func first(_ client: TLSContext, _ server: TLSContext) throws -> TLSResumption? {
        let link = try Link(client, server)
        try link.connect()
        #expect(!link.server.session.wasResumed)
        try link.exchange()
        defer { #expect(link.client.session.takeResumption() == nil) }
        return link.client.session.takeResumption()
    }

    private func isResumed(
        _ client: TLSContext, _ server: TLSContext, _ resumption: TLSResumption?, serverName: String? = nil
    ) throws -> Bool {
        let link = try Link(client, server, serverName: serverName, resuming: resumption)
        try link.connect()
        try link.exchange()
        #expect(link.client.session.wasResumed == link.server.session.wasResumed)
        #expect(link.client.session.negotiatedProtocol == .http11)
        return link.server.session.wasResumed
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func aTicketResumesAgainAndAgain(version: TLSVersion) throws {
        let material = try Material()
        let (client, server) = (
            try material.clientContext { $0.maximumVersion = version }, try material.serverContext()
        )
        let resumption = try #require(try self.first(client, server))
        for _ in 0..<3 { #expect(try self.isResumed(client, server, resumption)) }
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func withoutTicketsNothingIsResumed(version: TLSVersion) throws {
        let material = try Material()
        let client = try material.clientContext { $0.maximumVersion = version }
        let server = try material.serverContext { $0.sessionTickets = false }
        let resumption = try self.first(client, server)
        #expect(try !self.isResumed(client, server, resumption))
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func keysThatAreSharedOutliveAReload(version: TLSVersion) throws {
        let material = try Material()
        let keys = try TLSTicketKeys()
        let client = try material.clientContext { $0.maximumVersion = version }
        let pair = try material.server()
        let contexts = try (0..<2).map { _ in
            try material.serverContext {
                $0.certificates = [pair]
                $0.ticketKeys = keys
            }
        }
        let resumption = try self.first(client, contexts[0])
        #expect(try self.isResumed(client, contexts[1], resumption))
        #expect(
            try !self.isResumed(client, try material.serverContext { $0.certificates = [pair] }, resumption))
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func aTicketLivesThroughOneRotation(version: TLSVersion) throws {
        let material = try Material()
        let keys = try TLSTicketKeys()
        let client = try material.clientContext { $0.maximumVersion = version }
        let server = try material.serverContext { $0.ticketKeys = keys }
        let resumption = try self.first(client, server)
        try keys.rotate()
        let link = try Link(client, server, resuming: resumption)
        try link.connect()
        try link.exchange()
        #expect(link.server.session.wasResumed)
        // The ticket was renewed under the current key.
        let renewed = try #require(link.client.session.takeResumption())
        try keys.rotate()
        #expect(try !self.isResumed(client, server, resumption))
        #expect(try self.isResumed(client, server, renewed))
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func aTicketDoesNotCrossATrust(version: TLSVersion) throws {
        let material = try Material()
        let other = try CertificateAuthority.make(commonName: "Other CA", now: Material.now, days: 2)
        try other.certificate.write(
            certificate: material.folder("other.crt"), key: material.folder("other.key"))
        let keys = try TLSTicketKeys()
        let pair = try material.server()
        let alice = try material.client("alice")
        let client = try material.clientContext {
            $0.maximumVersion = version
            $0.certificate = alice
        }
        func server(_ authorities: String) throws -> TLSContext {
            try material.serverContext {
                $0.certificates = [pair]
                $0.ticketKeys = keys
                $0.clientAuthentication = .required
                $0.clientAuthorities = authorities
            }
        }
        let trusting = try server(material.authorities)
        let resumption = try self.first(client, trusting)
        let link = try Link(client, trusting, resuming: resumption)
        try link.connect()
        #expect(link.server.session.wasResumed && link.server.session.peerCertificateSubject == "CN=alice")
        // After a reload with another authority the ticket does not vouch for the client.
        let strict = try Link(client, try server(material.folder("other.crt")), resuming: resumption)
        #expect(failure { try strict.settle() } != nil)
        #expect(!strict.server.session.isEstablished)
    }

    @Test func aClientResumesOnlyUnderTheNameAndContextItVerified() throws {
        let material = try Material()
        let server = try material.serverContext {
            $0.certificates = [try material.server(["server.test", "also.test"])]
        }
        let client = try material.clientContext()
        let resumption = try self.first(client, server)
        #expect(try !self.isResumed(client, server, resumption, serverName: "also.test"))
        #expect(try !self.isResumed(try material.clientContext(), server, resumption))
        #expect(try self.isResumed(client, server, resumption))
    }

    @Test func oneContextServesManyThreadsWhileItsKeysRotate() async throws {
        let material = try Material()
        let keys = try TLSTicketKeys()
        let server = try material.serverContext {
            $0.certificates = [try material.server(["other.test"], file: "other"), try material.server()]
            $0.ticketKeys = keys
        }
        let client = try material.clientContext()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var resumption: TLSResumption?
                    for round in 0..<25 {
                        let link = try Link(client, server, resuming: resumption)
                        try link.connect()
                        try link.exchange()
                        resumption = link.client.session.takeResumption()
                        if round % 10 == 9 { try keys.rotate() }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func aSessionGivesNothingBeforeItsEnd() throws {
        let material = try Material()
        let session = try TLSSession(context: try material.clientContext())
        #expect(session.takeResumption() == nil)
    }
}
