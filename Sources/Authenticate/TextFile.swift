internal import Glibc

/// Small files, read and replaced as a whole.
public enum TextFile {
    /// Bytes of a file that is read at all.
    private static let sizeMax = 64 << 20

    /// nil when it cannot be read.
    public static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count < self.sizeMax {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Replaces `path` at once or not at all: a new file beside it, on disk, then renamed. Mode 0600.
    ///
    /// - Returns: what went wrong, or nil.
    public static func replace(_ path: String, with text: String) -> String? {
        let temporary = "\(path).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return "\(temporary): \(String(cString: strerror(errno)))" }
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { break }
            offset += max(count, 0)
        }
        let isWhole = offset == bytes.count && fsync(descriptor) == 0
        let words = String(cString: strerror(errno))
        close(descriptor)
        guard isWhole, rename(temporary, path) == 0 else {
            unlink(temporary)
            return "\(path): \(words)"
        }
        return nil
    }
}
