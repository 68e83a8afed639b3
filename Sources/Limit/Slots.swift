internal import Synchronization

/// Holds how many requests of one key are on their way. Shared by all loops.
public struct Slots: ~Copyable, Sendable {
    private let used = Atomic<Int>(0)

    public init() {}

    /// - Returns: whether one more may go; it must be given back then.
    public func take(max: Int) -> Bool {
        let before = self.used.add(1, ordering: .relaxed).oldValue
        guard before < max else {
            self.used.subtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    public func give() { self.used.subtract(1, ordering: .relaxed) }
    public var count: Int { self.used.load(ordering: .relaxed) }
}
