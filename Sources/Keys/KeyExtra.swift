/// What few keys have: beside the ``KeyEntry`` so that the others do not pay for it.
public struct KeyExtra: Sendable, Equatable {
    public var previous: PreviousHash?
    /// A former secret with a slow hash, in its text form.
    public var slowPrevious: KeyRecord.Previous?
    /// Text form of a slow hash; the entry's own hash fits no secret then.
    public var slowHash: String?
    /// Limits of its own, a JSON object.
    public var limits: String?
}

/// The contents of one shard at a moment. Costs nothing to take: a change that follows copies what it changes.
struct KeyShardSnapshot {
    var entries: KeyEntries
    /// Places among the entries that hold no key.
    var free: [UInt32]
    var names: [UInt8]

    func withName<Result>(of entry: KeyEntry, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        self.names.withUnsafeBufferPointer { body(Self.name(of: entry, in: $0)) }
    }

    /// - Parameter names: those of the entry's shard.
    @inline(__always)
    static func name(
        of entry: KeyEntry, in names: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        let start = min(Int(entry.nameStart), names.count)
        let end = min(start + Int(entry.nameCount), names.count)
        return UnsafeBufferPointer(rebasing: names[start..<end])
    }
}

extension KeyEntry {
    /// A place in a shard that holds no key: no key was made at that time.
    var isFree: Bool { self.creation == .min }

    var freed: KeyEntry {
        KeyEntry(
            id: self.id, hash: SecretHash(salt: 0, digest: (0, 0, 0, 0)), creation: .min, expiration: 0,
            invalidation: 0, generation: self.generation, owner: 0, roleDescriptors: 0, limitedBy: 0,
            nameStart: 0, nameCount: 0, flags: [], policy: 0)
    }
}
