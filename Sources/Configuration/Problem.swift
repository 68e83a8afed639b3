/// Something wrong in a configuration file: where, and what would be right.
public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    public var file: String
    /// From 1; 0 when it concerns the file as a whole.
    public var line: Int
    public var message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String {
        self.line > 0 ? "\(self.file):\(self.line): \(self.message)" : "\(self.file): \(self.message)"
    }
}
