public import Bytes

/// All keys in memory, shared by the loops: read at every request, changed rarely.
///
/// 64 shards with a lock each, held for some tens of nanoseconds; a change is in force for every loop when
/// its call returns. Ids are hashed with a seed of the process: whoever chooses ids cannot choose collisions.
public final class KeyTable: Sendable {
    static let shardCount = 1 << KeyHash.shardBits

    private let shards: [KeyShard]
    private let hash = KeyHash()
    let owners = Interner(first: KeyOwner(username: "", realm: "", realmType: ""))
    private let descriptors = Interner(first: "{}")
    private let classify: @Sendable (KeyRecord) -> UInt8

    /// - Parameter classify: what ``KeyEntry/policy`` of a key is; asked whenever it changes.
    public init(classify: @escaping @Sendable (KeyRecord) -> UInt8 = { _ in 0 }) {
        self.classify = classify
        let hash = self.hash
        self.shards = (0..<Self.shardCount).map { _ in KeyShard(hash: hash) }
    }

    public var count: Int { self.shards.reduce(0) { $0 + $1.count } }
    /// Bytes that the table has allocated, room for growth included.
    public var memoryBytes: Int { self.shards.reduce(0) { $0 + $1.memoryBytes } }
    /// Different owners and different descriptors that are kept.
    public var sharedCount: (owners: Int, descriptors: Int) { (self.owners.count, self.descriptors.count) }

    /// How many keys there are of each state; a key counts once.
    ///
    /// - Parameter now: milliseconds since 1970.
    public func states(now: Int64) -> KeyStates {
        var states = KeyStates()
        for shard in self.shards { shard.count(&states, now: now) }
        return states
    }

    var snapshots: [KeyShardSnapshot] { self.shards.map(\.snapshot) }

    @inline(__always)
    private func shard(_ hash: UInt64) -> KeyShard { self.shards[Int(hash & UInt64(Self.shardCount - 1))] }

    /// The key as it is now, or nil.
    public func lookup(_ id: APIKeyID) -> KeyEntry? {
        let hash = self.hash(id)
        return self.shard(hash).lookup(id, hash >> KeyHash.shardBits)
    }

    /// The key as it is now with what is kept beside it, both of the same moment; dearer than ``lookup(_:)``.
    public func whole(_ id: APIKeyID) -> (entry: KeyEntry, extra: KeyExtra?)? {
        let hash = self.hash(id)
        return self.shard(hash).whole(id, hash >> KeyHash.shardBits)
    }

    /// Adds a key or replaces the one of its id.
    ///
    /// - Returns: false when the hash is of a form that cannot be checked at all; nothing is added then.
    @discardableResult
    public func insert(_ record: KeyRecord) -> Bool {
        var flags: KeyEntry.Flags = []
        var extra = KeyExtra()
        var secret = SecretHash(text: record.hash)
        if secret == nil, SlowHash.isKnown(record.hash) {
            flags.insert(.slow)
            extra.slowHash = record.hash
            secret = .none(salt: record.id.words.0 ^ record.id.words.1 &* 31 ^ record.id.words.2 &* 17)
        }
        guard let secret else { return false }
        if let previous = record.previous {
            if let hash = SecretHash(text: previous.hash) {
                flags.insert(.previous)
                extra.previous = PreviousHash(hash: hash, until: previous.until)
            } else if SlowHash.isKnown(previous.hash) {
                flags.insert(.previous)
                extra.slowPrevious = previous
            }
        }
        if record.suspension != nil { flags.insert(.suspended) }
        if let limits = record.limits {
            flags.insert(.limited)
            extra.limits = limits
        }
        let policy = self.classify(record)
        let hash = self.hash(record.id)
        let owner = self.owners.retain(record.owner)
        let own = self.descriptors.retain(record.roleDescriptors)
        let limitedBy = self.descriptors.retain(record.limitedBy)
        var name = record.name ?? ""
        let former = name.withUTF8 { name in
            let name = UnsafeBufferPointer(rebasing: name.prefix(Int(UInt16.max)))
            return self.shard(hash).insert(
                hash >> KeyHash.shardBits, name: name, extra: extra == KeyExtra() ? nil : extra
            ) { start, generation in
                KeyEntry(
                    id: record.id, hash: secret, creation: record.creation,
                    expiration: record.expiration ?? .max, invalidation: record.invalidation ?? .max,
                    generation: generation, owner: owner, roleDescriptors: own, limitedBy: limitedBy,
                    nameStart: start, nameCount: UInt16(name.count), flags: flags, policy: policy)
            }
        }
        if let former { self.release(former) }
        return true
    }

    private func release(_ entry: KeyEntry) {
        self.owners.release(entry.owner)
        self.descriptors.release(entry.roleDescriptors)
        self.descriptors.release(entry.limitedBy)
    }

    /// - Parameter time: milliseconds since 1970.
    /// - Returns: whether the key is there and was valid.
    @discardableResult
    public func invalidate(_ id: APIKeyID, at time: Int64) -> Bool {
        let hash = self.hash(id)
        return self.shard(hash).invalidate(id, hash >> KeyHash.shardBits, at: time)
    }

    /// - Returns: whether the key was there.
    @discardableResult
    public func remove(_ id: APIKeyID) -> Bool {
        let hash = self.hash(id)
        guard let former = self.shard(hash).remove(id, hash >> KeyHash.shardBits) else { return false }
        self.release(former)
        return true
    }

    // MARK: What an entry refers to

    /// nil when the key has been changed or removed since `entry` was taken: look it up again, or refuse.
    public func owner(of entry: KeyEntry) -> KeyOwner? { self.owners.value(entry.owner) }
    public func roleDescriptors(of entry: KeyEntry) -> String? {
        self.descriptors.value(entry.roleDescriptors)
    }
    public func limitedBy(of entry: KeyEntry) -> String? { self.descriptors.value(entry.limitedBy) }

    /// The key's own limits, a JSON object; nil when it has none or has changed since `entry` was taken.
    public func limits(of entry: KeyEntry) -> String? {
        entry.hasLimits ? self.shard(self.hash(entry.id)).extra(entry.id)?.limits : nil
    }

    /// A key that has been changed since `entry` was taken, as it is now.
    ///
    /// - Returns: nil when it is gone, invalidated or suspended.
    public func successor(of entry: KeyEntry) -> KeyEntry? {
        guard let now = self.lookup(entry.id), !now.isInvalidated, !now.isSuspended else { return nil }
        return now
    }

    /// Keys with a former secret that is not accepted at `time` (milliseconds since 1970) any more.
    public func formerEnded(at time: Int64) -> [APIKeyID] {
        self.shards.flatMap { $0.formerEnded(at: time) }
    }

    /// Appends the key's name to `buffer`; nothing for a key without one or one that is gone.
    public func appendName(of entry: KeyEntry, to buffer: ByteBuffer) {
        let hash = self.hash(entry.id)
        self.shard(hash).appendName(entry.id, hash >> KeyHash.shardBits, to: buffer)
    }
}
