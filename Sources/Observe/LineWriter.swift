internal import Bytes
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Writes lines to one descriptor or file on a queue of its own: nobody who hands lines over waits for a disk.
///
/// What waits is bounded; over the bound lines are lost, counted and reported once the writer has caught up.
public final class LineWriter: Sendable {
    public enum Target: Sendable {
        case standardError
        case standardOutput
        /// Appended to, mode 0600; made anew when it was moved away (see ``LineWriter/reopen()``).
        case file(path: String, rotateSize: Int, rotateKeep: Int)
    }

    private struct State {
        var waitingBytes = 0
        var lostLines = 0
        var lostLinesInAll = 0
        var failedWrites = 0
    }

    private let queue: DispatchQueue
    private let state = Mutex(State())
    private let waitingBytesMax: Int
    /// Given the number of lost lines once there is room again; returns a line that says so, or nil.
    private let lossLine: @Sendable (Int) -> [UInt8]?
    // SAFETY: used on `queue` only.
    private nonisolated(unsafe) var sink: FileSink

    /// - Parameters:
    ///   - waitingBytesMax: bytes handed over and not yet written.
    ///   - lossLine: what to write for lines that were lost.
    /// - Throws: ``FileSink/Failure`` when the file cannot be opened.
    public init(
        _ target: Target, label: String, waitingBytesMax: Int, lossLine: @escaping @Sendable (Int) -> [UInt8]?
    ) throws {
        self.queue = DispatchQueue(label: label, qos: .utility)
        self.waitingBytesMax = waitingBytesMax
        self.lossLine = lossLine
        self.sink = try FileSink(target)
    }

    /// Whether the bound leaves room: for those who would rather refuse work than lose a line.
    public var hasRoom: Bool { self.state.withLock { $0.waitingBytes < self.waitingBytesMax } }
    /// Lines lost since the start, because the bound was reached or a write failed.
    public var lostLines: Int { self.state.withLock { $0.lostLinesInAll } }

    /// Takes whole lines, each with its line feed.
    ///
    /// - Parameter lineCount: how many they are, to count them when they are lost.
    public func write(_ lines: [UInt8], lineCount: Int) {
        let accepted = self.state.withLock { state in
            guard state.waitingBytes + lines.count <= self.waitingBytesMax else {
                state.lostLines += lineCount
                state.lostLinesInAll += lineCount
                return false
            }
            state.waitingBytes += lines.count
            return true
        }
        guard accepted else { return }
        self.queue.async { self.writeNow(lines, lineCount: lineCount) }
    }

    private func writeNow(_ lines: [UInt8], lineCount: Int) {
        let written = self.sink.write(lines)
        let lost = self.state.withLock { state in
            state.waitingBytes -= lines.count
            if !written {
                state.lostLines += lineCount
                state.lostLinesInAll += lineCount
                state.failedWrites += 1
                return 0
            }
            defer { state.lostLines = 0 }
            return state.lostLines
        }
        if lost > 0, let line = self.lossLine(lost), !self.sink.write(line) {
            self.state.withLock { $0.lostLines += lost }
        }
    }

    /// Opens the file by its name again: for whoever moves log files away (SIGUSR1).
    public func reopen() { self.queue.async { self.sink.reopen() } }

    /// Returns when all that was handed over before is written, or after `seconds`.
    public func flush(seconds: Double) {
        let done = DispatchSemaphore(value: 0)
        self.queue.async { done.signal() }
        _ = done.wait(timeout: .now() + seconds)
    }
}
