/// Something wrong in a configuration file: where, and what would be right.
package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 when it concerns the file as a whole.
    package var line: Int
    package var message: String

    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String {
        self.line > 0 ? "\(self.file):\(self.line): \(self.message)" : "\(self.file): \(self.message)"
    }
}
