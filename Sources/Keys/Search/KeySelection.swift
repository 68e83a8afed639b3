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

    /// A bound for ``count`` that costs nothing.
    var keysAtMost: Int { self.shards.reduce(0) { $0 + $1.entries.count } }

    func entry(_ place: Place) -> KeyEntry { self.shards[place.shard].entries[place.position] }

    /// - Parameter backwards: those of a shard that were made last come first.
    func forEach(backwards: Bool = false, _ body: (Place) -> Void) {
        self.forEach(in: self.bits.indices, backwards: backwards, body)
    }

    func forEach(in shards: some Sequence<Int>, backwards: Bool, _ body: (Place) -> Void) {
        for shard in shards {
            self.bits[shard].forEach(backwards: backwards) { body(Place(shard: shard, position: $0)) }
        }
    }

    func name(_ place: Place) -> [UInt8] {
        self.shards[place.shard].withName(of: self.entry(place)) { Array($0) }
    }

    /// Those of them that meet a condition, in which no question to the store is left.
    public func selecting(_ condition: KeyCondition) -> KeySelection {
        var selection = self
        if case .all = condition { return self }
        let evaluation = KeyEvaluation(condition, owners: self.owners)
        selection.bits = ShardWork.each(self.shards.count, keys: self.keysAtMost) { shard in
            evaluation.select(self.shards[shard], among: self.bits[shard])
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
        let bits = shards.map { Bitmap(allBelow: $0.entries.count, but: $0.free) }
        return KeySelection(shards: shards, owners: self.owners.all, bits: bits)
    }
}
