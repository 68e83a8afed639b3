internal import Bytes
internal import COpenSSL
internal import Glibc
public import Observe
internal import Synchronization

/// Lines on disk that wait for a cluster: a folder of segments, which are appended to by a ``LineWriter`` and taken from their
/// beginning by an ``IndexShipper``. Of bounded size; what has been delivered is remembered over a restart.
///
/// A segment is appended to only by the process that made it, and has a random name: where a line stands is an identity
/// that no other line ever gets, not even after a crash that lost lines.
public final class Spool: LineSink {
    public struct Settings: Sendable {
        /// Made when it is not there.
        public var folder: String
        /// Bytes of all segments.
        public var bytesMax: Int
        /// Whether each write goes to the disk before the next one begins.
        public var syncs: Bool

        public init(folder: String, bytesMax: Int, syncs: Bool = false) {
            self.folder = folder
            self.bytesMax = bytesMax
            self.syncs = syncs
        }
    }

    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// Whole lines in their order.
    struct Piece {
        var segment: SpoolSegment
        /// Of the first line in its segment.
        var offset: Int
        var bytes: [UInt8]
        var end: Int { self.offset + self.bytes.count }
    }

    private struct State {
        /// The oldest first.
        var segments: [SpoolSegment] = []
        /// Bytes of the first segment that have been delivered.
        var delivered = 0
        /// The last segment is still appended to.
        var hasOpen = false

        var bytes: Int { self.segments.reduce(0) { $0 + $1.size } }
    }

    /// What the writer's queue alone uses.
    private struct Writer {
        var descriptor: Int32 = -1
        var size = 0
        var number: UInt64 = 0
        var failure = ""
    }

    /// Bytes of a segment at most, unless ``Settings/bytesMax`` is less than eight times as much.
    private static let segmentMax = 16 << 20

    private let settings: Settings
    private let segmentMax: Int
    private let state = Mutex(State())
    /// For who must not wait for a disk.
    private let waiting = Atomic<Int>(0)
    // SAFETY: used on the writer's queue only, as `LineSink` promises.
    private nonisolated(unsafe) var writer = Writer()

    /// - Throws: when the folder cannot be made or read.
    public init(_ settings: Settings) throws(Failure) {
        self.settings = settings
        self.segmentMax = min(Self.segmentMax, max(settings.bytesMax / 8, 1))
        guard mkdir(settings.folder, 0o700) == 0 || errno == EEXIST else {
            throw Failure(description: "\(settings.folder): \(String(cString: strerror(errno)))")
        }
        var state = State()
        state.segments = try SpoolSegment.list(settings.folder)
        if let position = SpoolPosition.read(settings.folder) {
            let old = state.segments.prefix { $0.number < position.number }
            for segment in old { unlink(segment.path(settings.folder)) }
            state.segments.removeFirst(old.count)
            if let first = state.segments.first, first.number == position.number {
                state.delivered = min(position.offset, first.size)
            }
            self.writer.number = position.number
        }
        self.writer.number = max(self.writer.number, state.segments.last?.number ?? 0)
        self.waiting.store(state.bytes - state.delivered, ordering: .relaxed)
        self.state.withLock { $0 = state }
    }

    /// Bytes that have not been delivered.
    public var waitingBytes: Int { self.waiting.load(ordering: .relaxed) }

    /// The file whose last line is the last one that was written, if there is one.
    public var lastPath: String? {
        self.state.withLock { $0.segments.last }?.path(self.settings.folder)
    }

    // MARK: Writing

    public var failure: String { self.writer.failure }

    public func write(_ bytes: ArraySlice<UInt8>) -> Int {
        let used = self.state.withLock { $0.bytes }
        guard used + bytes.count <= self.settings.bytesMax else {
            self.writer.failure = "the spool is full: \(used) bytes wait for the cluster"
            return 0
        }
        if self.writer.size + bytes.count > self.segmentMax { self.closeSegment() }
        guard self.writer.descriptor >= 0 || self.openSegment() else { return 0 }
        guard self.append(bytes) else {
            self.writer.failure = String(cString: strerror(errno))
            // No torn line stays.
            _ = ftruncate(self.writer.descriptor, off_t(self.writer.size))
            // On a full disk room comes only of segments that have been delivered and are not open.
            if self.writer.size > 0 { self.closeSegment() }
            return 0
        }
        self.writer.size += bytes.count
        let size = self.writer.size
        self.state.withLock { $0.segments[$0.segments.count - 1].size = size }
        self.waiting.add(bytes.count, ordering: .relaxed)
        return bytes.count
    }

    private func append(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(self.writer.descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                return false
            }
        }
        return !self.settings.syncs || fdatasync(self.writer.descriptor) == 0
    }

    private func closeSegment() {
        guard self.writer.descriptor >= 0 else { return }
        close(self.writer.descriptor)
        self.writer.descriptor = -1
        self.writer.size = 0
        self.state.withLock { $0.hasOpen = false }
    }

    private func openSegment() -> Bool {
        var id: UInt64 = 0
        guard withUnsafeMutableBytes(of: &id, { RAND_bytes($0.baseAddress, 8) }) == 1 else {
            self.writer.failure = "no random numbers"
            return false
        }
        let segment = SpoolSegment(number: self.writer.number + 1, id: id, size: 0)
        let path = segment.path(self.settings.folder)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            self.writer.failure = String(cString: strerror(errno))
            return false
        }
        if self.settings.syncs { self.syncFolder() }
        self.writer.descriptor = descriptor
        self.writer.size = 0
        self.writer.number = segment.number
        self.state.withLock { state in
            state.segments.append(segment)
            state.hasOpen = true
        }
        return true
    }

    private func syncFolder() {
        let descriptor = open(self.settings.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    // MARK: Reading

    /// The oldest lines that have not been delivered; nil when there are none. Used by one thread at a time.
    ///
    /// - Parameter bytes: how many are wanted; at least one line comes.
    /// - Throws: when the disk cannot be read.
    func read(bytes: Int) throws(Failure) -> Piece? {
        while let (segment, offset, isOpen) = self.first() {
            if segment.size > offset {
                let found = try self.lines(segment, offset, bytes)
                if !found.isEmpty { return Piece(segment: segment, offset: offset, bytes: found) }
                // What ends without a line feed was being written when the process was killed.
                if isOpen { return nil }
                self.waiting.subtract(segment.size - offset, ordering: .relaxed)
            } else if isOpen {
                return nil
            }
            self.drop(segment)
        }
        return nil
    }

    private func first() -> (segment: SpoolSegment, offset: Int, isOpen: Bool)? {
        self.state.withLock { state in
            state.segments.first.map { ($0, state.delivered, state.hasOpen && state.segments.count == 1) }
        }
    }

    private func drop(_ segment: SpoolSegment) {
        self.state.withLock { state in
            state.segments.removeFirst()
            state.delivered = 0
        }
        unlink(segment.path(self.settings.folder))
    }

    private func lines(_ segment: SpoolSegment, _ offset: Int, _ wanted: Int) throws(Failure) -> [UInt8] {
        let path = segment.path(self.settings.folder)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(description: "\(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var wanted = min(max(wanted, 1), segment.size - offset)
        while true {
            var bytes = [UInt8](repeating: 0, count: wanted)
            let count = pread(descriptor, &bytes, wanted, off_t(offset))
            guard count > 0 else {
                throw Failure(description: "\(path): \(String(cString: strerror(errno)))")
            }
            if let end = bytes[..<count].lastIndex(of: 0x0a) { return Array(bytes[...end]) }
            guard wanted < segment.size - offset else { return [] }
            // One line is longer.
            wanted = min(wanted * 2, segment.size - offset)
        }
    }

    /// The lines of `piece` are where they are to be: they are not read again, also after a restart.
    func delivered(_ piece: Piece) {
        self.state.withLock { $0.delivered = piece.end }
        self.waiting.subtract(piece.bytes.count, ordering: .relaxed)
        SpoolPosition(number: piece.segment.number, offset: piece.end).write(self.settings.folder)
    }
}
