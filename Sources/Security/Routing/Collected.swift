internal import JSON
internal import Synchronization

/// What closures that run one after the other on the store's queue find out.
final class Collected<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])

    subscript(key: Key) -> Value? {
        get { self.values.withLock { $0[key] } }
        set { self.values.withLock { $0[key] = newValue } }
    }
}

/// JSON that is kept as text.
enum JSONText {
    /// Whether two texts say the same: the order of members does not matter.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard let left = try? JSONParser.parse(Array(left.utf8)),
            let right = try? JSONParser.parse(Array(right.utf8))
        else { return false }
        return self.areEqual(left, right)
    }

    private static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left.kind, right.kind) {
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { member in
                    right.first { $0.name == member.name }.map { self.areEqual(member.value, $0.value) }
                        ?? false
                }
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { self.areEqual($0, $1) }
        default: return left == right
        }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        self.bool(value)
    }

    mutating func member(_ name: String, _ value: Int) {
        self.name(name)
        self.integer(value)
    }

    mutating func member(_ name: String, _ value: String?) {
        self.name(name)
        self.string(value)
    }
}
