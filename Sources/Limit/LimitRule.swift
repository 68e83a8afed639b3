internal import Bytes
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
        guard self.names.isEmpty || self.names.contains(where: { Wildcard.matches(name, $0) }) else {
            return false
        }
        guard !self.metadata.isEmpty else { return true }
        guard let metadata = metadata() else { return false }
        return self.metadata.allSatisfy { condition in
            Self.texts(at: condition.path.split(separator: ".")[...], in: metadata).contains {
                Wildcard.matches($0, condition.value)
            }
        }
    }

    public func matches(owner: String) -> Bool {
        self.owners.isEmpty || self.owners.contains { Wildcard.matches(owner, $0) }
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
}
