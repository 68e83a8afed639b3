internal import Glibc

/// A call of the sockets interface that failed.
package struct SocketError: Error, Sendable, CustomStringConvertible {
    /// What was done, e.g. `connect`.
    package let operation: String
    /// The system's words, e.g. `Connection refused`.
    package let text: String
    /// The system's number, 0 where there is none.
    package let code: Int32

    package init(operation: String, text: String) {
        self.operation = operation
        self.text = text
        self.code = 0
    }

    package init(operation: String, errno code: Int32) {
        self.operation = operation
        self.text = String(cString: strerror(code))
        self.code = code
    }

    package var description: String { "\(self.operation): \(self.text)" }
}
