public import JSON

/// Whom a policy of the configuration is for.
public struct LimitRule: Sendable {
    /// Whose budget it is.
    public enum Scope: String, Sendable, CaseIterable {
        /// Each key has its own.
        case key
        /// All keys of an owner, and the owner himself, share one.
        case owner
    }

    public var policy: LimitPolicy
    public var scope = Scope.key
    /// Names of keys, with `*` for anything; empty: all.
    public var names: [String] = []
    /// Paths in the metadata and what stands there, with `*` for anything: all of them must hold.
    public var metadata: [(path: String, value: String)] = []
    /// Names of owners, with `*` for anything; empty: all.
    public var owners: [String] = []

    public init(policy: LimitPolicy) { self.policy = policy }

    /// - Parameter metadata: is asked for only where it matters.
    public func matches(name: String, owner: String, metadata: () -> JSONValue?) -> Bool {
        guard self.scope == .key, self.matches(owner: owner) else { return false }
        guard self.names.isEmpty || self.names.contains(where: { Self.matches(name, $0) }) else {
            return false
        }
        guard !self.metadata.isEmpty else { return true }
        guard let metadata = metadata() else { return false }
        return self.metadata.allSatisfy { condition in
            Self.texts(at: condition.path.split(separator: ".")[...], in: metadata).contains {
                Self.matches($0, condition.value)
            }
        }
    }

    public func matches(owner: String) -> Bool {
        self.owners.isEmpty || self.owners.contains { Self.matches(owner, $0) }
    }

    /// Scalars at a path; of an array each.
    private static func texts(at path: ArraySlice<Substring>, in value: JSONValue) -> [String] {
        if let elements = value.elements { return elements.flatMap { self.texts(at: path, in: $0) } }
        guard let first = path.first else {
            switch value.kind {
            case .string(let text): return [text]
            case .number(let digits): return [digits]
            case .bool(let bool): return ["\(bool)"]
            default: return []
            }
        }
        guard let member = value[String(first)] else { return [] }
        return self.texts(at: path.dropFirst(), in: member)
    }

    /// Whether `text` is `pattern`, where `*` stands for any octets. Takes time in proportion to the product of both.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text.utf8)
        let pattern = Array(pattern.utf8)
        var (at, place) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, at)
                place += 1
            } else if place < pattern.count, pattern[place] == text[at] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                place = last.pattern + 1
                at = last.text + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
