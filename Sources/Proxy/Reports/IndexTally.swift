/// How many documents of one bulk request go to which index, for the audit trail.
struct IndexTally {
    /// Indices that are counted by name; documents of others are counted together.
    static let namesMax = 64

    private(set) var counts: [(name: [UInt8], count: Int)] = []
    /// Documents of indices beyond ``namesMax``.
    private(set) var others = 0
    /// Which index is counted; nil: one of the others.
    private var current: Int?

    /// Says which index the next documents go to.
    mutating func select(_ name: UnsafeBufferPointer<UInt8>) {
        if let current = self.current, self.counts[current].name.elementsEqual(name) { return }
        self.current = self.counts.firstIndex { $0.name.elementsEqual(name) }
        guard self.current == nil, self.counts.count < Self.namesMax else { return }
        self.current = self.counts.count
        self.counts.append((Array(name), 0))
    }

    mutating func count() {
        if let current = self.current { self.counts[current].count &+= 1 } else { self.others &+= 1 }
    }
}
