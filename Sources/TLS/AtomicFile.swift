internal import COpenSSL
internal import Glibc

/// Writes a file whole or not at all.
enum AtomicFile {
    /// Writes `bytes` beside `path`, to disk, and renames: nobody sees a part, and a crash leaves the old file.
    /// - Parameter mode: permissions of the file from its first moment, whatever the umask.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(TLSError) {
        var suffix: UInt64 = 0
        guard withUnsafeMutableBytes(of: &suffix, { RAND_bytes($0.baseAddress, 8) }) == 1 else {
            throw .drained(after: "RAND_bytes")
        }
        let temporary = "\(path).\(String(suffix, radix: 16)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw self.unwritable(path) }
        let isWritten =
            self.writeAll(bytes, to: descriptor) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
        let error = errno
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0 else {
            let failure = isWritten ? errno : error
            unlink(temporary)
            errno = failure
            throw self.unwritable(path)
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    private static func unwritable(_ path: String) -> TLSError {
        .file(path: path, problem: .unwritable(reason: String(cString: strerror(errno))))
    }
}
