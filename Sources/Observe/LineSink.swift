/// Where a ``LineWriter`` puts lines that is neither a file nor a syslog server. Called on the writer's queue.
public protocol LineSink: AnyObject, Sendable {
    /// - Returns: how many bytes stand: whole lines; fewer than all when no more can be taken for now.
    func write(_ bytes: ArraySlice<UInt8>) -> Int
    /// Why the last write took less than all.
    var failure: String { get }
}
