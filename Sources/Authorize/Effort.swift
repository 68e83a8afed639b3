/// What the making of automata may still cost.
struct Effort {
    private(set) var left: Int

    init(_ steps: Int = AutomatonLimits.effortMax) { self.left = steps }

    /// - Throws: when `steps` are more than are left; `pattern` is what is said to be too complex.
    mutating func spend(_ steps: Int, _ pattern: @autoclosure () -> String) throws(AuthorizeError) {
        guard steps <= self.left else {
            self.left = 0
            throw .tooComplex(pattern())
        }
        self.left -= steps
    }
}
