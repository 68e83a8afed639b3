internal import Glibc

/// What tells that a file is not the one that was read.
public struct FileStamp: Equatable, Sendable {
    private var seconds = 0
    private var nanoseconds = 0
    private var size: Int64 = -1
    private var inode: UInt = 0

    /// Of a file that is not there.
    public init() {}

    /// Of the file at `path` now. Blocks.
    public init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        self.seconds = status.st_mtim.tv_sec
        self.nanoseconds = status.st_mtim.tv_nsec
        self.size = Int64(status.st_size)
        self.inode = UInt(status.st_ino)
    }
}
