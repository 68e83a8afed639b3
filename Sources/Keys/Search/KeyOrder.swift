/// The order of a list of keys.
public struct KeyOrder: Sendable {
    public struct Part: Sendable {
        public var field: KeyField
        public var isDescending: Bool
        /// Keys without a value come first.
        public var missingFirst: Bool
        /// What counts for keys without a value.
        public var missing: KeyValue?
        /// Whether the greatest of several values counts, or the least.
        public var takesGreatest: Bool

        /// - Parameter takesGreatest: nil: the value that comes first in the order counts.
        public init(
            _ field: KeyField, isDescending: Bool = false, missingFirst: Bool = false,
            missing: KeyValue? = nil, takesGreatest: Bool? = nil
        ) {
            self.takesGreatest = takesGreatest ?? isDescending
            self.field = field
            self.isDescending = isDescending
            self.missingFirst = missingFirst
            self.missing = missing
        }
    }

    public var parts: [Part]
    /// Keys up to and including these values are left out; nil in it: no value.
    public var after: [KeyValue?]?

    public init(_ parts: [Part], after: [KeyValue?]? = nil) {
        self.parts = parts
        self.after = after
    }

    func compare(_ left: KeyValue?, _ right: KeyValue?, _ part: Part) -> Int {
        KeyValue.compare(
            left, right, isDescending: part.isDescending, missingFirst: part.missingFirst)
    }
}

extension KeyValue {
    /// Whether `left` comes before (-1), behind (1) or beside (0) `right`; nil: no value.
    public static func compare(
        _ left: KeyValue?, _ right: KeyValue?, isDescending: Bool, missingFirst: Bool
    ) -> Int {
        switch (left, right) {
        case (nil, nil): return 0
        case (nil, _): return missingFirst ? -1 : 1
        case (_, nil): return missingFirst ? 1 : -1
        case (let left?, let right?):
            if left == right { return 0 }
            return (left < right) == !isDescending ? -1 : 1
        }
    }
}

/// A key of a sorted list.
public struct KeyHit: Sendable {
    public var id: APIKeyID
    /// What it was sorted by; nil: no value.
    public var values: [KeyValue?]
}

extension KeySelection {
    private struct Candidate {
        var values: [KeyValue?]
        var creation: Int64
        var id: APIKeyID
        /// See ``QuickOrder``.
        var numbers: [Int64]
    }

    /// The keys from place `from` on, at most `size`. Keys that are beside each other are in the order in which
    /// they were made.
    public func page(
        _ order: KeyOrder, from: Int, size: Int, metadata: MetadataValues = [:]
    ) -> [KeyHit] {
        let limit = from + size
        guard limit > 0 else { return [] }
        let quick = QuickOrder(order, self.owners)
        let groups = ShardWork.groups(self.shards.count, keys: self.keysAtMost)
        var parts = ShardWork.map(groups) { self.first(limit, order, quick, of: $0, metadata) }
        let first =
            parts.count == 1 ? parts.removeLast() : parts.joined().sorted { self.precedes($0, $1, order) }
        return first.prefix(limit).dropFirst(from).map { KeyHit(id: $0.id, values: $0.values) }
    }

    /// The first keys of some shards, at most `limit`, in their order.
    private func first(
        _ limit: Int, _ order: KeyOrder, _ quick: QuickOrder, of shards: [Int], _ metadata: MetadataValues
    ) -> [Candidate] {
        // The worst is on top: what is worse still is dropped at once.
        var heap = Heap<Candidate> { self.precedes($1, $0, order) }
        self.forEach(in: shards, backwards: quick.isNewestFirst) { place in
            let entry = self.entry(place)
            if quick.isLeftOut(entry) { return }
            if heap.count >= limit, let worst = heap.top {
                if quick.isBehind(entry, worst.numbers, worst.id)
                    || self.isBehindByName(entry, place, worst, order)
                {
                    return
                }
            }
            var candidate = Candidate(
                values: [], creation: entry.creation, id: entry.id, numbers: quick.numbers(entry))
            var isDecided = heap.count < limit
            for (index, part) in order.parts.enumerated() {
                let value = self.sortValue(part, place, metadata)
                candidate.values.append(value)
                guard !isDecided, let worst = heap.top else { continue }
                let comparison = order.compare(value, worst.values[index], part)
                if comparison > 0 { return }
                if comparison < 0 { isDecided = true }
            }
            if let after = order.after, !self.comes(candidate, after: after, order) { return }
            if heap.count >= limit {
                guard let worst = heap.top, self.precedes(candidate, worst, order) else { return }
                heap.removeTop()
            }
            heap.insert(candidate)
        }
        return heap.sorted
    }

    /// Whether a key would come behind `worst` already by its name, where that is what it is sorted by first: found
    /// without making a list of its values, as nearly all keys of a long list end here.
    private func isBehindByName(
        _ entry: KeyEntry, _ place: Place, _ worst: Candidate, _ order: KeyOrder
    ) -> Bool {
        guard let part = order.parts.first, part.field == .name, case .text(let text)? = worst.values[0],
            entry.nameCount > 0
        else { return false }
        return self.shards[place.shard].withName(of: entry) { name in
            part.isDescending ? name.lexicographicallyPrecedes(text) : text.lexicographicallyPrecedes(name)
        }
    }

    /// The least of several values, or the greatest.
    private func sortValue(
        _ part: KeyOrder.Part, _ place: Place, _ metadata: MetadataValues
    ) -> KeyValue? {
        let values = self.values(part.field, place, metadata)
        return (part.takesGreatest ? values.last : values.first) ?? part.missing
    }

    private func precedes(_ left: Candidate, _ right: Candidate, _ order: KeyOrder) -> Bool {
        for (index, part) in order.parts.enumerated() {
            let comparison = order.compare(left.values[index], right.values[index], part)
            if comparison != 0 { return comparison < 0 }
        }
        if left.creation != right.creation { return left.creation < right.creation }
        return left.id.precedes(right.id)
    }

    private func comes(_ candidate: Candidate, after: [KeyValue?], _ order: KeyOrder) -> Bool {
        for (index, part) in order.parts.enumerated() where index < after.count {
            let comparison = order.compare(candidate.values[index], after[index], part)
            if comparison != 0 { return comparison > 0 }
        }
        return false
    }
}

/// A binary heap: the element that comes before all others is on top.
struct Heap<Element> {
    private var elements: [Element] = []
    private let precedes: (Element, Element) -> Bool

    init(precedes: @escaping (Element, Element) -> Bool) { self.precedes = precedes }

    var count: Int { self.elements.count }
    var top: Element? { self.elements.first }
    /// From the last to the top.
    var sorted: [Element] { self.elements.sorted { self.precedes($1, $0) } }

    mutating func insert(_ element: Element) {
        self.elements.append(element)
        var index = self.elements.count - 1
        while index > 0, self.precedes(self.elements[index], self.elements[(index - 1) / 2]) {
            self.elements.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeTop() {
        guard let last = self.elements.popLast(), !self.elements.isEmpty else { return }
        self.elements[0] = last
        var index = 0
        while true {
            var first = index
            for child in [2 * index + 1, 2 * index + 2] where child < self.elements.count {
                if self.precedes(self.elements[child], self.elements[first]) { first = child }
            }
            if first == index { return }
            self.elements.swapAt(index, first)
            index = first
        }
    }
}
