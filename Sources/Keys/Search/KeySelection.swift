/// Keys that were found, at a moment: what happens to the table later does not change it.
public struct KeySelection: Sendable {
    /// A key among them.
    struct Place {
        var shard: Int
        var position: Int
    }

    let shards: [KeyShardSnapshot]
    let owners: [UInt32: KeyOwner]
    var bits: [Bitmap]

    public var count: Int { self.bits.reduce(0) { $0 + $1.count } }

    func entry(_ place: Place) -> KeyEntry { self.shards[place.shard].entries[place.position] }

    func forEach(_ body: (Place) -> Void) {
        for shard in self.bits.indices {
            self.bits[shard].forEach { body(Place(shard: shard, position: $0)) }
        }
    }

    func name(_ place: Place) -> [UInt8] {
        self.shards[place.shard].withName(of: self.entry(place)) { Array($0) }
    }

    /// Those of them that meet a condition, in which no question to the store is left.
    public func selecting(_ condition: KeyCondition) -> KeySelection {
        var selection = self
        let evaluation = Evaluation(owners: self.owners)
        for shard in self.bits.indices {
            selection.bits[shard].formIntersection(evaluation.bits(condition, self.shards[shard]))
        }
        return selection
    }

    /// Those that are not in `other`, which was made from this.
    public func subtracting(_ other: KeySelection) -> KeySelection {
        var selection = self
        for shard in self.bits.indices { selection.bits[shard].subtract(other.bits[shard]) }
        return selection
    }

    /// A selection of some of the places.
    func only(_ places: [Place]) -> KeySelection {
        var selection = self
        selection.bits = self.shards.map { Bitmap(count: $0.entries.count) }
        for place in places { selection.bits[place.shard].insert(place.position) }
        return selection
    }

    /// The ids of all of them.
    public var ids: [APIKeyID] {
        var ids: [APIKeyID] = []
        self.forEach { ids.append(self.entry($0).id) }
        return ids
    }
}

extension KeyTable {
    /// All keys as they are now.
    public var all: KeySelection {
        let shards = self.snapshots
        let bits = shards.map { shard in
            Bitmap(count: shard.entries.count) { !shard.entries[$0].isFree }
        }
        return KeySelection(shards: shards, owners: self.owners.all, bits: bits)
    }
}

/// Evaluates conditions, shard by shard: each simple one in a tight loop, then the sets are joined.
private struct Evaluation {
    let owners: [UInt32: KeyOwner]

    func bits(_ condition: KeyCondition, _ shard: KeyShardSnapshot) -> Bitmap {
        let entries = shard.entries
        func select(_ holds: (KeyEntry) -> Bool) -> Bitmap {
            entries.withUnsafeBufferPointer { entries in
                Bitmap(count: entries.count) { holds(entries[$0]) }
            }
        }
        switch condition {
        case .all: return select { _ in true }
        case .none, .metadata: return Bitmap(count: entries.count)
        case .ids(let ids): return select { ids.contains($0.id) }
        case .name(let test):
            return shard.names.withUnsafeBufferPointer { names in
                select { entry in
                    let start = min(Int(entry.nameStart), names.count)
                    let end = min(start + Int(entry.nameCount), names.count)
                    return end > start && test.matches(UnsafeBufferPointer(rebasing: names[start..<end]))
                }
            }
        case .username(let test): return self.owned(select) { test.matches($0.username) }
        case .realm(let test): return self.owned(select) { test.matches($0.realm) }
        case .realmType(let test): return self.owned(select) { test.matches($0.realmType) }
        case .owner(let test): return self.owned(select, test)
        case .time(let field, let range): return self.time(field, range, select)
        case .invalidated(let wanted): return select { $0.isInvalidated == wanted }
        case .suspended(let wanted): return select { $0.isSuspended == wanted }
        case .not(let condition):
            var all = select { _ in true }
            all.subtract(self.bits(condition, shard))
            return all
        case .and(let conditions):
            var all = select { _ in true }
            for condition in conditions { all.formIntersection(self.bits(condition, shard)) }
            return all
        case .or(let conditions, let atLeast): return self.either(conditions, atLeast, shard)
        }
    }

    /// Few owners have many keys: each is looked at once.
    private func owned(
        _ select: ((KeyEntry) -> Bool) -> Bitmap, _ holds: (KeyOwner) -> Bool
    ) -> Bitmap {
        let wanted = Set(self.owners.filter { holds($0.value) }.keys)
        if wanted.count == 1, let only = wanted.first { return select { $0.owner == only } }
        return wanted.isEmpty ? select { _ in false } : select { wanted.contains($0.owner) }
    }

    private func time(
        _ field: KeyCondition.TimeField, _ range: ClosedRange<Int64>,
        _ select: ((KeyEntry) -> Bool) -> Bitmap
    ) -> Bitmap {
        switch field {
        case .creation: select { range.contains($0.creation) }
        case .expiration: select { $0.expiration != .max && range.contains($0.expiration) }
        case .invalidation: select { $0.invalidation != .max && range.contains($0.invalidation) }
        }
    }

    private func either(
        _ conditions: [KeyCondition], _ atLeast: Int, _ shard: KeyShardSnapshot
    ) -> Bitmap {
        let sets = conditions.map { self.bits($0, shard) }
        if atLeast <= 1 {
            var any = Bitmap(count: shard.entries.count)
            for set in sets { any.formUnion(set) }
            return any
        }
        var counts = [Int32](repeating: 0, count: shard.entries.count)
        for set in sets { set.forEach { counts[$0] += 1 } }
        return Bitmap(count: counts.count) { Int(counts[$0]) >= atLeast }
    }
}
