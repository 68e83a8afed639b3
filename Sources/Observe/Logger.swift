internal import Bytes

/// The log for operators: a constant message with data, one line each, written off the caller's thread.
///
/// Levels say who must act: error an operator now, warning an operator soon, notice a change of state,
/// info and debug nobody.
public final class Logger: Sendable {
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case error, warning, notice, info, debug
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
        public var name: String { "\(self)" }
        public init?(name: String) {
            guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = level
        }
    }

    public enum Format: Sendable { case text, json }

    /// Bytes of one value that are written; what a peer sent may be longer.
    private static let valueLengthMax = 512

    public let level: Level
    private let format: Format
    private let writer: LineWriter

    public init(level: Level, format: Format, writer: LineWriter) {
        self.level = level
        self.format = format
        self.writer = writer
    }

    /// A log on standard error with 1 MB of lines waiting at most.
    public convenience init(level: Level, format: Format = .text) throws {
        let writer = try LineWriter(.standardError, label: "keyward.log", waitingBytesMax: 1 << 20) { lost in
            Array("{\"message\":\"log lines were lost\",\"count\":\(lost)}\n".utf8)
        }
        self.init(level: level, format: format, writer: writer)
    }

    public func error(_ message: StaticString, _ data: @autoclosure () -> KeyValuePairs<String, String> = [:])
    {
        self.log(.error, message, data)
    }
    public func warning(
        _ message: StaticString, _ data: @autoclosure () -> KeyValuePairs<String, String> = [:]
    ) {
        self.log(.warning, message, data)
    }
    public func notice(
        _ message: StaticString, _ data: @autoclosure () -> KeyValuePairs<String, String> = [:]
    ) {
        self.log(.notice, message, data)
    }
    public func info(_ message: StaticString, _ data: @autoclosure () -> KeyValuePairs<String, String> = [:])
    {
        self.log(.info, message, data)
    }
    public func debug(_ message: StaticString, _ data: @autoclosure () -> KeyValuePairs<String, String> = [:])
    {
        self.log(.debug, message, data)
    }

    public func flush(seconds: Double) { self.writer.flush(seconds: seconds) }

    private func log(_ level: Level, _ message: StaticString, _ data: () -> KeyValuePairs<String, String>) {
        guard level <= self.level else { return }
        let line = ByteBuffer(capacity: 256)
        let milliseconds = Timestamp.now
        switch self.format {
        case .json:
            line.append("{\"@timestamp\":\"")
            Timestamp.append(milliseconds, to: line)
            line.append("\",\"log.level\":\"")
            line.append(level.name)
            line.append("\",\"message\":\"")
            line.append(message)
            line.append("\"")
            for (name, value) in data() {
                line.append(",\"")
                JSONText.append(name, to: line)
                line.append("\":\"")
                JSONText.append(value, limit: Self.valueLengthMax, to: line)
                line.append("\"")
            }
            line.append(",\"ecs.version\":\"1.12.0\"}\n")
        case .text:
            Timestamp.append(milliseconds, to: line)
            line.append(" ")
            line.append(level.name)
            line.append(" ")
            line.append(message)
            for (name, value) in data() {
                line.append(" ")
                line.append(name)
                line.append("=\"")
                JSONText.append(value, limit: Self.valueLengthMax, to: line)
                line.append("\"")
            }
            line.append("\n")
        }
        self.writer.write(line.array, lineCount: 1)
    }
}
