import Bytes
import Foundation
public import TLS

/// TLS over a ``Peer``, with blocking calls like its.
///
/// SAFETY: used by one thread at a time.
public final class SecurePeer: @unchecked Sendable {
    public let peer: Peer
    private let session: TLSSession
    private let output = ByteBuffer(capacity: 1024)
    private let plaintext = ByteBuffer(capacity: 1024)

    public init(_ peer: Peer, _ context: TLSContext, serverName: String? = nil) throws {
        self.peer = peer
        self.session = try TLSSession(context: context, serverName: serverName)
    }

    private func flush() {
        self.peer.send(self.output.array)
        self.output.removeAll()
    }

    /// - Returns: whether it came to a good end.
    public func handshake() -> Bool {
        defer { self.flush() }
        guard var step = try? self.session.handshake(output: self.output) else { return false }
        while step != .done {
            self.flush()
            guard self.receive() else { return false }
            guard let next = try? self.session.handshake(output: self.output) else { return false }
            step = next
        }
        return true
    }

    /// Takes what the other side sends next, if anything.
    private func receive() -> Bool {
        if self.peer.waiting.isEmpty { guard self.peer.more() else { return false } }
        guard let bytes = self.peer.take(self.peer.waiting.count) else { return false }
        let result = bytes.withUnsafeBufferPointer {
            try? self.session.receive($0, into: self.plaintext, output: self.output)
        }
        self.flush()
        return result != nil && result != .closed
    }

    public func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBufferPointer { try? self.session.write($0, output: self.output) }
        self.flush()
    }

    /// Says that nothing more will come (RFC 8446 §6.1); the connection stays.
    public func sayEnd() {
        self.session.shutdown(output: self.output)
        self.flush()
    }

    public func message(_ kind: WireMessage.Kind) -> WireMessage? {
        while true {
            if case .whole(let message, let count) = WireMessage.read(self.plaintext.array, kind) {
                self.plaintext.consume(count)
                return message
            }
            guard self.receive() else { return nil }
        }
    }

    /// Contexts of a server `localhost` at 127.0.0.1 and of clients that trust it.
    public static func contexts() throws -> (server: TLSContext, client: TLSContext) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let now = Int64(Date().timeIntervalSince1970)
        let authority = try CertificateAuthority.make(commonName: "Test CA", now: now, days: 2)
        try authority.certificate.write(certificate: "\(folder)/ca.crt", key: "\(folder)/ca.key")
        var request = CertificateRequest(commonName: "localhost", now: now, days: 2)
        request.dnsNames = ["localhost"]
        request.addresses = ["127.0.0.1"]
        try authority.issue(request).write(certificate: "\(folder)/a.crt", key: "\(folder)/a.key")
        let pair = CertificatePair(certificate: "\(folder)/a.crt", key: "\(folder)/a.key")
        var client = TLSContext.ClientSettings()
        client.authorities = "\(folder)/ca.crt"
        return (try .server(TLSContext.ServerSettings(certificates: [pair])), try .client(client))
    }
}
