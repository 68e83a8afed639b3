internal import Glibc

/// A call of the sockets interface that failed.
public struct SocketError: Error, Sendable, CustomStringConvertible {
    /// What was done, e.g. `connect`.
    public let operation: String
    /// The system's words, e.g. `Connection refused`.
    public let text: String
    /// The system's number, 0 where there is none.
    public let code: Int32

    public init(operation: String, text: String) {
        self.operation = operation
        self.text = text
        self.code = 0
    }

    public init(operation: String, errno code: Int32) {
        self.operation = operation
        self.text = String(cString: strerror(code))
        self.code = code
    }

    public var description: String { "\(self.operation): \(self.text)" }
}
