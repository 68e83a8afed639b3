/// Counters by the values of some labels: one number for each combination, all there from the start. A label's value is
/// its number.
public struct CounterTable: Sendable, Equatable {
    private let sizes: [Int]
    private var counts: [Int]

    /// - Parameter sizes: how many values each label has.
    public init(_ sizes: Int...) {
        self.sizes = sizes
        self.counts = [Int](repeating: 0, count: sizes.reduce(1, *))
    }

    /// Labels' values out of range are not counted.
    @inline(__always)
    public mutating func count(_ first: Int, _ more: Int = 1) {
        guard first >= 0, first < self.counts.count else { return }
        self.counts[first] &+= more
    }

    @inline(__always)
    public mutating func count(at first: Int, _ second: Int, _ third: Int = 0) {
        self.count((first &* self.size(1) &+ second) &* self.size(2) &+ third)
    }

    public subscript(_ first: Int, _ second: Int = 0, _ third: Int = 0) -> Int {
        let index = (first * self.size(1) + second) * self.size(2) + third
        return index >= 0 && index < self.counts.count ? self.counts[index] : 0
    }

    @inline(__always)
    private func size(_ label: Int) -> Int { label < self.sizes.count ? self.sizes[label] : 1 }

    public var total: Int { self.counts.reduce(0, &+) }

    /// - Parameter other: of the same labels.
    public mutating func add(_ other: CounterTable) {
        for index in self.counts.indices where index < other.counts.count {
            self.counts[index] &+= other.counts[index]
        }
    }
}
