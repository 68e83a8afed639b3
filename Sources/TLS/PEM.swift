internal import COpenSSL
internal import Glibc

/// Reading PEM files into OpenSSL's objects, with errors that name the file.
public enum PEM {
    /// Bytes of a certificate or key file at most: four times a system's bundle of authorities (230 KB).
    public static let fileSizeMax = 1 << 20

    /// The bytes of the file at `path`.
    static func read(_ path: String) throws(TLSError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw self.unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let step = 64 * 1024
            var count = 0
            var failed = false
            let before = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: step))
            bytes.withUnsafeMutableBytes { buffer in
                count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + before }, step)
                failed = count < 0
            }
            guard !failed else { throw self.unreadable(path) }
            bytes.removeLast(step - count)
            guard count > 0 else { return bytes }
            guard bytes.count <= self.fileSizeMax else { throw .file(path: path, problem: .tooLong) }
        }
    }

    /// Every certificate in `bytes`, in order; at least one.
    static func certificates(in bytes: [UInt8], path: String) throws(TLSError) -> [X509Handle] {
        let source = try MemoryBIO(bytes)
        var found: [X509Handle] = []
        ErrorQueue.clear()
        while let pointer = PEM_read_bio_X509_AUX(source.pointer, nil, nil, nil) {
            found.append(X509Handle(taking: pointer))
        }
        let code = ErrorQueue.drainCode()
        // The end of the file shows as "no start line"; anything else is a broken certificate.
        let isEnd = ERR_GET_LIB(code) == Int32(ERR_LIB_PEM) && ERR_GET_REASON(code) == PEM_R_NO_START_LINE
        guard isEnd else {
            throw .file(path: path, problem: .malformed(reason: ErrorQueue.reason(of: code)))
        }
        guard !found.isEmpty else { throw .file(path: path, problem: .noCertificate) }
        return found
    }

    /// The private key in `bytes`.
    static func key(in bytes: [UInt8], passphrase: String?, path: String) throws(TLSError) -> PrivateKey {
        let source = try MemoryBIO(bytes)
        ErrorQueue.clear()
        var secret = Array((passphrase ?? "").utf8CString)
        defer { secret.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        // With a callback of our own OpenSSL never asks on the terminal.
        let pointer = secret.withUnsafeMutableBytes {
            PEM_read_bio_PrivateKey(source.pointer, nil, passphraseCallback, $0.baseAddress)
        }
        if let pointer {
            ERR_clear_error()
            return PrivateKey(taking: pointer)
        }
        let code = ErrorQueue.drainCode()
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("ENCRYPTED") { throw .file(path: path, problem: .passphrase) }
        guard text.contains("PRIVATE KEY-----") else { throw .file(path: path, problem: .noKey) }
        throw .file(path: path, problem: .malformed(reason: ErrorQueue.reason(of: code)))
    }

    private static func unreadable(_ path: String) -> TLSError {
        .file(path: path, problem: .unreadable(reason: String(cString: strerror(errno))))
    }
}

/// Gives OpenSSL the passphrase, a C string in `userData`; -1 (no passphrase) when it is empty or too long.
private func passphraseCallback(
    buffer: UnsafeMutablePointer<CChar>?, size: Int32, _: Int32, userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let buffer, let userData else { return -1 }
    let passphrase = userData.assumingMemoryBound(to: CChar.self)
    let count = strlen(passphrase)
    guard count > 0, count <= Int(size) else { return -1 }
    memcpy(buffer, passphrase, count)
    return Int32(truncatingIfNeeded: count)
}
