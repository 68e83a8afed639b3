internal import Elasticsearch

/// Finds what the entries of a role grant on a name: one search and a few steps of automata for all patterns
/// together. Immutable; a class, as are its parts: to look at a value with a dozen arrays in it would count a dozen
/// references, at more than the look costs.
final class NameMatcher: Sendable {
    private final class Automaton: Sendable {
        let automaton: DeterministicAutomaton
        /// By the automaton's sets of labels the row of what they grant together.
        let rows: [UInt32]
        /// What any of its patterns grants.
        let all: UInt32

        init(_ automaton: DeterministicAutomaton, _ rows: [UInt32], all: UInt32) {
            self.automaton = automaton
            self.rows = rows
            self.all = all
        }
    }

    private let table: GrantTable
    /// What is granted on every name.
    private let base: UInt32
    private let sorted: SortedNames
    private let automata: [Automaton]
    private let parallel: Parallel?

    /// Patterns that no automaton holds together.
    private final class Parallel: Sendable {
        let matcher: ParallelMatcher
        /// By label the row of what it grants.
        let rows: [UInt32]
        /// What any of its patterns grants.
        let all: UInt32

        init(_ matcher: ParallelMatcher, _ rows: [UInt32], all: UInt32) {
            self.matcher = matcher
            self.rows = rows
            self.all = all
        }
    }

    /// - Throws: ``AuthorizeError/tooComplex(_:)`` when `effort` does not suffice.
    init(
        _ entries: [(patterns: [NamePattern], grants: Grants)], _ effort: inout Effort
    ) throws(AuthorizeError) {
        var base = Grants()
        var simple: [[UInt8]: SortedNames.Entry] = [:]
        var general: [General] = []
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
        var left: [General] = []
        // What automata can hold of so many fits into one table as well: they cost more of the role's effort.
        if general.count > AutomatonLimits.automatonPatternCountMax {
            general = Array(Self.setAside(general[...], &left))
        }
        let grants = entries.map(\.grants)
        let size = AutomatonLimits.combinedPatternCountMax
        for start in stride(from: 0, to: general.count, by: size) {
            let part = general[start..<min(start + size, general.count)]
            try Self.build(part, grants, &automata, &left, &table, &effort)
        }
        self.automata = automata
        self.parallel = left.isEmpty ? nil : try Self.parallel(left, grants, &table, &effort)
        table.seal()
        self.table = table
    }

    /// A pattern that takes an automaton, and the entry that it is of.
    private typealias General = (pattern: NamePattern, grants: Int)

    private static func parallel(
        _ patterns: [General], _ grants: [Grants], _ table: inout GrantTable, _ effort: inout Effort
    ) throws(AuthorizeError) -> Parallel {
        let matcher = try ParallelMatcher(patterns.map { ($0.pattern.node, Int32($0.grants)) }, &effort)
        let rows = grants.map { table.row($0) }
        let all = patterns.reduce(Grants()) { $0.union(grants[$1.grants]) }
        return Parallel(matcher, rows, all: table.row(all))
    }

    /// One automaton for all of `part`; where that grows too large, `left` gets what needs none, and each half of the
    /// others has one.
    private static func build(
        _ part: ArraySlice<General>, _ grants: [Grants], _ automata: inout [Automaton],
        _ left: inout [General],
        _ table: inout GrantTable, _ effort: inout Effort
    ) throws(AuthorizeError) {
        // Where some are left already, trying would cost more than it is worth.
        let others = left.isEmpty ? part : self.setAside(part, &left)
        guard !others.isEmpty else { return }
        let part = others
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
            automata.append(Automaton(automaton, rows, all: table.row(all)))
            try effort.spend(min(allowance, effort.left) - own.left, words)
        } catch {
            try effort.spend(min(allowance, effort.left) - own.left, "\(part.count) patterns")
            guard part.count > 1, effort.left > 0 else { throw error }
            let rest = self.setAside(part, &left)
            guard rest.count > 1 else {
                return try self.build(rest, grants, &automata, &left, &table, &effort)
            }
            let middle = rest.startIndex + rest.count / 2
            try self.build(rest[..<middle], grants, &automata, &left, &table, &effort)
            try self.build(rest[middle...], grants, &automata, &left, &table, &effort)
        }
    }

    /// Moves what can be looked for without an automaton.
    private static func setAside(_ part: ArraySlice<General>, _ left: inout [General]) -> ArraySlice<General>
    {
        var rest: [General] = []
        for each in part {
            if ParallelMatcher.takes(each.pattern.node) { left.append(each) } else { rest.append(each) }
        }
        return rest[...]
    }

    /// About what it holds in memory.
    var byteCount: Int {
        self.table.byteCount + self.sorted.byteCount
            + self.automata.reduce(0) { $0 + $1.automaton.byteCount + $1.rows.count * 4 }
            + (self.parallel.map { $0.matcher.byteCount + $0.rows.count * 4 } ?? 0)
    }

    /// - Parameter name: valid UTF-8.
    func allows(_ bit: ActionBit, _ name: borrowing Span<UInt8>) -> Bool {
        if self.table.contains(self.base, bit) { return true }
        if self.table.contains(self.sorted.row(name), bit) { return true }
        for automaton in self.automata where self.table.contains(automaton.all, bit) {
            if self.table.contains(automaton.rows[automaton.automaton.match(name)], bit) { return true }
        }
        guard let parallel = self.parallel, self.table.contains(parallel.all, bit) else { return false }
        var isGranted = false
        parallel.matcher.match(name) { label in
            isGranted = self.table.contains(parallel.rows[Int(label)], bit)
            return !isGranted
        }
        return isGranted
    }

    /// Whether every name that begins with `prefix` is granted by one of the entries that are prefixes themselves; false
    /// where others would have to be asked.
    func allows(_ bit: ActionBit, everyNameFrom prefix: borrowing Span<UInt8>) -> Bool {
        self.table.contains(self.base, bit)
            || self.table.contains(self.sorted.row(prefix, asPrefix: true), bit)
    }

    /// All that is granted on `name`, which must be valid UTF-8.
    func grants(_ name: borrowing Span<UInt8>) -> Grants {
        var grants = self.table.grants(self.base)
        grants.formUnion(self.table.grants(self.sorted.row(name)))
        for automaton in self.automata {
            grants.formUnion(self.table.grants(automaton.rows[automaton.automaton.match(name)]))
        }
        if let parallel = self.parallel {
            parallel.matcher.match(name) { label in
                grants.formUnion(self.table.grants(parallel.rows[Int(label)]))
                return true
            }
        }
        return grants
    }
}
