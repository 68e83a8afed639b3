/// Marks lines on their way to a sink. Called on the writer's queue, in the order of the lines.
public protocol LineSeal: AnyObject {
    /// - Parameter lines: whole ones, each with its line feed.
    /// - Returns: the lines as they are to be written.
    func seal(_ lines: [UInt8]) -> [UInt8]
    /// What ``seal(_:)`` returned has been written.
    func written(_ lines: [UInt8])
}
