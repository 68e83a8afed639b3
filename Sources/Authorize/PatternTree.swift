/// Many patterns as one tree: what two of them begin with alike stands there once, and a look follows only the branches
/// that the name takes. Among `l*s-1-?`, `l*s-2-?`, ... these are two or three at each character, however many patterns
/// there are. Immutable.
///
/// Patterns can be written of which many match up to every character (`a*?b`, `?a*b`, ...): a look gives up at
/// ``AutomatonLimits/treeBranchCountMax`` branches and after ``AutomatonLimits/treeStepCountMax`` steps, and
/// ``ParallelMatcher`` goes another way.
final class PatternTree: Sendable {
    /// Where a node's parts begin; they end where those of the next node begin.
    private struct Node: Sendable {
        var edges: UInt32 = 0
        var sets: UInt32 = 0
        var labels: UInt32 = 0
        /// The node of what stands behind a `*` here, which stays once it is reached; -1 for none.
        var star: Int32 = -1
    }

    /// The first is the root; the last one is only an end.
    private let nodes: [Node]
    /// Branches that one class of characters takes, those of a node ascending.
    private let edgeClasses: [UInt16]
    private let edgeTargets: [Int32]
    /// Branches that several classes take, or none: the row of ``classSets``.
    private let setRows: [Int32]
    private let setTargets: [Int32]
    /// A bit for each class.
    private let classSets: [UInt64]
    private let setWidth: Int
    private let labels: [Int32]

    /// About what it holds in memory.
    var byteCount: Int {
        self.nodes.count * 16 + self.edgeClasses.count * 6 + self.setRows.count * 8
            + self.classSets.count * 8 + self.labels.count * 4
    }

    /// - Parameter alphabet: has the ranges of all `lines`.
    init(
        _ lines: [(line: PatternLine, label: Int32)], _ alphabet: Alphabet, of words: String,
        _ effort: inout Effort
    ) throws(AuthorizeError) {
        var growth = Growth()
        for (line, label) in lines {
            var node = 0
            try effort.spend(line.hasStar.count, words)
            for position in line.hasStar.indices {
                if position > 0 {
                    let branch = try growth.branch(
                        line.characters[position - 1], alphabet, of: words, &effort)
                    node = growth.child(of: node, branch)
                }
                if line.hasStar[position] { node = growth.star(of: node) }
            }
            growth.labels.append((node, label))
        }
        // In the order of the nodes, each node's by themselves.
        var branches = growth.children.sorted { $0.key < $1.key }[...]
        var ends = growth.labels.sorted { $0.node < $1.node }[...]
        var (nodes, edgeClasses, edgeTargets) = ([Node](), [UInt16](), [Int32]())
        var (setRows, setTargets, labels) = ([Int32](), [Int32](), [Int32]())
        for (node, star) in (growth.stars + [-1]).enumerated() {
            nodes.append(
                Node(
                    edges: UInt32(edgeClasses.count), sets: UInt32(setRows.count),
                    labels: UInt32(labels.count), star: star))
            while let (key, target) = branches.first, key.node == node {
                if key.branch < Growth.firstSet {
                    edgeClasses.append(UInt16(truncatingIfNeeded: key.branch))
                    edgeTargets.append(target)
                } else {
                    setRows.append(Int32(key.branch - Growth.firstSet))
                    setTargets.append(target)
                }
                branches.removeFirst()
            }
            while let end = ends.first, end.node == node {
                labels.append(end.label)
                ends.removeFirst()
            }
        }
        (self.nodes, self.edgeClasses, self.edgeTargets) = (nodes, edgeClasses, edgeTargets)
        (self.setRows, self.setTargets, self.labels) = (setRows, setTargets, labels)
        self.setWidth = (alphabet.count + 63) / 64
        var classSets = [UInt64](repeating: 0, count: growth.sets.count * self.setWidth)
        for (row, classes) in growth.sets.enumerated() {
            for each in classes { classSets[row * self.setWidth + Int(each) / 64] |= 1 << UInt64(each % 64) }
        }
        self.classSets = classSets
    }

    /// The tree while it grows: few collections for all nodes, as there may be half a million of them.
    private struct Growth {
        struct Key: Hashable, Comparable {
            var node: Int
            var branch: UInt32

            static func < (left: Key, right: Key) -> Bool {
                (left.node, left.branch) < (right.node, right.branch)
            }
        }
        /// Branches below are of one class, those above of a set of them.
        static let firstSet = UInt32(UInt16.max) + 1

        /// By node that of what stands behind a `*` there; -1 for none.
        private(set) var stars: [Int32] = [-1]
        private(set) var children: [Key: Int32] = [:]
        var labels: [(node: Int, label: Int32)] = []
        private(set) var sets: [Set<UInt16>] = []
        private var branches: [[CodePointRange]: UInt32] = [:]

        /// The branch that a character of `ranges` takes.
        mutating func branch(
            _ ranges: [CodePointRange], _ alphabet: Alphabet, of words: String, _ effort: inout Effort
        ) throws(AuthorizeError) -> UInt32 {
            if let known = self.branches[ranges] { return known }
            var classes: Set<UInt16> = []
            for range in ranges { classes.formUnion(alphabet.classes(of: range)) }
            try effort.spend(classes.count, words)
            let branch: UInt32
            if classes.count == 1, let only = classes.first {
                branch = UInt32(only)
            } else {
                branch = Self.firstSet + UInt32(self.sets.count)
                self.sets.append(classes)
            }
            self.branches[ranges] = branch
            return branch
        }

        mutating func child(of node: Int, _ branch: UInt32) -> Int {
            let key = Key(node: node, branch: branch)
            if let child = self.children[key] { return Int(child) }
            self.children[key] = Int32(self.stars.count)
            return self.add()
        }

        mutating func star(of node: Int) -> Int {
            if self.stars[node] >= 0 { return Int(self.stars[node]) }
            self.stars[node] = Int32(self.stars.count)
            return self.add()
        }

        private mutating func add() -> Int {
            self.stars.append(-1)
            return self.stars.count - 1
        }
    }

    /// Calls `body` with the label of each pattern that a name matches, until it returns false.
    ///
    /// - Parameter name: the class of each of its characters.
    /// - Returns: false, before any call, where too many patterns match up to somewhere.
    func match(_ name: Span<UInt16>, _ body: (Int32) -> Bool) -> Bool {
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: AutomatonLimits.treeBranchCountMax * 3)
        { memory in
            var walk = unsafe Walk(memory)
            guard unsafe self.enter(0, &walk) else { return false }
            for index in name.indices {
                guard unsafe self.advance(name[index], &walk) else { return false }
            }
            unsafe self.tell(walk, body)
            return true
        }
    }

    /// The branches that a name has taken so far: those that its next character leaves, and those that wait behind a
    /// `*`, which stay.
    @unsafe private struct Walk {
        let memory: UnsafeMutableBufferPointer<Int32>
        /// Where the branches that are left begin: they and the next ones take turns.
        var current = 0
        var currentCount = 0
        var nextCount = 0
        var waitingCount = 0
        var steps = AutomatonLimits.treeStepCountMax

        static let size = AutomatonLimits.treeBranchCountMax

        init(_ memory: UnsafeMutableBufferPointer<Int32>) { unsafe self.memory = memory }

        var next: Int { unsafe Self.size &- self.current }
        static var waiting: Int { unsafe Self.size &* 2 }
    }

    /// Adds `node` to the next branches, and what waits behind a `*` there.
    @inline(__always)
    private func enter(_ node: Int32, _ walk: inout Walk) -> Bool {
        let star = self.nodes[Int(node)].star
        if star >= 0, unsafe !self.wait(star, &walk) { return false }
        guard unsafe walk.nextCount < Walk.size else { return false }
        unsafe walk.memory[walk.next &+ walk.nextCount] = node
        unsafe walk.nextCount &+= 1
        return true
    }

    private func wait(_ node: Int32, _ walk: inout Walk) -> Bool {
        for index in unsafe 0..<walk.waitingCount
        where unsafe walk.memory[Walk.waiting &+ index] == node { return true }
        guard unsafe walk.waitingCount < Walk.size else { return false }
        unsafe walk.memory[Walk.waiting &+ walk.waitingCount] = node
        unsafe walk.waitingCount &+= 1
        return true
    }

    /// Goes on by one character.
    private func advance(_ character: UInt16, _ walk: inout Walk) -> Bool {
        unsafe walk.current = unsafe walk.next
        unsafe (walk.currentCount, walk.nextCount) = unsafe (walk.nextCount, 0)
        // What this character reaches behind a `*` is not yet left by it.
        let waitingCount = unsafe walk.waitingCount
        for index in unsafe 0..<walk.currentCount {
            let node = unsafe walk.memory[walk.current &+ index]
            guard unsafe self.leave(node, character, &walk) else { return false }
        }
        for index in 0..<waitingCount {
            let node = unsafe walk.memory[Walk.waiting &+ index]
            guard unsafe self.leave(node, character, &walk) else { return false }
        }
        return true
    }

    private func leave(_ node: Int32, _ character: UInt16, _ walk: inout Walk) -> Bool {
        let (first, last) = (self.nodes[Int(node)], self.nodes[Int(node) &+ 1])
        unsafe walk.steps &-= 1 &+ Int(last.sets &- first.sets)
        guard unsafe walk.steps >= 0 else { return false }
        var (low, high) = (Int(first.edges), Int(last.edges))
        while low < high {
            let middle = (low &+ high) &>> 1
            if self.edgeClasses[middle] < character { low = middle &+ 1 } else { high = middle }
        }
        if low < Int(last.edges), self.edgeClasses[low] == character {
            guard unsafe self.enter(self.edgeTargets[low], &walk) else { return false }
        }
        for index in Int(first.sets)..<Int(last.sets) {
            let word = Int(self.setRows[index]) &* self.setWidth &+ Int(character &>> 6)
            guard self.classSets[word] &>> UInt64(character & 63) & 1 != 0 else { continue }
            guard unsafe self.enter(self.setTargets[index], &walk) else { return false }
        }
        return true
    }

    /// The labels of the ends that were reached.
    private func tell(_ walk: Walk, _ body: (Int32) -> Bool) {
        for index in unsafe 0..<(walk.nextCount &+ walk.waitingCount) {
            let place =
                unsafe index < walk.nextCount
                ? walk.next &+ index : Walk.waiting &+ index &- walk.nextCount
            let node = unsafe Int(walk.memory[place])
            for label in self.labels[Int(self.nodes[node].labels)..<Int(self.nodes[node &+ 1].labels)] {
                guard body(label) else { return }
            }
        }
    }
}
