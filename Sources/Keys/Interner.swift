internal import Synchronization

/// Keeps each different value once and names it by a small number: a million keys have few owners.
///
/// Values are counted and forgotten with their last user. A number is never given a second time, so that a copy of
/// one that is gone leads to nothing, and never to another's value.
final class Interner<Value: Hashable & Sendable>: Sendable {
    private struct Slot {
        var value: Value
        var count: Int
    }

    private struct State {
        var slots: [UInt32: Slot] = [:]
        var handles: [Value: UInt32] = [:]
        var next: UInt32 = 1
    }

    private let state: Mutex<State>

    /// - Parameter first: gets the handle 0 and stays for ever.
    init(first: Value) {
        self.state = Mutex(State(slots: [0: Slot(value: first, count: 1)], handles: [first: 0]))
    }

    /// The number of `value`, which has one user more.
    func retain(_ value: Value) -> UInt32 {
        self.state.withLock { state in
            if let handle = state.handles[value] {
                state.slots[handle]?.count += 1
                return handle
            }
            let handle = state.next
            state.next += 1
            state.slots[handle] = Slot(value: value, count: 1)
            state.handles[value] = handle
            return handle
        }
    }

    /// The value has one user less.
    func release(_ handle: UInt32) {
        guard handle != 0 else { return }
        self.state.withLock { state in
            guard var slot = state.slots[handle] else { return }
            slot.count -= 1
            if slot.count > 0 {
                state.slots[handle] = slot
            } else {
                state.slots[handle] = nil
                state.handles[slot.value] = nil
            }
        }
    }

    /// nil when its last user is gone.
    func value(_ handle: UInt32) -> Value? { self.state.withLock { $0.slots[handle]?.value } }
    var count: Int { self.state.withLock { $0.slots.count } }
    /// All values by number.
    var all: [UInt32: Value] { self.state.withLock { $0.slots.mapValues(\.value) } }
}
