internal import Glibc

/// A file that lines are appended to, rotated by size and by time. Confined to its writer's queue.
public struct FileSink {
    public struct Failure: Error, CustomStringConvertible {
        public let path: String
        public let text: String
        public var description: String { "\(self.path): \(self.text)" }
    }

    private let target: LineWriter.Target
    private var descriptor: Int32
    private var size = 0
    /// When the lines in the file were begun, in seconds since 1970.
    private var begunAt = 0
    /// Why the last write failed.
    private(set) var failure = ""

    init(_ target: LineWriter.Target) throws {
        self.target = target
        switch target {
        case .standardError: self.descriptor = 2
        case .standardOutput: self.descriptor = 1
        case .syslog, .sink: self.descriptor = -1
        case .file(let path, _, _, _):
            self.descriptor = Self.open(path)
            guard self.descriptor >= 0 else {
                throw Failure(path: path, text: String(cString: strerror(errno)))
            }
            (self.size, self.begunAt) = Self.state(of: self.descriptor)
        }
    }

    /// - Returns: how many bytes stand: all, or fewer when no more could be written (disk full). Of a file they are
    ///   all or none, what was written of a part is cut off again: no torn line stays.
    mutating func write(_ bytes: ArraySlice<UInt8>) -> Int {
        self.rotateIfNeeded(for: bytes.count)
        guard self.descriptor >= 0 || self.reopened() else { return 0 }
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(self.descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                self.failure = String(cString: strerror(errno))
                guard case .file = self.target else { return bytes.count - rest.count }
                _ = ftruncate(self.descriptor, off_t(self.size))
                return 0
            }
        }
        self.size += bytes.count
        return bytes.count
    }

    mutating func reopen() { _ = self.reopened() }

    private mutating func reopened() -> Bool {
        guard case .file(let path, _, _, _) = self.target else { return self.descriptor >= 0 }
        let fresh = Self.open(path)
        guard fresh >= 0 else {
            self.failure = String(cString: strerror(errno))
            return false
        }
        if self.descriptor >= 0 { close(self.descriptor) }
        self.descriptor = fresh
        (self.size, self.begunAt) = Self.state(of: fresh)
        return true
    }

    /// `path` becomes `path.1`, `path.1` becomes `path.2` and so on; the last is dropped.
    private mutating func rotateIfNeeded(for count: Int) {
        guard case .file(let path, let rotateSize, let keep, let interval) = self.target, self.size > 0 else {
            return
        }
        let isFull = rotateSize > 0 && self.size + count > rotateSize
        let isOld = interval > 0 && self.begunAt / interval != Self.now / interval
        guard isFull || isOld else { return }
        if keep < 1 {
            _ = ftruncate(self.descriptor, 0)
            (self.size, self.begunAt) = (0, Self.now)
            return
        }
        for number in stride(from: keep - 1, through: 1, by: -1) {
            rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        rename(path, "\(path).1")
        _ = self.reopened()
    }

    private static func open(_ path: String) -> Int32 {
        Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }

    /// The size, and when its lines were begun as far as that is known: an old file counts by its last change.
    private static func state(of descriptor: Int32) -> (size: Int, begunAt: Int) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return (0, self.now) }
        return (Int(status.st_size), Int(status.st_mtim.tv_sec))
    }

    private static var now: Int { Int(Timestamp.now / 1000) }
}
