/// What the trail tells, and how.
public struct AuditSettings: Sendable {
    public enum Format: Sendable {
        /// Names of the Elastic Common Schema.
        case ecs
        /// Names and order of Elasticsearch's own audit log, with ours behind them.
        case elasticsearch
    }

    public var format = Format.ecs
    public var nodeName: String
    public var events = AuditEvents.standard
    /// What is left out.
    public var ignored: [AuditPolicy] = []
    /// nil: contents of requests are not told.
    public var content: AuditContent?

    public init(nodeName: String) { self.nodeName = nodeName }
}

/// Records that are left out: those to which every part of it applies. A part that is empty applies to all.
public struct AuditPolicy: Sendable {
    /// Policies that there may be: a mask tells which of them may still apply.
    public static let countMax = 64

    public var events = AuditEvents.all
    /// Names of users.
    public var users: [Wildcards] = []
    /// Ids and names of keys.
    public var keys: [Wildcards] = []
    public var actions: [Wildcards] = []
    /// All indices of a record must match, and there must be some.
    public var indices: [Wildcards] = []

    public init() {}

    func appliesTo(user: AuditRecord.Slice, keyID: AuditRecord.Slice, keyName: AuditRecord.Slice) -> Bool {
        if !self.users.isEmpty, !self.users.contains(where: { $0.matches(user) }) { return false }
        guard !self.keys.isEmpty else { return true }
        guard keyID.count > 0 else { return false }
        return self.keys.contains { $0.matches(keyID) || $0.matches(keyName) }
    }

    func appliesTo(_ record: borrowing AuditRecord) -> Bool {
        guard self.events.has(record.event) else { return false }
        if !self.actions.isEmpty {
            let action = record.action
            guard self.actions.contains(where: { $0.matches(action) }) else { return false }
        }
        return self.indices.isEmpty || AuditIndices.allMatch(self.indices, record.indices)
    }
}

/// A text in which `*` stands for any octets and `?` for one.
public struct Wildcards: Sendable, Equatable {
    private let pattern: [UInt8]

    public init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    /// In time bounded by the product of both lengths: at a mismatch only the last `*` takes more.
    public func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (at, star, resume) = (0, -1, 0)
        var index = 0
        while index < text.count {
            if at < self.pattern.count, self.pattern[at] == UInt8(ascii: "*") {
                star = at
                resume = index
                at += 1
            } else if at < self.pattern.count,
                self.pattern[at] == UInt8(ascii: "?") || self.pattern[at] == text[index]
            {
                at += 1
                index += 1
            } else if star >= 0 {
                at = star + 1
                resume += 1
                index = resume
            } else {
                return false
            }
        }
        while at < self.pattern.count, self.pattern[at] == UInt8(ascii: "*") { at += 1 }
        return at == self.pattern.count
    }

    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { self.matches($0) }
    }
}
