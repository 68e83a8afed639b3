internal import Glibc

/// A new file that only its owner can read.
struct SecretFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        self.descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard self.descriptor >= 0 else {
            throw CommandFailure("--save: \(path): \(String(cString: strerror(errno))); nothing was done")
        }
    }

    /// Ends it before anything was written that is of use.
    func remove() {
        close(self.descriptor)
        unlink(self.path)
    }

    /// - Returns: what went wrong, in the system's words.
    func append(_ bytes: [UInt8]) -> String? { Self.write(bytes, to: self.descriptor) }

    /// Closes it once it is on disk.
    ///
    /// - Returns: as ``append(_:)``.
    func finish() -> String? {
        guard fsync(self.descriptor) == 0, close(self.descriptor) == 0 else {
            return String(cString: strerror(errno))
        }
        return nil
    }

    /// Writes all of `bytes` to a descriptor.
    ///
    /// - Returns: as ``append(_:)``.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(cString: strerror(errno)) }
            start += count
        }
        return nil
    }
}
