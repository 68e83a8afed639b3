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

    func remove() {
        close(self.descriptor)
        unlink(self.path)
    }

    func write(_ text: String, id: String) throws(CommandFailure) {
        let bytes = Array(text.utf8)
        let count = Glibc.write(self.descriptor, bytes, bytes.count)
        guard count == bytes.count, fsync(self.descriptor) == 0, close(self.descriptor) == 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                "\(self.path): \(reason). The key is made, but its secret is lost: keyward keys invalidate \(id)"
            )
        }
    }
}
