/// Something wrong in a configuration file: where, and what would be right.
package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 when it concerns the file as a whole.
    package var line: Int
    package var message: String

    package var description: String {
        self.line > 0 ? "\(self.file):\(self.line): \(self.message)" : "\(self.file): \(self.message)"
    }
}
