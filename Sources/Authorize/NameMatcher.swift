internal import Elasticsearch

/// Finds what the entries of a role grant on a name: one search and a few steps of automata for all patterns
/// together. Immutable.
struct NameMatcher: Sendable {
    private struct Automaton: Sendable {
        let automaton: DeterministicAutomaton
        /// By the automaton's sets of labels the row of what they grant together.
        let rows: [UInt32]
        /// What any of its patterns grants.
        let all: UInt32
    }

    private var table = GrantTable()
    /// What is granted on every name.
    private let base: UInt32
    private let sorted: SortedNames
    private let automata: [Automaton]

    /// - Throws: ``AuthorizeError/tooComplex(_:)`` when `effort` does not suffice.
    init(
        _ entries: [(patterns: [NamePattern], grants: Grants)], _ effort: inout Effort
    ) throws(AuthorizeError) {
        var base = Grants()
        var simple: [[UInt8]: SortedNames.Entry] = [:]
        var general: [(pattern: NamePattern, grants: Int)] = []
        for (index, entry) in entries.enumerated() {
            for pattern in entry.patterns {
                switch pattern.form {
                case .everything: base.formUnion(entry.grants)
                case .literal:
                    simple[Array(pattern.text.utf8), default: SortedNames.Entry()].exact
                        .formUnion(entry.grants)
                case .prefix:
                    simple[Array(pattern.text.utf8.dropLast()), default: SortedNames.Entry()].prefix
                        .formUnion(entry.grants)
                case .general: general.append((pattern, index))
                case .nothing: break
                }
            }
        }
        var table = GrantTable()
        self.base = table.row(base)
        self.sorted = SortedNames(simple, &table)
        var automata: [Automaton] = []
        let grants = entries.map(\.grants)
        let size = AutomatonLimits.combinedPatternCountMax
        for start in stride(from: 0, to: general.count, by: size) {
            let part = general[start..<min(start + size, general.count)]
            try Self.build(part, grants, &automata, &table, &effort)
        }
        self.automata = automata
        table.seal()
        self.table = table
    }

    /// One automaton for all of `part`, or, where that grows too large, one for each half.
    private static func build(
        _ part: ArraySlice<(pattern: NamePattern, grants: Int)>, _ grants: [Grants],
        _ automata: inout [Automaton], _ table: inout GrantTable, _ effort: inout Effort
    ) throws(AuthorizeError) {
        // An attempt may not eat up what all have.
        let allowance = part.count > 1 ? AutomatonLimits.attemptEffortMax : AutomatonLimits.effortMax
        var own = Effort(min(allowance, effort.left))
        do {
            var nondeterministic = NondeterministicAutomaton()
            for (pattern, index) in part {
                try nondeterministic.add(pattern.node, label: Int32(index), of: pattern.text, &own)
            }
            let words = part.count == 1 ? part[part.startIndex].pattern.text : "\(part.count) patterns"
            let automaton = try DeterministicAutomaton(nondeterministic, of: words, &own)
            var all = Grants()
            let rows = automaton.labelSets.map { labels in
                let union = labels.reduce(Grants()) { $0.union(grants[Int($1)]) }
                all.formUnion(union)
                return table.row(union)
            }
            automata.append(Automaton(automaton: automaton, rows: rows, all: table.row(all)))
            try effort.spend(min(allowance, effort.left) - own.left, words)
        } catch {
            try effort.spend(min(allowance, effort.left) - own.left, "\(part.count) patterns")
            guard part.count > 1, effort.left > 0 else { throw error }
            let middle = part.startIndex + part.count / 2
            try self.build(part[..<middle], grants, &automata, &table, &effort)
            try self.build(part[middle...], grants, &automata, &table, &effort)
        }
    }

    /// About what it holds in memory.
    var byteCount: Int {
        self.table.byteCount + self.sorted.byteCount
            + self.automata.reduce(0) { $0 + $1.automaton.byteCount + $1.rows.count * 4 }
    }

    /// - Parameter name: valid UTF-8.
    func allows(_ bit: ActionBit, _ name: borrowing Span<UInt8>) -> Bool {
        if self.table.contains(self.base, bit) { return true }
        if self.table.contains(self.sorted.row(name), bit) { return true }
        for automaton in self.automata where self.table.contains(automaton.all, bit) {
            if self.table.contains(automaton.rows[automaton.automaton.match(name)], bit) { return true }
        }
        return false
    }

    /// All that is granted on `name`, which must be valid UTF-8.
    func grants(_ name: borrowing Span<UInt8>) -> Grants {
        var grants = self.table.grants(self.base)
        grants.formUnion(self.table.grants(self.sorted.row(name)))
        for automaton in self.automata {
            grants.formUnion(self.table.grants(automaton.rows[automaton.automaton.match(name)]))
        }
        return grants
    }
}
