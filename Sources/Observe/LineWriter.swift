internal import Bytes
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Writes lines to one descriptor or file on a queue of its own: nobody who hands lines over waits for a disk.
///
/// What waits is bounded; over the bound lines are lost, counted and reported once the writer has caught up. Lines
/// that cannot be written (a full disk) wait too, and are tried again until they are.
public final class LineWriter: Sendable {
    public enum Target: Sendable {
        case standardError
        case standardOutput
        /// Appended to, mode 0600; made anew when it was moved away (see ``LineWriter/reopen()``).
        ///
        /// - Parameter rotateInterval: seconds; the file is rotated at multiples of it since 1970 UTC. 0: never by time.
        case file(path: String, rotateSize: Int, rotateKeep: Int, rotateInterval: Int = 0)
        case syslog(SyslogSink.Settings)
        case sink(any LineSink)
    }

    /// What somebody should know of.
    public enum Event: Sendable, Equatable {
        /// The target cannot be written. Told at once, then every minute while it lasts.
        case failing(reason: String)
        /// It can be written again.
        case recovered
        /// So many lines were lost since the last report.
        case lost(Int)
    }

    private struct Batch {
        var lines: [UInt8]
        /// Bytes that it counts for: a seal may have made it longer.
        var size: Int
        var written = 0
    }

    private struct State {
        var waitingBytes = 0
        var lostLines = 0
        var lostLinesInAll = 0
    }

    /// What is used on the queue only.
    private struct Confined {
        var sink: Sink
        let seal: (any LineSeal)?
        var held: [Batch] = []
        /// Attempts since the target was written last.
        var failures = 0
    }

    private enum Sink {
        case file(FileSink)
        case syslog(SyslogSink)
        case other(any LineSink)

        init(_ target: Target) throws {
            switch target {
            case .syslog(let settings): self = .syslog(SyslogSink(settings))
            case .sink(let sink): self = .other(sink)
            default: self = .file(try FileSink(target))
            }
        }

        mutating func write(_ bytes: ArraySlice<UInt8>) -> Int {
            switch self {
            case .file(var file):
                defer { self = .file(file) }
                return file.write(bytes)
            case .syslog(var syslog):
                defer { self = .syslog(syslog) }
                return syslog.write(bytes)
            case .other(let sink): return sink.write(bytes)
            }
        }

        mutating func reopen() {
            switch self {
            case .file(var file):
                file.reopen()
                self = .file(file)
            case .syslog(var syslog):
                syslog.reopen()
                self = .syslog(syslog)
            case .other: break
            }
        }

        var failure: String {
            switch self {
            case .file(let file): file.failure
            case .syslog(let syslog): syslog.failure
            case .other(let sink): sink.failure
            }
        }
    }

    /// Attempts between two reports of the same failure.
    private static let reportInterval = 60

    private let queue: DispatchQueue
    private let state = Mutex(State())
    private let waitingBytesMax: Int
    private let retryInterval: Double
    /// Given the number of lost lines once there is room again; returns a line that says so, or nil.
    private let lossLine: @Sendable (Int) -> [UInt8]?
    private let report: @Sendable (Event) -> Void
    // SAFETY: used on `queue` only.
    private nonisolated(unsafe) var confined: Confined

    /// - Parameters:
    ///   - waitingBytesMax: bytes handed over and not yet written.
    ///   - retryInterval: seconds between two attempts while the target cannot be written.
    ///   - seal: marks the lines; used on the writer's queue only.
    ///   - report: called on the writer's queue.
    ///   - lossLine: what to write for lines that were lost.
    /// - Throws: ``FileSink/Failure`` when the file cannot be opened.
    public init(
        _ target: Target, label: String, waitingBytesMax: Int, retryInterval: Double = 1,
        seal: sending (any LineSeal)? = nil, report: @escaping @Sendable (Event) -> Void = { _ in },
        lossLine: @escaping @Sendable (Int) -> [UInt8]?
    ) throws {
        self.queue = DispatchQueue(label: label, qos: .utility)
        self.waitingBytesMax = waitingBytesMax
        self.retryInterval = retryInterval
        self.lossLine = lossLine
        self.report = report
        self.confined = Confined(sink: try Sink(target), seal: seal)
    }

    /// Whether the bound leaves room: for those who would rather refuse work than lose a line.
    public var hasRoom: Bool { self.state.withLock { $0.waitingBytes < self.waitingBytesMax } }
    /// Lines lost since the start, because the bound was reached.
    /// Bytes that were handed over and are not yet written.
    public var waitingBytes: Int { self.state.withLock { $0.waitingBytes } }
    public var lostLines: Int { self.state.withLock { $0.lostLinesInAll } }

    /// Takes whole lines, each with its line feed.
    ///
    /// - Parameters:
    ///   - lineCount: how many they are, to count them when they are lost.
    ///   - mayExceed: they wait even over the bound: what they tell of was let in while there was room.
    public func write(_ lines: [UInt8], lineCount: Int, mayExceed: Bool = false) {
        let accepted = self.state.withLock { state in
            guard mayExceed || state.waitingBytes + lines.count <= self.waitingBytesMax else {
                state.lostLines += lineCount
                state.lostLinesInAll += lineCount
                return false
            }
            state.waitingBytes += lines.count
            return true
        }
        guard accepted else { return }
        self.queue.async {
            let sealed = self.confined.seal?.seal(lines) ?? lines
            self.confined.held.append(Batch(lines: sealed, size: lines.count))
            // While the target fails the next attempt is due already.
            if self.confined.failures == 0 { self.writeHeld() }
        }
    }

    private func writeHeld() {
        var done = 0
        while done < self.confined.held.count {
            let batch = self.confined.held[done]
            let written = batch.written + self.confined.sink.write(batch.lines[batch.written...])
            self.confined.held[done].written = written
            guard written == batch.lines.count else { break }
            self.state.withLock { $0.waitingBytes -= batch.size }
            self.confined.seal?.written(batch.lines)
            done += 1
        }
        self.confined.held.removeFirst(done)
        guard self.confined.held.isEmpty else { return self.failed() }
        if self.confined.failures > 0 {
            self.confined.failures = 0
            self.report(.recovered)
        }
        self.tellLoss()
    }

    private func failed() {
        if self.confined.failures % Self.reportInterval == 0 {
            self.report(.failing(reason: self.confined.sink.failure))
        }
        self.confined.failures += 1
        self.queue.asyncAfter(deadline: .now() + self.retryInterval) { [weak self] in
            guard let self, self.confined.failures > 0 else { return }
            self.writeHeld()
        }
    }

    private func tellLoss() {
        let lost = self.state.withLock { $0.lostLines }
        guard lost > 0 else { return }
        if let text = self.lossLine(lost) {
            // Once: what could not be written of it is held like all else, so that the chain has no gap.
            let line = self.confined.seal?.seal(text) ?? text
            let written = self.confined.sink.write(line[...])
            guard written == line.count else {
                guard self.confined.seal != nil else { return }
                self.state.withLock { state in
                    state.lostLines -= lost
                    state.waitingBytes += text.count
                }
                self.confined.held.append(Batch(lines: line, size: text.count, written: written))
                return self.failed()
            }
            self.confined.seal?.written(line)
        }
        self.state.withLock { $0.lostLines -= lost }
        self.report(.lost(lost))
    }

    /// Opens the file by its name again: for whoever moves log files away (SIGUSR1).
    public func reopen() { self.queue.async { self.confined.sink.reopen() } }

    /// Returns when all that was handed over before is written, was tried once more in vain, or `seconds` are over.
    ///
    /// - Returns: whether nothing is left.
    @discardableResult
    public func flush(seconds: Double) -> Bool {
        let done = DispatchSemaphore(value: 0)
        self.queue.async {
            if self.confined.failures > 0 { self.writeHeld() }
            done.signal()
        }
        return done.wait(timeout: .now() + seconds) == .success
            && self.state.withLock { $0.waitingBytes == 0 }
    }
}
