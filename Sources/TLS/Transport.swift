internal import Bytes
internal import COpenSSL
internal import Glibc

/// What a session's BIO works on: the ciphertext and the output buffer of the call in progress.
///
/// A custom BIO in place of memory BIOs: nothing is copied between, and an idle session holds no buffer. Lives on the
/// heap at a fixed address, because the BIO and the `SSL` point to it; the session owns it.
struct Transport {
    /// Steps of OpenSSL's state machine, and alerts, that a peer may cause in a row without application data once the
    /// handshake is over. A message takes three to five steps, so 25 to 40 messages: servers send up to four tickets, and a
    /// key update costs its sender 27 bytes and us some 10 us.
    static let idleTalkMax = 128

    /// Ciphertext that OpenSSL has not read; valid during one call of the session.
    var input: UnsafePointer<UInt8>?
    var inputCount = 0
    /// Takes the ciphertext for the peer; nil between calls.
    var output: Unmanaged<ByteBuffer>?
    /// The peer has sent its last byte.
    var inputEnded = false
    var isEstablished = false
    /// See ``idleTalkMax``.
    var idleTalk = 0
    /// The newest ticket of a client, an `SSL_SESSION` of which this owns a reference.
    var ticket: OpaquePointer?

    var talksIdly: Bool { self.idleTalk > Self.idleTalkMax }

    /// The BIO's functions. One table for the process, never freed.
    // SAFETY: written once here, then only read by `BIO_new`.
    nonisolated(unsafe) static let method: OpaquePointer? = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "keyward") else {
            return nil
        }
        BIO_meth_set_read_ex(method, readTransport)
        BIO_meth_set_write_ex(method, writeTransport)
        BIO_meth_set_ctrl(method, controlTransport)
        BIO_meth_set_create(method, createTransport)
        return method
    }()
}

/// Gives OpenSSL ciphertext: 1 with bytes, -1 to be asked again, 0 at the end of the transport.
private func readTransport(
    bio: OpaquePointer?, bytes: UnsafeMutablePointer<CChar>?, capacity: Int, count: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let bio, let bytes, let count, let data = BIO_get_data(bio) else { return 0 }
    let transport = data.assumingMemoryBound(to: Transport.self)
    COpenSSL_BIO_clear_retry_flags(bio)
    count.pointee = 0
    // No retry flag: the call fails for good.
    guard !transport.pointee.talksIdly else { return -1 }
    let step = min(capacity, transport.pointee.inputCount)
    guard step > 0, let input = transport.pointee.input else {
        guard !transport.pointee.inputEnded else { return 0 }
        COpenSSL_BIO_set_retry_read(bio)
        return -1
    }
    memcpy(bytes, input, step)
    transport.pointee.input = input + step
    transport.pointee.inputCount &-= step
    count.pointee = step
    return 1
}

/// Takes OpenSSL's ciphertext; always all of it.
private func writeTransport(
    bio: OpaquePointer?, bytes: UnsafePointer<CChar>?, capacity: Int, count: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let bio, let bytes, let count, let data = BIO_get_data(bio) else { return 0 }
    COpenSSL_BIO_clear_retry_flags(bio)
    guard let output = data.assumingMemoryBound(to: Transport.self).pointee.output else { return 0 }
    output._withUnsafeGuaranteedRef { $0.append(UnsafeRawBufferPointer(start: bytes, count: capacity)) }
    count.pointee = capacity
    return 1
}

/// Nothing is buffered here, so a flush succeeds; the end of the file is the end of the transport.
private func controlTransport(
    bio: OpaquePointer?, command: Int32, _: Int, _: UnsafeMutableRawPointer?
) -> Int {
    switch command {
    case BIO_CTRL_FLUSH: return 1
    case BIO_CTRL_EOF:
        guard let bio, let data = BIO_get_data(bio) else { return 1 }
        let transport = data.assumingMemoryBound(to: Transport.self).pointee
        return transport.inputEnded && transport.inputCount == 0 ? 1 : 0
    default: return 0
    }
}

private func createTransport(bio: OpaquePointer?) -> Int32 {
    BIO_set_init(bio, 1)
    return 1
}

/// Counts what the peer says besides data once the handshake is over. `SSL_CTX_set_info_callback`.
func countIdleTalk(ssl: OpaquePointer?, place: Int32, _: Int32) {
    guard let ssl, let data = SSL_get_ex_data(ssl, 0) else { return }
    let transport = data.assumingMemoryBound(to: Transport.self)
    guard transport.pointee.isEstablished, place & (SSL_CB_LOOP | SSL_CB_ALERT) != 0 else { return }
    transport.pointee.idleTalk &+= 1
}

/// Keeps the newest ticket of a client. `SSL_CTX_sess_set_new_cb`; 1 keeps the reference.
func keepTicket(ssl: OpaquePointer?, ticket: OpaquePointer?) -> Int32 {
    guard let ssl, let ticket, let data = SSL_get_ex_data(ssl, 0) else { return 0 }
    let transport = data.assumingMemoryBound(to: Transport.self)
    SSL_SESSION_free(transport.pointee.ticket)
    transport.pointee.ticket = ticket
    return 1
}
