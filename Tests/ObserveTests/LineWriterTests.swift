import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Observe

/// Where lines go, and what becomes of them when they cannot.
@Suite struct LineWriterTests {
    private final class Events: Sendable {
        private let list = Mutex<[LineWriter.Event]>([])
        func add(_ event: LineWriter.Event) { self.list.withLock { $0.append(event) } }
        var all: [LineWriter.Event] { self.list.withLock { $0 } }
    }

    /// A folder of its own, gone with it.
    private struct Folder: ~Copyable {
        let path: String
        init() {
            var template = Array("/tmp/keyward-lines-XXXXXX".utf8CString)
            self.path = mkdtemp(&template).map { String(cString: $0) } ?? ""
        }
        func read(_ name: String) -> String {
            guard let file = fopen("\(self.path)/\(name)", "r") else { return "" }
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = fread(&bytes, 1, bytes.count, file)
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
        deinit {
            for name in ["lines", "lines.1", "lines.2", "lines.3"] { unlink("\(self.path)/\(name)") }
            rmdir(self.path)
        }
    }

    private static func line(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }

    @Test func linesArriveInOrder() throws {
        let folder = Folder()
        let writer = try LineWriter(
            .file(path: "\(folder.path)/lines", rotateSize: 0, rotateKeep: 0), label: "test",
            waitingBytesMax: 1 << 20, lossLine: { _ in nil })
        for number in 0..<100 { writer.write(Self.line("\(number)"), lineCount: 1) }
        #expect(writer.flush(seconds: 5))
        #expect(folder.read("lines") == (0..<100).map { "\($0)\n" }.joined())
        #expect(writer.lostLines == 0)
        var status = stat()
        #expect(stat("\(folder.path)/lines", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func filesAreRotatedBetweenLines() throws {
        let folder = Folder()
        let writer = try LineWriter(
            .file(path: "\(folder.path)/lines", rotateSize: 10, rotateKeep: 2), label: "test",
            waitingBytesMax: 1 << 20, lossLine: { _ in nil })
        for text in ["aaaaa", "bbbbb", "ccccc", "ddddd"] { writer.write(Self.line(text), lineCount: 1) }
        #expect(writer.flush(seconds: 5))
        #expect(folder.read("lines") == "ddddd\n")
        #expect(folder.read("lines.1") == "ccccc\n")
        #expect(folder.read("lines.2") == "bbbbb\n")
        #expect(folder.read("lines.3") == "")
    }

    @Test func aFileThatWasMovedIsMadeAnew() throws {
        let folder = Folder()
        let path = "\(folder.path)/lines"
        let writer = try LineWriter(
            .file(path: path, rotateSize: 0, rotateKeep: 0), label: "test", waitingBytesMax: 1 << 20,
            lossLine: { _ in nil })
        writer.write(Self.line("one"), lineCount: 1)
        #expect(writer.flush(seconds: 5))
        rename(path, path + ".1")
        writer.write(Self.line("two"), lineCount: 1)
        writer.reopen()
        writer.write(Self.line("three"), lineCount: 1)
        #expect(writer.flush(seconds: 5))
        #expect(folder.read("lines.1") == "one\ntwo\n")
        #expect(folder.read("lines") == "three\n")
    }

    @Test func overTheBoundLinesAreLostAndCounted() throws {
        let folder = Folder()
        let events = Events()
        let gate = DispatchSemaphore(value: 0)
        let writer = try LineWriter(
            .file(path: "\(folder.path)/lines", rotateSize: 0, rotateKeep: 0), label: "test",
            waitingBytesMax: 10, report: events.add,
            lossLine: { lost in
                gate.wait()
                return Self.line("lost \(lost)")
            })
        // The first report of a loss holds the queue: what comes meanwhile waits.
        writer.write(Self.line("far too long"), lineCount: 1)
        writer.write(Self.line("a"), lineCount: 1)
        while writer.hasRoom { writer.write(Self.line("b"), lineCount: 1) }
        #expect(!writer.hasRoom)
        writer.write(Self.line("c"), lineCount: 2)
        writer.write(Self.line("let in before"), lineCount: 1, mayExceed: true)
        for _ in 0..<10 { gate.signal() }
        #expect(writer.flush(seconds: 5))
        #expect(writer.hasRoom)
        let lines = folder.read("lines").split(separator: "\n")
        #expect(lines.contains("let in before") && !lines.contains("c"))
        let told = events.all.map { if case .lost(let count) = $0 { count } else { 0 } }.reduce(0, +)
        #expect(told == writer.lostLines)
        #expect(told >= 3)
    }

    /// A device that is always full, then one that takes all: nothing is lost between.
    @Test func whatCannotBeWrittenWaits() throws {
        let folder = Folder()
        let path = "\(folder.path)/lines"
        symlink("/dev/full", path)
        let events = Events()
        let writer = try LineWriter(
            .file(path: path, rotateSize: 0, rotateKeep: 0), label: "test", waitingBytesMax: 101,
            retryInterval: 0.01, report: events.add, lossLine: { Self.line("lost \($0)") })
        writer.write(Self.line("first"), lineCount: 1)
        writer.write(Self.line("second"), lineCount: 1)
        #expect(!writer.flush(seconds: 5))
        #expect(events.all.first == .failing(reason: "No space left on device"))
        while writer.hasRoom { writer.write(Self.line("x"), lineCount: 1) }
        writer.write(Self.line("one too many"), lineCount: 1)
        #expect(writer.lostLines == 1)
        unlink(path)
        writer.reopen()
        #expect(writer.flush(seconds: 5))
        let lines = folder.read("lines").split(separator: "\n")
        #expect(lines.prefix(3) == ["first", "second", "x"])
        #expect(lines.last == "lost 1")
        #expect(events.all.suffix(2) == [.recovered, .lost(1)])
        // The failure was told once, not at each attempt.
        #expect(events.all.count { if case .failing = $0 { true } else { false } } <= 2)
    }

    @Test func aFileThatCannotBeOpenedIsAnError() {
        #expect(throws: FileSink.Failure.self) {
            try LineWriter(
                .file(path: "/nonexistent/lines", rotateSize: 0, rotateKeep: 0), label: "test",
                waitingBytesMax: 1, lossLine: { _ in nil })
        }
    }
}
