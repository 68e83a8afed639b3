/// Turns an automaton with many ways into one with a single way (the subset construction), state by state, so
/// that a search can stop early.
struct SubsetConstruction {
    private let automaton: NondeterministicAutomaton
    let alphabet: Alphabet
    private let pattern: String
    private let isAbsorbing: [Bool]
    /// By state the states of the automaton that it stands for, sorted. The first is the empty set: dead.
    private(set) var sets: [[Int32]] = [[]]
    private var found: [[Int32]: UInt16] = [[]: 0]
    /// Sets before empty steps were taken: most classes lead to few of them.
    private var shortcuts: [[Int32]: UInt16] = [[]: 0]
    /// Rows of next states, a column for each class.
    private(set) var transitions: [UInt16]
    let start: UInt16

    private var buckets: [[Int32]]
    private var isMarked: [Bool]

    init(
        _ automaton: NondeterministicAutomaton, of pattern: String, _ effort: inout Effort
    ) throws(AuthorizeError) {
        self.automaton = automaton
        self.pattern = pattern
        self.alphabet = try Alphabet(automaton.ranges)
        self.isAbsorbing = automaton.edges.indices.map { state in
            automaton.labels[state] >= 0
                && automaton.edges[state].contains { $0.range == .all && $0.target == Int32(state) }
        }
        self.transitions = [UInt16](repeating: 0, count: self.alphabet.count)
        self.buckets = [[Int32]](repeating: [], count: self.alphabet.count)
        self.isMarked = [Bool](repeating: false, count: automaton.edges.count)
        self.start = 1
        self.sets.append([])
        let closure = try self.closure([NondeterministicAutomaton.start], &effort)
        self.sets[1] = closure
        self.found[closure] = 1
        self.transitions += [UInt16](repeating: 0, count: self.alphabet.count)
    }

    /// Labels of a state's set, sorted, each once.
    func labels(_ state: Int) -> [Int32] {
        var labels: [Int32] = []
        for member in self.sets[state] {
            let label = self.automaton.labels[Int(member)]
            if label >= 0, !labels.contains(label) { labels.append(label) }
        }
        return labels.sorted()
    }

    /// Whether a pattern with this label can still end in acceptance from `state`.
    func holds(_ label: Int32, _ state: Int) -> Bool {
        self.sets[state].contains { self.automaton.owners[Int($0)] == label || $0 == 0 }
    }

    /// Whether all that follows from `state` is accepted with this label.
    func absorbs(_ label: Int32, _ state: Int) -> Bool {
        self.sets[state].contains {
            self.isAbsorbing[Int($0)] && self.automaton.labels[Int($0)] == label
        }
    }

    /// Finds the states that follow `state`, for each class of characters.
    mutating func expand(_ state: Int, _ effort: inout Effort) throws(AuthorizeError) {
        for member in self.sets[state] {
            for edge in self.automaton.edges[Int(member)] {
                let classes = self.alphabet.classes(of: edge.range)
                try effort.spend(classes.count, self.pattern)
                for each in classes { self.buckets[Int(each)].append(edge.target) }
            }
        }
        try effort.spend(self.alphabet.count, self.pattern)
        for each in 0..<self.alphabet.count where !self.buckets[each].isEmpty {
            let targets = self.buckets[each]
            self.buckets[each].removeAll(keepingCapacity: true)
            self.transitions[state * self.alphabet.count + each] = try self.state(of: targets, &effort)
        }
    }

    private mutating func state(
        of targets: [Int32], _ effort: inout Effort
    ) throws(AuthorizeError) -> UInt16 {
        if let known = self.shortcuts[targets] { return known }
        let closure = try self.closure(targets, &effort)
        if let known = self.found[closure] {
            self.shortcuts[targets] = known
            return known
        }
        guard self.sets.count < AutomatonLimits.deterministicCountMax,
            self.transitions.count + self.alphabet.count <= AutomatonLimits.cellCountMax
        else { throw .tooComplex(self.pattern) }
        let new = UInt16(truncatingIfNeeded: self.sets.count)
        self.sets.append(closure)
        self.found[closure] = new
        self.shortcuts[targets] = new
        self.transitions += [UInt16](repeating: 0, count: self.alphabet.count)
        return new
    }

    /// `states` with all that empty steps reach, without those that decide nothing any more.
    private mutating func closure(
        _ states: [Int32], _ effort: inout Effort
    ) throws(AuthorizeError) -> [Int32] {
        var closure: [Int32] = []
        var waiting = states
        while let state = waiting.popLast() {
            if self.isMarked[Int(state)] { continue }
            self.isMarked[Int(state)] = true
            closure.append(state)
            waiting += self.automaton.steps[Int(state)]
        }
        for state in closure { self.isMarked[Int(state)] = false }
        try effort.spend(closure.count, self.pattern)
        var absorbed: Set<Int32> = []
        for state in closure where self.isAbsorbing[Int(state)] {
            absorbed.insert(self.automaton.owners[Int(state)])
        }
        var result: [Int32] = []
        for state in closure {
            let index = Int(state)
            // What only led on by empty steps is no longer needed.
            if self.automaton.edges[index].isEmpty && self.automaton.labels[index] < 0 { continue }
            if absorbed.contains(self.automaton.owners[index]) && !self.isAbsorbing[index] { continue }
            result.append(state)
        }
        return result.sorted()
    }
}
