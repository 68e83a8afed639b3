internal import Synchronization

/// Keeps each different value once and names it by a small number: a million keys have few owners.
final class Interner<Value: Hashable & Sendable>: Sendable {
    private struct State {
        var values: [Value] = []
        var handles: [Value: UInt32] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter first: gets the handle 0.
    init(first: Value) {
        self.state = Mutex(State(values: [first], handles: [first: 0]))
    }

    func handle(_ value: Value) -> UInt32 {
        self.state.withLock { state in
            if let handle = state.handles[value] { return handle }
            let handle = UInt32(state.values.count)
            state.values.append(value)
            state.handles[value] = handle
            return handle
        }
    }

    func value(_ handle: UInt32) -> Value { self.state.withLock { $0.values[Int(handle)] } }
    var count: Int { self.state.withLock { $0.values.count } }
}
