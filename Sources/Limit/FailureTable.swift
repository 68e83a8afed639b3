internal import Synchronization

/// Failed authentications by source address. Of a fixed size: places in sets of eight, which a seed of the process
/// deals out; a full set gives up the address that owes least. Nobody gains by pushing others out: they have a whole
/// budget again, and whoever has that many addresses has that many budgets anyway.
public final class FailureTable: Sendable {
    private static let setSize = 8

    private struct Place: Sendable {
        var source: UInt64 = 0
        /// Nanoseconds of the monotonic clock at which all is paid for.
        var paidAt: Int64 = 0
        /// Failures of which each came within ``FailureTable/runGap`` after the one before.
        var failures: UInt32 = 0
        var first: Int64 = 0
        var last: Int64 = 0

        mutating func count(_ now: Int64) {
            if self.failures == 0 || now &- self.last > FailureTable.runGap {
                self.failures = 0
                self.first = now
            }
            self.failures = self.failures == .max ? .max : self.failures + 1
            self.last = now
        }
    }

    /// Nanoseconds without a failure after which an address begins anew: one hour.
    public static let runGap: Int64 = 3_600_000_000_000

    private final class Sets: Sendable {
        let places: Mutex<[Place]>
        init(_ count: Int) { self.places = Mutex(Array(repeating: Place(), count: count)) }
    }

    private static let shardCount = 16

    private let shards: [Sets]
    private let setCount: Int
    private let seed = UInt64.random(in: 0...UInt64.max)
    public let rate: Rate

    /// - Parameter max: addresses that are remembered, at least 128.
    public init(rate: Rate, max: Int) {
        self.rate = rate
        self.setCount = Swift.max(1, max / (Self.setSize * Self.shardCount))
        let count = self.setCount * Self.setSize
        self.shards = (0..<Self.shardCount).map { _ in Sets(count) }
    }

    /// How an address stands.
    public enum Standing: Sendable, Equatable {
        case within
        /// A little beyond the budget: the answer takes its time, in nanoseconds.
        case slowed(Int64)
        /// Nothing that takes work is done for it for so many nanoseconds.
        case exhausted(Int64)
    }

    /// Failures beyond the budget that are answered late rather than not at all.
    public static let slowedMax = 10
    /// Nanoseconds that such an answer takes.
    public static let delay: Int64 = 1_000_000_000

    /// Counts a failure.
    ///
    /// - Parameters:
    ///   - source: the address: an IPv6 one's /64.
    ///   - now: monotonic nanoseconds.
    public func fail(_ source: UInt64, now: Int64) -> Standing {
        self.standing(owed: self.charge(source, now: now))
    }

    /// How an address stands; nothing is counted.
    public func standing(of source: UInt64, now: Int64) -> Standing {
        self.standing(owed: self.owed(source, now: now))
    }

    private func standing(owed: Int64) -> Standing {
        if owed == 0 { return .within }
        let slowed = self.rate.cost(Self.slowedMax)
        return owed <= slowed ? .slowed(Self.delay) : .exhausted(owed &- slowed)
    }

    /// - Returns: nanoseconds beyond the budget; 0 within it.
    func charge(_ source: UInt64, now: Int64) -> Int64 {
        self.withPlace(source, now) { place in
            let after = min(
                max(place.paidAt, now) &+ self.rate.cost(1),
                now &+ self.rate.tolerance &+ self.rate.cost(Self.debtMax))
            place.paidAt = after
            place.count(now)
            return max(0, after &- now &- self.rate.tolerance)
        }
    }

    /// Failures beyond the budget that are remembered: what is tried in vain does not lock an address out for longer.
    public static let debtMax = 20

    /// Nanoseconds beyond the budget; nothing is counted.
    func owed(_ source: UInt64, now: Int64) -> Int64 {
        self.withPlace(source, now) { place in
            max(0, max(place.paidAt, now) &- now &- self.rate.tolerance)
        }
    }

    private func withPlace(_ source: UInt64, _ now: Int64, _ body: (inout Place) -> Int64) -> Int64 {
        let product = (source ^ self.seed).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15 ^ self.seed | 1)
        let hash = product.high ^ product.low
        let shard = self.shards[Int(hash % UInt64(Self.shardCount))]
        let start = Int((hash >> 8) % UInt64(self.setCount)) * Self.setSize
        return shard.places.withLock { places in
            var chosen = start
            for index in start..<start + Self.setSize {
                if places[index].source == source, places[index].paidAt > 0 { return body(&places[index]) }
                if places[index].paidAt < places[chosen].paidAt { chosen = index }
            }
            var place = Place(source: source, paidAt: now)
            let result = body(&place)
            // Only who owes something takes a place.
            if place.paidAt > now { places[chosen] = place }
            return result
        }
    }
}

extension FailureTable {
    /// An address from which credentials were shown that did not hold.
    public struct Source: Sendable {
        /// See ``IPAddress/source``.
        public var source: UInt64
        public var failures: Int
        /// Monotonic nanoseconds of the first and the last of them.
        public var first: Int64
        public var last: Int64
        public var standing: Standing
    }

    /// The addresses with the most failures, the most first, and how many there are in all: of those that are remembered and
    /// failed in the last hour. Goes through the whole table, which takes milliseconds: not for a loop.
    ///
    /// - Parameters:
    ///   - count: addresses that are told.
    ///   - now: monotonic nanoseconds.
    public func most(_ count: Int, now: Int64) -> (total: Int, sources: [Source]) {
        var found: [Place] = []
        for shard in self.shards {
            let places = shard.places.withLock { $0 }
            found += places.lazy.filter { $0.failures > 0 && now &- $0.last <= Self.runGap }
        }
        let most = found.sorted { ($0.failures, $0.last) > ($1.failures, $1.last) }.prefix(max(0, count))
        return (
            found.count,
            most.map { place in
                let owed = max(0, max(place.paidAt, now) &- now &- self.rate.tolerance)
                return Source(
                    source: place.source, failures: Int(place.failures), first: place.first, last: place.last,
                    standing: self.standing(owed: owed))
            }
        )
    }
}
