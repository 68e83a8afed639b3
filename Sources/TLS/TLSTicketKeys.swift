internal import COpenSSL
internal import Synchronization

/// The keys that seal session tickets: the current one and the one before.
///
/// Whoever holds a key can read the TLS 1.2 connections that were resumed under it, so the owner calls
/// ``rotate()`` regularly (every few hours, from a timer); a ticket lives through one rotation. Shared by the contexts
/// of a listener, also across a reload; used by all loops.
public final class TLSTicketKeys: Sendable {
    /// Bytes of a ticket's key name (RFC 5077 §4).
    static let nameSize = 16
    /// Bytes of an AES-256 key and of an HMAC-SHA-256 key.
    static let keySize = 32

    struct Key: Sendable {
        var name: [UInt8]
        var cipher: [UInt8]
        var mac: [UInt8]

        init() throws(TLSError) {
            self.name = try Self.random(TLSTicketKeys.nameSize)
            self.cipher = try Self.random(TLSTicketKeys.keySize)
            self.mac = try Self.random(TLSTicketKeys.keySize)
        }

        private static func random(_ count: Int) throws(TLSError) -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            guard RAND_priv_bytes(&bytes, Int32(count)) == 1 else { throw .drained(after: "RAND_priv_bytes") }
            return bytes
        }
    }

    private struct Keys {
        var current: Key
        var previous: Key?
    }

    private let keys: Mutex<Keys>

    public init() throws(TLSError) { self.keys = Mutex(Keys(current: try Key(), previous: nil)) }

    /// Seals with a fresh key from now on; tickets of the last one still open, older ones no longer.
    public func rotate() throws(TLSError) {
        let fresh = try Key()
        self.keys.withLock { keys in
            keys.previous = keys.current
            keys.current = fresh
        }
    }

    var current: Key { self.keys.withLock { $0.current } }

    /// The key of that name, and whether it is the current one.
    func key(named name: UnsafeRawBufferPointer) -> (key: Key, isCurrent: Bool)? {
        let (current, previous) = self.keys.withLock { ($0.current, $0.previous) }
        if name.elementsEqual(current.name) { return (current, true) }
        guard let previous, name.elementsEqual(previous.name) else { return nil }
        return (previous, false)
    }
}

/// Seals or opens one ticket. `SSL_CTX_set_tlsext_ticket_key_evp_cb`: 1 to go on, 2 to go on and send a fresh ticket,
/// 0 for a full handshake, -1 for a failure.
func sealTicket(
    ssl: OpaquePointer?, name: UnsafeMutablePointer<UInt8>?, vector: UnsafeMutablePointer<UInt8>?,
    cipher: OpaquePointer?, mac: OpaquePointer?, isSealing: Int32
) -> Int32 {
    guard let ssl, let name, let vector, let cipher, let mac,
        let keys = TLSContext.of(ssl)?.ticketKeys
    else { return -1 }
    var key: TLSTicketKeys.Key
    var outcome: Int32 = 1
    if isSealing == 1 {
        key = keys.current
        name.update(from: key.name, count: TLSTicketKeys.nameSize)
        guard RAND_bytes(vector, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) == 1,
            EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipher, vector) == 1
        else { return -1 }
    } else {
        let asked = UnsafeRawBufferPointer(start: name, count: TLSTicketKeys.nameSize)
        guard let found = keys.key(named: asked) else { return 0 }
        key = found.key
        outcome = found.isCurrent ? 1 : 2
        guard EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipher, vector) == 1 else { return -1 }
    }
    var digest = Array("SHA256".utf8CString)
    let isReady = digest.withUnsafeMutableBufferPointer { digest in
        key.mac.withUnsafeMutableBytes { secret in
            let parameters = [
                COpenSSL_OSSL_MAC_PARAM_KEY(secret.baseAddress, secret.count),
                COpenSSL_OSSL_MAC_PARAM_DIGEST(digest.baseAddress),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_CTX_set_params(mac, parameters) == 1
        }
    }
    return isReady ? outcome : -1
}
