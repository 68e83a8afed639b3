/// Hashes ids with a seed of the process (multiply and fold): whoever chooses ids cannot choose collisions.
public struct KeyHash: Sendable {
    /// Low bits of a hash that choose the shard.
    static let shardBits = 6

    private let seed = (
        UInt64.random(in: 1...UInt64.max), UInt64.random(in: 1...UInt64.max),
        UInt64.random(in: 1...UInt64.max)
    )

    public init() {}

    @inline(__always)
    public func callAsFunction(_ id: APIKeyID) -> UInt64 {
        let first = (id.words.0 ^ self.seed.0).multipliedFullWidth(by: (id.words.1 ^ self.seed.1) | 1)
        let second = (id.words.2 ^ self.seed.2).multipliedFullWidth(by: (first.high ^ first.low) | 1)
        return second.high ^ second.low
    }
}
