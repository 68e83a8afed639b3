/// An automaton with one way through a name: a step is one look in a table. Immutable.
struct DeterministicAutomaton: Sendable {
    let alphabet: Alphabet
    /// Rows of next states, a column for each class of characters. State 0 is dead.
    private let transitions: [UInt16]
    /// By state the index of the labels with which it accepts; 0: it does not.
    private let accepting: [UInt16]
    /// What ``accepting`` counts: sorted labels. The first is empty.
    let labelSets: [[Int32]]
    let start: Int

    var stateCount: Int { self.accepting.count }
    /// About what it holds in memory.
    var byteCount: Int {
        self.transitions.count * 2 + self.accepting.count * 2 + self.alphabet.byteCount
            + self.labelSets.reduce(0) { $0 + 32 + $1.count * 4 }
    }

    /// All patterns of `automaton`.
    init(
        _ automaton: NondeterministicAutomaton, of pattern: String, _ effort: inout Effort
    ) throws(AuthorizeError) {
        var construction = try SubsetConstruction(automaton, of: pattern, &effort)
        var state = 1
        while state < construction.sets.count {
            try construction.expand(state, &effort)
            state += 1
        }
        var sets: [[Int32]: UInt16] = [[]: 0]
        var order: [[Int32]] = [[]]
        var accepting: [UInt16] = []
        for state in 0..<construction.sets.count {
            let labels = construction.labels(state)
            if sets[labels] == nil {
                sets[labels] = UInt16(truncatingIfNeeded: order.count)
                order.append(labels)
            }
            accepting.append(sets[labels] ?? 0)
        }
        self.init(
            construction.alphabet, construction.transitions, accepting, order, start: Int(construction.start))
    }

    /// One pattern, with the label 0.
    init(_ node: PatternNode, of pattern: String, _ effort: inout Effort) throws(AuthorizeError) {
        var automaton = NondeterministicAutomaton()
        try automaton.add(node, label: 0, of: pattern, &effort)
        try self.init(automaton, of: pattern, &effort)
    }

    private init(
        _ alphabet: Alphabet, _ transitions: [UInt16], _ accepting: [UInt16], _ labelSets: [[Int32]],
        start: Int
    ) {
        self.alphabet = alphabet
        self.transitions = transitions
        self.accepting = accepting
        self.labelSets = labelSets
        self.start = start
    }

    // MARK: Looking at names

    /// Index in ``labelSets`` of the labels with which `name` is accepted, 0 for none.
    ///
    /// - Parameter name: valid UTF-8.
    func match(_ name: borrowing Span<UInt8>) -> Int {
        var state = self.start
        let width = self.alphabet.count
        var index = 0
        while index < name.count {
            let column = self.alphabet.nextClass(name, &index)
            state = Int(self.transitions[state &* width &+ column])
            if state == 0 { return 0 }
        }
        return Int(self.accepting[state])
    }

    // MARK: Building from it

    func accepts(_ state: Int) -> Bool { self.accepting[state] != 0 }
    func next(_ state: Int, _ column: Int) -> Int {
        Int(self.transitions[state * self.alphabet.count + column])
    }

    /// By state whether something follows that is accepted (or, complemented, is not).
    func live(complemented: Bool) -> [Bool] {
        var sources = [[Int32]](repeating: [], count: self.stateCount)
        for state in 0..<self.stateCount {
            for column in 0..<self.alphabet.count {
                let target = self.next(state, column)
                if sources[target].last != Int32(state) { sources[target].append(Int32(state)) }
            }
        }
        var isLive = [Bool](repeating: false, count: self.stateCount)
        var waiting = (0..<self.stateCount).filter { self.accepts($0) != complemented }
        while let state = waiting.popLast() {
            if isLive[state] { continue }
            isLive[state] = true
            waiting += sources[state].map(Int.init)
        }
        return isLive
    }

    /// What both accept.
    func intersection(
        _ other: DeterministicAutomaton, of pattern: String, _ effort: inout Effort
    ) throws(AuthorizeError) -> DeterministicAutomaton {
        let ranges = Set(self.alphabet.runs.map(\.range) + other.alphabet.runs.map(\.range))
        let alphabet = try Alphabet(ranges)
        var columns = [(Int, Int)](repeating: (0, 0), count: alphabet.count)
        for run in alphabet.runs {
            let point = run.range.first
            columns[run.class] = (self.alphabet.pointClass(point), other.alphabet.pointClass(point))
        }
        var pairs: [(Int, Int)] = [(0, 0), (self.start, other.start)]
        var found: [Int: UInt16] = [0: 0, self.start << 16 | other.start: 1]
        var transitions = [UInt16](repeating: 0, count: alphabet.count)
        var state = 1
        while state < pairs.count {
            let (left, right) = pairs[state]
            try effort.spend(alphabet.count, pattern)
            for column in columns {
                var next = (self.next(left, column.0), other.next(right, column.1))
                if next.0 == 0 || next.1 == 0 { next = (0, 0) }
                let key = next.0 << 16 | next.1
                if found[key] == nil {
                    guard pairs.count < AutomatonLimits.deterministicCountMax else {
                        throw .tooComplex(pattern)
                    }
                    found[key] = UInt16(truncatingIfNeeded: pairs.count)
                    pairs.append(next)
                }
                transitions.append(found[key] ?? 0)
            }
            state += 1
        }
        let accepting: [UInt16] = pairs.map { self.accepts($0.0) && other.accepts($0.1) ? 1 : 0 }
        return DeterministicAutomaton(alphabet, transitions, accepting, [[], [0]], start: 1)
    }
}
