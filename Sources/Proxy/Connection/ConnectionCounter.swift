internal import Synchronization

/// Open connections over all loops, in all and by source address.
public final class ConnectionCounter: Sendable {
    private let state = Mutex(State())

    private struct State {
        var total = 0
        var bySource: [UInt64: Int] = [:]
    }

    public init() {}

    public var total: Int { self.state.withLock { $0.total } }

    /// Counts one more connection of `source`.
    ///
    /// - Returns: false, and counts nothing, when one of the bounds is reached.
    func open(_ source: UInt64, max: Int, perSourceMax: Int) -> Bool {
        self.state.withLock { state in
            guard state.total < max, state.bySource[source, default: 0] < perSourceMax else { return false }
            state.total += 1
            state.bySource[source, default: 0] += 1
            return true
        }
    }

    /// Counts an open connection of `from` as one of `to`.
    ///
    /// - Returns: false, and changes nothing, when that has too many.
    func move(from: UInt64, to: UInt64, perSourceMax: Int) -> Bool {
        self.state.withLock { state in
            guard from != to else { return true }
            guard state.bySource[to, default: 0] < perSourceMax else { return false }
            state.bySource[to, default: 0] += 1
            let left = (state.bySource[from] ?? 1) - 1
            state.bySource[from] = left > 0 ? left : nil
            return true
        }
    }

    func close(_ source: UInt64) {
        self.state.withLock { state in
            state.total -= 1
            let left = (state.bySource[source] ?? 1) - 1
            state.bySource[source] = left > 0 ? left : nil
        }
    }
}
