import Bytes
import COpenSSL
import Testing

@testable import TLS

@Suite struct MisbehaviourTests {
    private func link(_ version: TLSVersion) throws -> Link {
        let material = try Material()
        return try Link(
            try material.clientContext { $0.maximumVersion = version }, try material.serverContext())
    }

    @Test(arguments: [SSL_KEY_UPDATE_NOT_REQUESTED, SSL_KEY_UPDATE_REQUESTED])
    func keyUpdatesWithoutDataEndTheSession(kind: Int32) throws {
        let link = try self.link(.tlsV13)
        try link.connect()
        let client = link.client.session
        var count = 0
        var error: TLSError?
        while error == nil, count < 1000 {
            count += 1
            #expect(SSL_key_update(client.handle, kind) == 1)
            try link.client.sendHandshakeMessages()
            error = failure { try link.carry(from: link.client, to: link.server) }
            link.server.output.removeAll()
        }
        #expect(error == .idleTalk)
        #expect(count > 20 && count < 60)
    }

    @Test func keyUpdatesInOnePieceEndTheSession() throws {
        let link = try self.link(.tlsV13)
        try link.connect()
        for _ in 0..<200 {
            try #require(SSL_key_update(link.client.session.handle, SSL_KEY_UPDATE_REQUESTED) == 1)
            try link.client.sendHandshakeMessages()
        }
        #expect(failure { try link.carry(from: link.client, to: link.server) } == .idleTalk)
        // At most one reply of 27 bytes for each that was let through.
        #expect(link.server.output.count < 60 * 27)
    }

    @Test func keyUpdatesAmongDataAreServed() throws {
        let link = try self.link(.tlsV13)
        try link.connect()
        for _ in 0..<100 {
            #expect(SSL_key_update(link.client.session.handle, SSL_KEY_UPDATE_REQUESTED) == 1)
            try link.exchange()
        }
    }

    @Test func renegotiationIsRefused() throws {
        let link = try self.link(.tlsV12)
        try link.connect()
        SSL_clear_options(link.client.session.handle, COpenSSL_SSL_OP_NO_RENEGOTIATION)
        #expect(SSL_renegotiate(link.client.session.handle) == 1)
        try link.client.sendHandshakeMessages()
        try link.carry(from: link.client, to: link.server)
        // RFC 5246 §7.2.2: a warning, no_renegotiation, and the connection goes on for this side.
        #expect(!link.server.output.isEmpty && link.server.output.count < 64)
        #expect(link.server.session.isEstablished && link.server.plaintext.isEmpty)
        #expect(failure { try link.carry(from: link.server, to: link.client) } != nil)
    }

    @Test func requestsToRenegotiateWithoutDataEndTheSession() throws {
        let link = try self.link(.tlsV12)
        try link.connect()
        SSL_clear_options(link.server.session.handle, COpenSSL_SSL_OP_NO_RENEGOTIATION)
        var error: TLSError?
        var count = 0
        while error == nil, count < 1000 {
            count += 1
            try #require(SSL_renegotiate(link.server.session.handle) == 1)
            try link.server.sendHandshakeMessages()
            error = failure { try link.carry(from: link.server, to: link.client) }
            link.client.output.removeAll()
        }
        #expect(error == .idleTalk && count > 20 && count < 60)
    }

    @Test(arguments: [TLS1_VERSION, TLS1_1_VERSION])
    func olderVersionsAreRefused(version: Int32) throws {
        let material = try Material()
        let context = try material.clientContext()
        _ = COpenSSL_SSL_CTX_set_min_proto_version(context.pointer, TLS1_VERSION)
        SSL_CTX_set_security_level(context.pointer, 0)
        #expect(SSL_CTX_set_cipher_list(context.pointer, "ALL:@SECLEVEL=0") == 1)
        _ = COpenSSL_SSL_CTX_set_max_proto_version(context.pointer, version)
        let link = try Link(context, try material.serverContext())
        #expect(failure { try link.settle() } == .handshake(reason: "unsupported protocol"))
        // protocol_version
        guard case .alert(70, _) = failure({ try link.carry(from: link.server, to: link.client) }) else {
            Issue.record("no alert")
            return
        }
    }

    @Test func versionsFollowTheSettings() throws {
        let material = try Material()
        let new = try material.serverContext { $0.minimumVersion = .tlsV13 }
        let old = try Link(try material.clientContext { $0.maximumVersion = .tlsV12 }, new)
        #expect(failure { try old.settle() } == .handshake(reason: "unsupported protocol"))
        let link = try Link(
            try material.clientContext(), try material.serverContext { $0.maximumVersion = .tlsV12 })
        try link.connect()
        #expect(link.server.session.version == .tlsV12)
    }
}
