/// Some patterns over names other than those of indices: users, applications. Immutable.
struct PatternSet: Sendable {
    let patterns: [NamePattern]
    private let simple: [SimplePattern]
    private let automaton: DeterministicAutomaton?

    static let none = PatternSet()

    private init() {
        self.patterns = []
        self.simple = []
        self.automaton = nil
    }

    init(
        _ texts: [String], _ dialect: RegularExpression.Dialect, _ effort: inout Effort
    ) throws(AuthorizeError) {
        var patterns: [NamePattern] = []
        var simple: [SimplePattern] = []
        var automaton = NondeterministicAutomaton()
        var isGeneral = false
        for text in texts {
            let pattern = try NamePattern(text, dialect)
            patterns.append(pattern)
            if let each = SimplePattern(pattern) {
                simple.append(each)
            } else {
                isGeneral = true
                try automaton.add(pattern.node, label: 0, of: text, &effort)
            }
        }
        self.patterns = patterns
        self.simple = simple
        self.automaton =
            isGeneral ? try DeterministicAutomaton(automaton, of: "\(texts.count) patterns", &effort) : nil
    }

    /// About what it holds in memory.
    var byteCount: Int {
        self.patterns.reduce(0) { $0 + $1.byteCount * 2 } + (self.automaton?.byteCount ?? 0)
    }

    func contains(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        for pattern in self.simple
        where pattern.isPrefix ? bytes.starts(with: pattern.bytes) : bytes == pattern.bytes { return true }
        guard let automaton = self.automaton else { return false }
        return automaton.match(bytes.span) != 0
    }
}
