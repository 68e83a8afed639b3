import Bytes
import COpenSSL
import Glibc
import TestSupport
import Testing

@testable import TLS

/// A fresh folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/keyward-tls-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TLSError.settings("mkdtemp") }
        self.path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        for name in fileNames(in: self.path) ?? [] { unlink("\(self.path)/\(name)") }
        rmdir(self.path)
    }

    func callAsFunction(_ name: String) -> String { "\(self.path)/\(name)" }

    /// Writes a file and gives its path.
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try AtomicFile.write(bytes, to: self(name), mode: 0o600)
        return self(name)
    }
}

/// Certificates for one test: an authority, a server `server.test` and a client.
final class Material {
    static let now = Int64(time(nil))
    let folder: TemporaryFolder
    let authority: CertificateAuthority

    init() throws {
        self.folder = try TemporaryFolder()
        self.authority = try CertificateAuthority.make(commonName: "Test CA", now: Self.now, days: 10)
        try self.authority.certificate.write(certificate: self.folder("ca.crt"), key: self.folder("ca.key"))
    }

    var authorities: String { self.folder("ca.crt") }

    func server(
        _ names: [String] = ["server.test"], addresses: [String] = [], file: String = "server"
    ) throws
        -> CertificatePair
    {
        var request = CertificateRequest(commonName: file, now: Self.now, days: 5)
        request.dnsNames = names
        request.addresses = addresses
        return try self.write(request, file)
    }

    func client(
        _ name: String = "client", by authority: CertificateAuthority? = nil
    ) throws -> CertificatePair {
        var request = CertificateRequest(commonName: name, now: Self.now, days: 5)
        request.purposes = [.client]
        return try self.write(request, name, by: authority)
    }

    /// The file of a root, and an authority that it signed.
    func intermediate() throws -> (root: String, middle: CertificateAuthority) {
        func make(_ name: String, by issuer: IssuedCertificate?) throws -> IssuedCertificate {
            let key = try PrivateKey()
            let builder = try CertificateBuilder(
                commonName: name, key: key, notBefore: Self.now - 60, notAfter: Self.now + 86400)
            try builder.add(NID_basic_constraints, "critical,CA:TRUE", issuer: issuer?.certificate)
            try builder.add(NID_subject_key_identifier, "hash", issuer: issuer?.certificate)
            let certificate = try builder.sign(issuer: issuer?.certificate, key: issuer?.key ?? key)
            return IssuedCertificate(certificate: certificate, key: key)
        }
        let root = try make("Root", by: nil)
        let path = try self.folder.write(try root.certificatePEM(), "root.crt")
        return (path, CertificateAuthority(try make("Middle", by: root)))
    }

    /// A server certificate with an RSA key.
    func rsa(bits: Int32, names: [String], file: String) throws -> CertificatePair {
        let context = try #require(EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil))
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        try #require(EVP_PKEY_keygen_init(context) == 1)
        try #require(EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1)
        try #require(EVP_PKEY_generate(context, &key) == 1)
        var request = CertificateRequest(commonName: file, now: Self.now, days: 5)
        request.dnsNames = names
        let issued = try self.authority.issue(request, key: PrivateKey(taking: try #require(key)))
        let pair = CertificatePair(certificate: self.folder("\(file).crt"), key: self.folder("\(file).key"))
        try issued.write(certificate: pair.certificate, key: pair.key)
        return pair
    }

    func write(
        _ request: CertificateRequest, _ file: String, by authority: CertificateAuthority? = nil
    ) throws
        -> CertificatePair
    {
        let issued = try (authority ?? self.authority).issue(request)
        let pair = CertificatePair(
            certificate: self.folder("\(file).crt"), key: self.folder("\(file).key"))
        try issued.write(certificate: pair.certificate, key: pair.key)
        return pair
    }

    func serverContext(
        _ change: (inout TLSContext.ServerSettings) throws -> Void = { _ in }
    ) throws -> TLSContext {
        var settings = TLSContext.ServerSettings(certificates: [])
        try change(&settings)
        if settings.certificates.isEmpty { settings.certificates = [try self.server()] }
        return try TLSContext.server(settings)
    }

    func clientContext(
        _ change: (inout TLSContext.ClientSettings) throws -> Void = { _ in }
    ) throws -> TLSContext {
        var settings = TLSContext.ClientSettings()
        settings.authorities = self.authorities
        settings.serverName = "server.test"
        try change(&settings)
        return try TLSContext.client(settings)
    }
}

/// Numbers that are the same on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// One end of a connection in memory.
final class Peer {
    let session: TLSSession
    let output = ByteBuffer(capacity: 4096)
    let plaintext = ByteBuffer(capacity: 4096)
    var last = TLSSession.ReadResult.wantRead

    init(_ context: TLSContext, serverName: String? = nil, resuming: TLSResumption? = nil) throws {
        self.session = try TLSSession(context: context, serverName: serverName, resuming: resuming)
    }

    func write(_ bytes: [UInt8]) throws {
        let taken = try bytes.withUnsafeBufferPointer { try self.session.write($0, output: self.output) }
        #expect(taken == bytes.count)
    }

    func receive(_ bytes: [UInt8], max: Int = .max) throws {
        self.last = try bytes.withUnsafeBufferPointer {
            try self.session.receive($0, into: self.plaintext, max: max, output: self.output)
        }
    }

    /// Sends what the library has of its own to say: a key update or a renegotiation that was asked for.
    func sendHandshakeMessages() throws {
        let transport = try #require(SSL_get_ex_data(self.session.handle, 0)).assumingMemoryBound(
            to: Transport.self)
        transport.pointee.output = Unmanaged.passUnretained(self.output)
        defer { transport.pointee.output = nil }
        let before = self.output.count
        _ = SSL_do_handshake(self.session.handle)
        ERR_clear_error()
        #expect(self.output.count > before)
    }

    /// What was read so far; forgets it.
    func takeText() -> String {
        defer { self.plaintext.removeAll() }
        return String(decoding: self.plaintext.array, as: UTF8.self)
    }
}

/// Two ends and the wire between them.
final class Link {
    let client: Peer
    let server: Peer
    /// How many bytes the next piece on the wire has.
    var pieceSize: () -> Int = { .max }

    init(
        _ clientContext: TLSContext, _ serverContext: TLSContext, serverName: String? = nil,
        resuming: TLSResumption? = nil
    )
        throws
    {
        self.client = try Peer(clientContext, serverName: serverName, resuming: resuming)
        self.server = try Peer(serverContext)
    }

    /// Carries what waits on `sender` to `receiver`, in pieces.
    func carry(from sender: Peer, to receiver: Peer) throws {
        let bytes = sender.output.array
        sender.output.removeAll()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(self.pieceSize())
            rest = rest.dropFirst(piece.count)
            try receiver.receive(Array(piece))
        }
    }

    /// Carries until both sides are silent.
    func settle() throws {
        if !self.client.session.isEstablished {
            _ = try self.client.session.handshake(output: self.client.output)
        }
        while !self.client.output.isEmpty || !self.server.output.isEmpty {
            try self.carry(from: self.client, to: self.server)
            try self.carry(from: self.server, to: self.client)
        }
    }

    /// Settles and demands that both sides are established.
    func connect() throws {
        try self.settle()
        try #require(self.client.session.isEstablished && self.server.session.isEstablished)
    }

    /// Sends `text` both ways and demands that it arrives.
    func exchange(_ text: String = "ping") throws {
        try self.client.write(Array(text.utf8))
        try self.settle()
        #expect(self.server.takeText() == text)
        try self.server.write(Array(text.utf8))
        try self.settle()
        #expect(self.client.takeText() == text)
    }
}

/// The error that `body` throws, which must be the module's.
func failure(_ body: () throws -> Void) -> TLSError? {
    do {
        try body()
        return nil
    } catch { return error as? TLSError }
}
