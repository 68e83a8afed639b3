/// Bounds of the automata that patterns become. Patterns come from whoever makes a key: none may cost more than
/// some milliseconds once, or more than some megabytes for good.
package enum AutomatonLimits {
    /// Bytes of one pattern. An index name has at most 255; long expressions list alternatives.
    package static let patternBytesMax = 8192
    /// Nesting of parentheses and complements: each level is one of our own stack.
    package static let depthMax = 50
    /// States of the automaton of one pattern before it is made deterministic: `a{100}{100}` has 10,000.
    package static let stateCountMax = 20_000
    /// States of one deterministic automaton: 2 bytes for each of them and each class of characters.
    package static let deterministicCountMax = 10_000
    /// Cells (states by classes) of one deterministic automaton: 1 MB.
    package static let cellCountMax = 512 * 1024
    /// Edges followed in making one automaton deterministic, and in one question of inclusion: about 20 ns each.
    /// Elasticsearch's own bound is 100,000 states (`xpack.security.automata.max_determinized_states`).
    package static let effortMax = 1_000_000
    /// Patterns that are put into one automaton: every set of them that can match together may be a state.
    package static let combinedPatternCountMax = 100
    /// Patterns that need no automaton and get none where a role has more of them: each of so many automata would take its
    /// steps at every look.
    package static let automatonPatternCountMax = 500
    /// Edges followed in trying to put several patterns into one automaton.
    package static let attemptEffortMax = 200_000
    /// Words of 64 characters of patterns that are looked for bit by bit: a look takes about a nanosecond for each of
    /// them and each character of the name.
    package static let parallelWordCountMax = 8192
    /// Words of their table: 4 MB.
    package static let parallelCellCountMax = 512 * 1024
    /// Words up to which the bits are looked at and no tree of the patterns is made.
    package static let treelessWordCountMax = 8
    /// Patterns (or parts that they share) that may match up to a character of a name while it is looked for in a tree.
    package static let treeBranchCountMax = 64
    /// Branches looked at for one name: some five nanoseconds each.
    package static let treeStepCountMax = 4096
    /// Edges followed, while a request waits, to find out whether a pattern of it is covered by those of a role: 2 ms.
    package static let requestEffortMax = 100_000
    /// Patterns of a role among which that is tried.
    package static let requestPatternCountMax = 500
    /// Patterns of all descriptors of one role.
    package static let rolePatternCountMax = 20_000
    /// Edges followed for all automata of one role.
    package static let roleEffortMax = 10_000_000
}
