internal import COpenSSL

/// Owns one reference to an `X509`.
final class X509Handle {
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    deinit { X509_free(self.pointer) }
}

/// Owns one reference to an `EVP_PKEY` with its private part.
final class PrivateKey {
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    /// A fresh key on the curve P-256.
    init() throws(TLSError) {
        guard let pointer = COpenSSL_EVP_EC_gen("P-256") else { throw .drained(after: "EVP_EC_gen") }
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(self.pointer) }
}

/// Owns a memory BIO: what OpenSSL's PEM functions read from and write to.
final class MemoryBIO {
    let pointer: OpaquePointer
    /// What the BIO reads from in place; `BIO_new_mem_buf` copies nothing.
    private let source: UnsafeMutableBufferPointer<UInt8>

    /// A BIO that reads a copy of `bytes`, wiped when it goes: it may be a key.
    init(_ bytes: [UInt8]) throws(TLSError) {
        self.source = .allocate(capacity: max(bytes.count, 1))
        self.source.initialize(repeating: 0)
        _ = self.source.update(fromContentsOf: bytes)
        guard let pointer = BIO_new_mem_buf(self.source.baseAddress, Int32(clamping: bytes.count)) else {
            self.source.deallocate()
            throw .drained(after: "BIO_new_mem_buf")
        }
        self.pointer = pointer
    }

    /// An empty BIO to write to; its memory is wiped when it goes.
    init() throws(TLSError) {
        guard let pointer = BIO_new(BIO_s_secmem()) else { throw .drained(after: "BIO_new") }
        self.source = .init(start: nil, count: 0)
        self.pointer = pointer
    }

    deinit {
        BIO_free(self.pointer)
        guard let base = self.source.baseAddress else { return }
        OPENSSL_cleanse(base, self.source.count)
        self.source.deallocate()
    }

    /// What was written.
    var written: [UInt8] {
        var data: UnsafeMutablePointer<CChar>?
        let count = COpenSSL_BIO_get_mem_data(self.pointer, &data)
        guard let data, count > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }
}
