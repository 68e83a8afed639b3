public import Bytes

/// All keys in memory, shared by the loops: read at every request, changed rarely.
///
/// 64 shards with a lock each, held for some tens of nanoseconds; a change is in force for every loop when
/// its call returns. Ids are hashed with a seed of the process: whoever chooses ids cannot choose collisions.
public final class KeyTable: Sendable {
    static let shardCount = 1 << KeyHash.shardBits

    private let shards: [KeyShard]
    private let hash = KeyHash()
    private let owners = Interner(first: KeyOwner(username: "", realm: "", realmType: ""))
    private let descriptors = Interner(first: "{}")

    public init() {
        let hash = self.hash
        self.shards = (0..<Self.shardCount).map { _ in KeyShard(hash: hash) }
    }

    public var count: Int { self.shards.reduce(0) { $0 + $1.count } }
    /// Bytes that the table has allocated, room for growth included.
    public var memoryBytes: Int { self.shards.reduce(0) { $0 + $1.memoryBytes } }

    @inline(__always)
    private func shard(_ hash: UInt64) -> KeyShard { self.shards[Int(hash & UInt64(Self.shardCount - 1))] }

    /// The key as it is now, or nil.
    public func lookup(_ id: APIKeyID) -> KeyEntry? {
        let hash = self.hash(id)
        return self.shard(hash).lookup(id, hash >> KeyHash.shardBits)
    }

    /// Adds a key or replaces the one of its id.
    ///
    /// - Returns: false when the hash is of a form that cannot be checked at requests; nothing is added then.
    @discardableResult
    public func insert(_ record: KeyRecord) -> Bool {
        guard let secret = SecretHash(text: record.hash) else { return false }
        let hash = self.hash(record.id)
        let owner = self.owners.handle(record.owner)
        let own = self.descriptors.handle(record.roleDescriptors)
        let limitedBy = self.descriptors.handle(record.limitedBy)
        var name = record.name ?? ""
        name.withUTF8 { name in
            let name = UnsafeBufferPointer(rebasing: name.prefix(Int(UInt16.max)))
            self.shard(hash).insert(hash >> KeyHash.shardBits, name: name) { start, generation in
                KeyEntry(
                    id: record.id, hash: secret, expiration: record.expiration ?? .max,
                    generation: generation,
                    owner: owner, roleDescriptors: own, limitedBy: limitedBy, nameStart: start,
                    nameCount: UInt16(name.count), isInvalidated: record.invalidation != nil)
            }
        }
        return true
    }

    /// - Returns: whether the key is there and was valid.
    @discardableResult
    public func invalidate(_ id: APIKeyID) -> Bool {
        let hash = self.hash(id)
        return self.shard(hash).invalidate(id, hash >> KeyHash.shardBits)
    }

    /// - Returns: whether the key was there.
    @discardableResult
    public func remove(_ id: APIKeyID) -> Bool {
        let hash = self.hash(id)
        return self.shard(hash).remove(id, hash >> KeyHash.shardBits)
    }

    public func owner(of entry: KeyEntry) -> KeyOwner { self.owners.value(entry.owner) }
    public func roleDescriptors(of entry: KeyEntry) -> String {
        self.descriptors.value(entry.roleDescriptors)
    }
    public func limitedBy(of entry: KeyEntry) -> String { self.descriptors.value(entry.limitedBy) }

    /// Appends the key's name to `buffer`; nothing for a key without one.
    public func appendName(of entry: KeyEntry, to buffer: ByteBuffer) {
        self.shard(self.hash(entry.id)).appendName(entry.nameStart, Int(entry.nameCount), to: buffer)
    }
}
