/// An automaton with many ways from a state (Thompson's construction). Built pattern by pattern from one start.
struct NondeterministicAutomaton {
    struct Edge {
        var range: CodePointRange
        var target: Int32
    }

    /// By state. An empty step costs no character.
    private(set) var edges: [[Edge]] = [[]]
    private(set) var steps: [[Int32]] = [[]]
    /// Label of each state that accepts, -1 of others.
    private(set) var labels: [Int32] = [-1]
    /// What label the pattern has that a state belongs to; -1 of the start, which belongs to all.
    private(set) var owners: [Int32] = [-1]
    private(set) var ranges: Set<CodePointRange> = []

    static let start: Int32 = 0

    private var owner: Int32 = -1
    private var pattern = ""

    /// Adds a pattern: its names lead to a state with `label`.
    mutating func add(
        _ node: PatternNode, label: Int32, of pattern: String, _ effort: inout Effort
    ) throws(AuthorizeError) {
        self.owner = label
        self.pattern = pattern
        let first = try self.state()
        self.steps[Int(Self.start)].append(first)
        let last = try self.build(node, from: first, &effort)
        self.labels[Int(last)] = label
    }

    private mutating func state() throws(AuthorizeError) -> Int32 {
        guard self.edges.count < AutomatonLimits.stateCountMax else { throw .tooComplex(self.pattern) }
        self.edges.append([])
        self.steps.append([])
        self.labels.append(-1)
        self.owners.append(self.owner)
        return Int32(self.edges.count - 1)
    }

    private mutating func edge(_ range: CodePointRange, _ source: Int32, _ target: Int32) {
        self.ranges.insert(range)
        self.edges[Int(source)].append(Edge(range: range, target: target))
    }

    /// Adds what `node` describes behind the state `from`.
    ///
    /// - Returns: the state in which it ends. It may have edges, but going on from it is always right.
    private mutating func build(
        _ node: PatternNode, from: Int32, _ effort: inout Effort
    ) throws(AuthorizeError) -> Int32 {
        switch node {
        case .nothing: return try self.state()
        case .empty: return from
        case .character(let ranges):
            let end = try self.state()
            for range in ranges { self.edge(range, from, end) }
            return end
        case .concatenation(let nodes):
            var end = from
            for node in nodes { end = try self.build(node, from: end, &effort) }
            return end
        case .union(let nodes):
            let end = try self.state()
            for node in nodes {
                let first = try self.state()
                self.steps[Int(from)].append(first)
                self.steps[Int(try self.build(node, from: first, &effort))].append(end)
            }
            return end
        case .repetition(let node, let minimum, let maximum):
            return try self.build(node, minimum, maximum, from: from, &effort)
        case .intersection(let nodes):
            guard let first = nodes.first else { return try self.state() }
            var whole = try DeterministicAutomaton(first, of: self.pattern, &effort)
            for node in nodes.dropFirst() {
                let other = try DeterministicAutomaton(node, of: self.pattern, &effort)
                whole = try whole.intersection(other, of: self.pattern, &effort)
            }
            return try self.embed(whole, complemented: false, from: from, &effort)
        case .complement(let node):
            let inner = try DeterministicAutomaton(node, of: self.pattern, &effort)
            return try self.embed(inner, complemented: true, from: from, &effort)
        }
    }

    private mutating func build(
        _ node: PatternNode, _ minimum: Int, _ maximum: Int?, from: Int32, _ effort: inout Effort
    ) throws(AuthorizeError) -> Int32 {
        if let maximum, maximum < minimum { return try self.state() }
        var end = from
        for _ in 0..<minimum {
            end = try self.build(node, from: end, &effort)
            try effort.spend(1, self.pattern)
        }
        guard let maximum else {
            let loop = try self.state()
            self.steps[Int(end)].append(loop)
            if case .character(let ranges) = node {
                for range in ranges { self.edge(range, loop, loop) }
                return loop
            }
            let first = try self.state()
            self.steps[Int(loop)].append(first)
            self.steps[Int(try self.build(node, from: first, &effort))].append(loop)
            return loop
        }
        let last = try self.state()
        self.steps[Int(end)].append(last)
        for _ in minimum..<maximum {
            end = try self.build(node, from: end, &effort)
            self.steps[Int(end)].append(last)
            try effort.spend(1, self.pattern)
        }
        return last
    }

    /// Copies the states of `inner` from which something is accepted.
    private mutating func embed(
        _ inner: DeterministicAutomaton, complemented: Bool, from: Int32, _ effort: inout Effort
    ) throws(AuthorizeError) -> Int32 {
        let end = try self.state()
        let isLive = inner.live(complemented: complemented)
        var copies = [Int32](repeating: -1, count: inner.stateCount)
        for state in 0..<inner.stateCount where isLive[state] { copies[state] = try self.state() }
        let runs = inner.alphabet.runs
        for state in 0..<inner.stateCount where isLive[state] {
            if inner.accepts(state) != complemented { self.steps[Int(copies[state])].append(end) }
            try effort.spend(runs.count, self.pattern)
            // Neighbouring runs with one target are one edge.
            var open: (range: CodePointRange, target: Int)?
            for run in runs {
                let target = inner.next(state, run.class)
                if let last = open, last.target == target {
                    open?.range.last = run.range.last
                    continue
                }
                if let last = open, isLive[last.target] {
                    self.edge(last.range, copies[state], copies[last.target])
                }
                open = (run.range, target)
            }
            if let last = open, isLive[last.target] {
                self.edge(last.range, copies[state], copies[last.target])
            }
        }
        if copies[inner.start] >= 0 { self.steps[Int(from)].append(copies[inner.start]) }
        return end
    }
}
