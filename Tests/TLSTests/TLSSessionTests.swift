import Bytes
import Testing

@testable import TLS

@Suite struct TLSSessionTests {
    private func link(_ version: TLSVersion = .tlsV13) throws -> Link {
        let material = try Material()
        return try Link(
            try material.clientContext { $0.maximumVersion = version }, try material.serverContext())
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13], 0..<12)
    func handshakeSurvivesEverySplit(version: TLSVersion, seed: Int) throws {
        let link = try self.link(version)
        var generator = SeededGenerator(seed: UInt64(seed))
        // 0: byte by byte; the higher the seed, the larger the pieces.
        link.pieceSize = { seed == 0 ? 1 : Int.random(in: 1...(seed * 40), using: &generator) }
        try link.connect()
        for session in [link.client.session, link.server.session] {
            #expect(session.version == version)
            #expect(session.negotiatedProtocol == .http11)
            #expect(!session.wasResumed)
        }
        #expect(
            link.server.session.cipher
                == (version == .tlsV13
                    ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
        #expect(link.server.session.serverName == "server.test")
        #expect(link.client.session.peerCertificateSubject == "CN=server")
        try link.exchange()
    }

    @Test func handshakeCutInTwoAtEveryPlaceOfTheFirstFlight() throws {
        let material = try Material()
        let (clientContext, serverContext) = (try material.clientContext(), try material.serverContext())
        let size = try {
            let link = try Link(clientContext, serverContext)
            _ = try link.client.session.handshake(output: link.client.output)
            return link.client.output.count
        }()
        for cut in stride(from: 1, to: size, by: 7) {
            let link = try Link(clientContext, serverContext)
            var pieces = [cut]
            link.pieceSize = { pieces.popLast() ?? .max }
            try link.connect()
        }
    }

    @Test func nothingIsKnownBeforeTheHandshake() throws {
        let link = try self.link()
        let session = link.server.session
        #expect(!session.isEstablished && session.version == nil && session.negotiatedProtocol == nil)
        #expect(session.cipher == nil && session.serverName == nil && session.peerCertificate == nil)
        #expect(!session.hasPendingInput)
        let bytes: [UInt8] = [1]
        let taken = try bytes.withUnsafeBufferPointer { try session.write($0, output: link.server.output) }
        #expect(taken == 0 && link.server.output.isEmpty)
        session.shutdown(output: link.server.output)
        #expect(link.server.output.isEmpty)
    }

    @Test(arguments: [
        (
            [ApplicationProtocol.http11], [ApplicationProtocol.http11],
            ApplicationProtocol.http11 as ApplicationProtocol?
        ),
        ([.http2, .http11], [.http11], .http11), ([.http11, .http2], [.http2, .http11], .http2),
        ([], [.http11], nil), ([.http11], [], nil),
    ])
    func theServersOrderDecides(
        offered: [ApplicationProtocol], served: [ApplicationProtocol], expected: ApplicationProtocol?
    ) throws {
        let material = try Material()
        let link = try Link(
            try material.clientContext { $0.applicationProtocols = offered },
            try material.serverContext { $0.applicationProtocols = served })
        try link.connect()
        #expect(link.server.session.negotiatedProtocol == expected)
        #expect(link.client.session.negotiatedProtocol == expected)
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func noCommonProtocolIsRefusedWithItsAlert(version: TLSVersion) throws {
        let material = try Material()
        let link = try Link(
            try material.clientContext { $0.applicationProtocols = [.http2] },
            try material.serverContext { $0.maximumVersion = version })
        #expect(failure { try link.settle() } == .handshake(reason: "no application protocol"))
        // RFC 7301 §3.2: the alert waits in the output and tells the client.
        let error = failure { try link.carry(from: link.server, to: link.client) }
        guard case .alert(let code, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(code == 120)
        #expect(failure { try link.server.receive([0]) } == .ended)
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func closeNotifyEndsOneDirection(version: TLSVersion) throws {
        let link = try self.link(version)
        try link.connect()
        try link.client.write(Array("last words".utf8))
        link.client.session.shutdown(output: link.client.output)
        let size = link.client.output.count
        link.client.session.shutdown(output: link.client.output)
        #expect(link.client.output.count == size)
        #expect(failure { try link.client.write([1]) } == .ended)
        try link.carry(from: link.client, to: link.server)
        #expect(link.server.last == .closed && link.server.session.isClosedByPeer)
        #expect(link.server.takeText() == "last words")
        // The server may still answer, and the end of the transport is now in order.
        link.server.session.inputEnded()
        try link.server.receive([])
        #expect(link.server.last == .closed)
        try link.server.write(Array("answer".utf8))
        try link.carry(from: link.server, to: link.client)
        #expect(link.client.takeText() == "answer")
    }

    @Test func whatFollowsCloseNotifyIsDropped() throws {
        let link = try self.link()
        try link.connect()
        link.client.session.shutdown(output: link.client.output)
        try link.server.receive(link.client.output.array + [1, 2, 3])
        #expect(link.server.last == .closed && !link.server.session.hasPendingInput)
        try link.server.receive([4, 5, 6], max: 0)
        #expect(link.server.last == .closed && !link.server.session.hasPendingInput)
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func anEndWithoutCloseNotifyIsTruncation(version: TLSVersion) throws {
        let link = try self.link(version)
        try link.connect()
        try link.client.write(Array("cut".utf8))
        try link.carry(from: link.client, to: link.server)
        link.server.session.inputEnded()
        #expect(failure { try link.server.receive([]) } == .truncated)
        #expect(link.server.takeText() == "cut")
        #expect(failure { try link.server.write([1]) } == .ended)
    }

    @Test func theEndOfTheTransportInAHandshakeIsTruncation() throws {
        let link = try self.link()
        _ = try link.client.session.handshake(output: link.client.output)
        let hello = link.client.output.array
        try link.server.receive(Array(hello.dropLast()))
        link.server.session.inputEnded()
        #expect(failure { try link.server.receive([]) } == .truncated)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "http request"), ("CONNECT a HTTP/1.1\r\n", "https proxy request"),
        (String(repeating: "\u{0}", count: 64), "wrong version number"),
    ])
    func garbageIsRefused(text: String, reason: String) throws {
        let link = try self.link()
        #expect(failure { try link.server.receive(Array(text.utf8)) } == .handshake(reason: reason))
        #expect(failure { try link.server.receive([0]) } == .ended)
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13])
    func aFlippedBitIsRefused(version: TLSVersion) throws {
        for place in 0..<40 {
            let link = try self.link(version)
            try link.connect()
            try link.client.write(Array("0123456789".utf8))
            var record = link.client.output.array
            guard place < record.count else { return }
            record[place] ^= 1
            // A longer record is awaited; every other change ends the session.
            let error = failure {
                try link.server.receive(record)
                link.server.session.inputEnded()
                try link.server.receive([])
            }
            #expect(error != nil, "byte \(place)")
            #expect(link.server.plaintext.isEmpty)
        }
    }

    @Test func randomBytesNeverTrap() throws {
        let material = try Material()
        let context = try material.serverContext()
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let peer = try Peer(context)
            var bytes = (0..<Int.random(in: 1...600, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            // Half of them begin like a ClientHello record.
            if Bool.random(using: &generator), bytes.count > 9 {
                bytes.replaceSubrange(0..<6, with: [22, 3, 1, 0, UInt8(bytes.count % 200 + 4), 1])
            }
            _ = failure { try peer.receive(bytes) }
        }
    }

    @Test(arguments: [TLSVersion.tlsV12, .tlsV13], [1, 1000, 16384, 20000])
    func aMegabytePassesUnderBackPressure(version: TLSVersion, max: Int) throws {
        let link = try self.link(version)
        try link.connect()
        var generator = SeededGenerator(seed: 3)
        let size = max == 1 ? 20_000 : 1 << 20
        let sent = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try link.client.write(sent)
        var wire = link.client.output.array[...]
        var received: [UInt8] = []
        let server = link.server
        while !wire.isEmpty {
            let piece = Array(wire.prefix(Int.random(in: 1...40_000, using: &generator)))
            wire = wire.dropFirst(piece.count)
            try server.receive(piece, max: max)
            while true {
                #expect(server.plaintext.count <= max)
                received += server.plaintext.array
                server.plaintext.removeAll()
                guard server.session.hasPendingInput else { break }
                #expect(server.last == .full)
                server.last = try server.session.read(into: server.plaintext, max: max, output: server.output)
            }
        }
        #expect(received == sent)
        #expect(server.last != .closed)
    }

    @Test func ciphertextReceivedTooEarlyIsKept() throws {
        let link = try self.link()
        try link.connect()
        try link.client.write(Array("first".utf8))
        let first = link.client.output.array
        link.client.output.removeAll()
        try link.client.write(Array("second".utf8))
        let second = link.client.output.array
        try link.server.receive(first + second.prefix(9), max: 2)
        #expect(link.server.last == .full && link.server.session.hasPendingInput)
        #expect(link.server.takeText() == "fi")
        try link.server.receive(Array(second.dropFirst(9)), max: 0)
        #expect(link.server.last == .full && link.server.plaintext.isEmpty)
        let server = link.server
        server.last = try server.session.read(into: server.plaintext, output: server.output)
        #expect(server.takeText() == "rstsecond" && server.last == .wantRead)
        #expect(!server.session.hasPendingInput)
    }

    @Test func dataBehindTheHandshakeIsReadAtOnce() throws {
        let link = try self.link()
        _ = try link.client.session.handshake(output: link.client.output)
        try link.carry(from: link.client, to: link.server)
        try link.carry(from: link.server, to: link.client)
        #expect(link.client.session.isEstablished && !link.server.session.isEstablished)
        try link.client.write(Array("early bird".utf8))
        try link.carry(from: link.client, to: link.server)
        #expect(link.server.session.isEstablished && link.server.takeText() == "early bird")
    }
}
