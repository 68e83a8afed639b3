/// A pattern without operators inside: one name, or all that begins alike. Most are; comparing two of them takes
/// no automaton.
struct SimplePattern: Hashable, Sendable {
    /// The name, or what it begins with.
    let bytes: [UInt8]
    let isPrefix: Bool

    /// - Returns: nil for patterns of another form, and with escapes.
    init?(_ pattern: NamePattern) {
        guard !pattern.text.isEmpty, !pattern.text.utf8.contains(UInt8(ascii: "\\")) else { return nil }
        switch pattern.form {
        case .literal: (self.bytes, self.isPrefix) = (Array(pattern.text.utf8), false)
        case .prefix: (self.bytes, self.isPrefix) = (Array(pattern.text.utf8.dropLast()), true)
        case .everything: (self.bytes, self.isPrefix) = ([], true)
        case .general, .nothing: return nil
        }
    }

    /// Whether every name of `other` is one of this.
    func covers(_ other: SimplePattern) -> Bool {
        self.isPrefix ? other.bytes.starts(with: self.bytes) : self == other
    }

    /// What both say, or nil for nothing.
    func intersection(_ other: SimplePattern) -> SimplePattern? {
        self.covers(other) ? other : other.covers(self) ? self : nil
    }
}
