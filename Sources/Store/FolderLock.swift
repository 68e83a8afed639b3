internal import Glibc
internal import Keys

/// Holds a data folder for one process: two proxies with one file would not see each other's keys.
///
/// SAFETY: the descriptor is set once.
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(folder: String) throws(StoreError) {
        let path = "\(folder)/keyward.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("\(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .failed("\(folder) is in use by another process")
        }
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }
}
