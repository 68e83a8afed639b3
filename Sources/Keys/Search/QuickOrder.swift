/// The beginning of a ``KeyOrder`` as whole numbers, of which the least comes first: what a list of a million keys is gone
/// through by. Only keys that these leave undecided are compared by their values.
struct QuickOrder {
    private enum Column {
        case creation, expiration, invalidation, invalidated
        /// Of a text of the owner: see ``QuickOrder/Ranks``.
        case owner(Ranks)
    }

    private struct Part {
        var column: Column
        var isDescending: Bool
        /// What counts for keys without a value.
        var missing: Int64
    }

    private var parts: [Part] = []
    /// Whether the list begins with the keys that were made last: going through them backwards finds it at once.
    private(set) var isNewestFirst = false
    /// Keys up to and including these numbers are left out; nil: the values have to be compared.
    private var after: [Int64]?
    /// The id that follows the numbers of ``after``, where the order ends with ids.
    private var afterID: APIKeyID?
    /// Whether ``after`` is all that there is to compare.
    private var isAfterComplete = false
    /// Whether of keys with the same numbers the one with the greater id comes first; nil: their values have to be
    /// compared.
    private var isGreaterIDFirst: Bool?

    init(_ order: KeyOrder, _ owners: [UInt32: KeyOwner]) {
        for (index, part) in order.parts.enumerated() {
            // Ids are the end of every order: no two keys are beside each other then.
            if part.field == .order, index == order.parts.count - 1 {
                self.isGreaterIDFirst = part.isDescending
            }
            guard let quick = Self.part(part, owners) else { break }
            self.parts.append(quick)
        }
        // What is beside each other is in the order of creation, then of ids.
        if self.parts.count == order.parts.count {
            self.parts.append(Part(column: .creation, isDescending: false, missing: .max))
            self.isGreaterIDFirst = false
        } else if self.parts.count < order.parts.count - 1 {
            self.isGreaterIDFirst = nil
        }
        for part in self.parts {
            guard case .creation = part.column else { continue }
            self.isNewestFirst = part.isDescending
            break
        }
        self.readAfter(order)
    }

    private mutating func readAfter(_ order: KeyOrder) {
        guard let values = order.after else { return }
        var numbers: [Int64] = []
        for (value, part) in zip(values, self.parts.prefix(order.parts.count)) {
            guard let number = Self.number(value, part) else { return }
            numbers.append(number)
        }
        if numbers.count == values.count - 1, order.parts.last?.field == .order,
            case .text(let octets)?? = values.last
        {
            self.afterID = octets.withUnsafeBufferPointer { APIKeyID($0) }
        }
        self.after = numbers
        self.isAfterComplete = numbers.count == values.count
    }

    private static func part(_ part: KeyOrder.Part, _ owners: [UInt32: KeyOwner]) -> Part? {
        let column: Column
        switch part.field {
        case .creation: column = .creation
        case .expiration: column = .expiration
        case .invalidation: column = .invalidation
        case .invalidated: column = .invalidated
        case .username: column = .owner(Ranks(owners) { Array($0.username.utf8) })
        case .realm: column = .owner(Ranks(owners) { Array($0.realm.utf8) })
        case .realmType: column = .owner(Ranks(owners) { Array($0.realmType.utf8) })
        case .name, .type, .metadata, .order: return nil
        }
        var missing: Int64 = part.missingFirst ? .min : .max
        switch part.missing {
        case nil: break
        case .number(let number): missing = Self.directed(number, part.isDescending)
        case .text: return nil
        }
        return Part(column: column, isDescending: part.isDescending, missing: missing)
    }

    /// The bounds are kept for keys without a value.
    private static func directed(_ number: Int64, _ isDescending: Bool) -> Int64 {
        let number = max(.min + 2, min(number, .max - 1))
        return isDescending ? -number : number
    }

    /// - Returns: nil for a value of another kind.
    private static func number(_ value: KeyValue?, _ part: Part) -> Int64? {
        switch (value, part.column) {
        case (nil, _): part.missing
        case (.text(let text)?, .owner(let ranks)): Self.directed(ranks.rank(text), part.isDescending)
        case (.number?, .owner), (.text?, _): nil
        case (.number(let number)?, _): Self.directed(number, part.isDescending)
        }
    }

    @inline(__always)
    private func number(_ entry: KeyEntry, _ part: Part) -> Int64 {
        let number: Int64
        switch part.column {
        case .creation: number = entry.creation
        case .expiration: number = entry.expiration
        case .invalidation: number = entry.invalidation
        case .invalidated: number = entry.isInvalidated ? 1 : 0
        case .owner(let ranks): number = ranks.rank(entry.owner)
        }
        return number == .max ? part.missing : Self.directed(number, part.isDescending)
    }

    /// What an entry is compared by; to be given to ``isBehind(_:_:_:)``.
    func numbers(_ entry: KeyEntry) -> [Int64] { self.parts.map { self.number(entry, $0) } }

    /// Whether `entry` comes behind the key that has those numbers and that id; false also where that is undecided.
    @inline(__always)
    func isBehind(_ entry: KeyEntry, _ numbers: [Int64], _ id: APIKeyID) -> Bool {
        for (part, bound) in zip(self.parts, numbers) {
            let number = self.number(entry, part)
            if number != bound { return number > bound }
        }
        guard let isGreaterIDFirst = self.isGreaterIDFirst else { return false }
        return isGreaterIDFirst ? entry.id.precedes(id) : id.precedes(entry.id)
    }

    /// Whether `entry` belongs to a part of the list that is left out; false also where that is undecided.
    @inline(__always)
    func isLeftOut(_ entry: KeyEntry) -> Bool {
        guard let after = self.after else { return false }
        for (part, bound) in zip(self.parts, after) {
            let number = self.number(entry, part)
            if number != bound { return number < bound }
        }
        if let id = self.afterID, let isGreaterIDFirst = self.isGreaterIDFirst {
            return isGreaterIDFirst ? !entry.id.precedes(id) : !id.precedes(entry.id)
        }
        return self.isAfterComplete
    }
}

extension QuickOrder {
    /// Places of owners in the order of one of their texts: even numbers. Few owners have many keys, so that each is
    /// looked at once.
    struct Ranks {
        /// Owners for whom a table by their handles is made: handles are never given twice and may be spread out.
        private static let tableMax: UInt32 = 1 << 22

        private let texts: [[UInt8]]
        private let ranks: [UInt32: Int64]
        private var table: [Int64] = []

        init(_ owners: [UInt32: KeyOwner], _ text: (KeyOwner) -> [UInt8]) {
            let texts = Set(owners.values.map(text)).sorted { $0.lexicographicallyPrecedes($1) }
            let places = Dictionary(
                texts.enumerated().map { ($1, Int64($0) * 2) }, uniquingKeysWith: { first, _ in first })
            self.texts = texts
            self.ranks = owners.mapValues { places[text($0)] ?? .max }
            guard let last = owners.keys.max(), last < Self.tableMax else { return }
            self.table = [Int64](repeating: .max, count: Int(last) + 1)
            for (handle, rank) in self.ranks { self.table[Int(handle)] = rank }
        }

        /// `Int64.max` for an owner who is gone.
        @inline(__always)
        func rank(_ owner: UInt32) -> Int64 {
            if Int(owner) < self.table.count { return self.table[Int(owner)] }
            return self.ranks[owner] ?? .max
        }

        /// That of an owner of this text, or an odd number between those beside it.
        func rank(_ text: [UInt8]) -> Int64 {
            var (low, high) = (0, self.texts.count)
            while low < high {
                let middle = (low + high) / 2
                if self.texts[middle].lexicographicallyPrecedes(text) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            let isKnown = low < self.texts.count && self.texts[low] == text
            return Int64(low) * 2 - (isKnown ? 0 : 1)
        }
    }
}
