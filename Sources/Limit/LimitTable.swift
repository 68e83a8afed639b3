internal import Synchronization

/// What has been used, by key or owner. Holds those that are in use: one of whom nothing is owed and nothing counted
/// makes room when another needs it. One that has used something is never let go, or whoever has many keys could win
/// back what is used; when all are such, a new one is refused.
public final class LimitTable<ID: Hashable & Sendable>: Sendable {
    private static var shardCount: Int { 64 }
    /// How many a new one looks at for one that can go.
    private static var looksMax: Int { 16 }

    private struct Shard: Sendable {
        var places: [ID: Int] = [:]
        var entries: [(id: ID, state: LimitState)] = []
        var hand = 0
    }

    private final class LockedShard: Sendable {
        let state = Mutex(Shard())
    }

    private let shards: [LockedShard]
    private let shardMax: Int

    /// - Parameter max: how many are held.
    public init(max: Int) {
        self.shards = (0..<Self.shardCount).map { _ in LockedShard() }
        self.shardMax = Swift.max(1, max / Self.shardCount)
    }

    public var count: Int { self.shards.reduce(0) { $0 + $1.state.withLock { $0.entries.count } } }

    /// - Parameters:
    ///   - now: monotonic nanoseconds.
    ///   - wallNow: milliseconds since 1970.
    /// - Returns: nil when there is no room.
    public func state(of id: ID, now: Int64, wallNow: Int64) -> LimitState? {
        // Swift's hashing has a seed of the process: whoever chooses ids cannot choose the shard.
        let shard = self.shards[Int(UInt(bitPattern: id.hashValue) % UInt(Self.shardCount))]
        return shard.state.withLock { shard in
            if let place = shard.places[id] { return shard.entries[place].state }
            if shard.entries.count >= self.shardMax {
                return Self.replace(&shard, id, now: now, wallNow: wallNow)
            }
            let state = LimitState()
            shard.places[id] = shard.entries.count
            shard.entries.append((id, state))
            return state
        }
    }

    private static func replace(_ shard: inout Shard, _ id: ID, now: Int64, wallNow: Int64) -> LimitState? {
        for _ in 0..<self.looksMax {
            let place = shard.hand
            shard.hand = (shard.hand + 1) % shard.entries.count
            // Nobody may go on with a state that is here no more.
            guard isKnownUniquelyReferenced(&shard.entries[place].state),
                shard.entries[place].state.isIdle(now: now, wallNow: wallNow)
            else { continue }
            shard.places[shard.entries[place].id] = nil
            shard.places[id] = place
            let state = LimitState()
            shard.entries[place] = (id, state)
            return state
        }
        return nil
    }

    /// Those that have used something of a quota since they were asked for last.
    public func takeChanges(now: Int64) -> [(ID, QuotaUse)] {
        var changes: [(ID, QuotaUse)] = []
        for shard in self.shards {
            shard.state.withLock { shard in
                for (id, state) in shard.entries where state.takeChange() {
                    changes.append((id, QuotaUse(state, now: now)))
                }
            }
        }
        return changes
    }

    /// What could not be stored has to be tried again.
    public func putBack(_ ids: [ID]) {
        for id in ids {
            let shard = self.shards[Int(UInt(bitPattern: id.hashValue) % UInt(Self.shardCount))]
            shard.state.withLock { shard in
                if let place = shard.places[id] { shard.entries[place].state.noteChange() }
            }
        }
    }
}
