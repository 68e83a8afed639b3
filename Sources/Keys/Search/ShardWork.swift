internal import Dispatch
internal import Glibc

/// Work that is done for each shard, by several threads where there are many keys.
enum ShardWork {
    /// Threads at a time: loops and other work want cores too.
    static let widthMax = 4
    /// Keys for which one thread is enough: less than a millisecond.
    static let fewKeys = 16_384

    private static let width = max(1, min(widthMax, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Groups of shards, one to a thread.
    static func groups(_ shards: Int, keys: Int) -> [[Int]] {
        let width = keys <= self.fewKeys ? 1 : min(self.width, shards)
        guard width > 1 else { return [Array(0..<shards)] }
        return (0..<width).map { Array(stride(from: $0, to: shards, by: width)) }
    }

    /// What `work` makes of each group; it reads only. Waits for all of them: not on a loop.
    static func map<Result>(_ groups: [[Int]], _ work: ([Int]) -> Result) -> [Result] {
        guard groups.count > 1 else { return groups.map(work) }
        return [Result](unsafeUninitializedCapacity: groups.count) { results, count in
            guard let base = results.baseAddress else { return }
            // SAFETY: each iteration writes its own place, `work` changes nothing, and all have ended behind the call.
            nonisolated(unsafe) let (places, work) = (base, work)
            DispatchQueue.concurrentPerform(iterations: groups.count) { index in
                (places + index).initialize(to: work(groups[index]))
            }
            count = groups.count
        }
    }

    /// The same for each shard by itself, in their order.
    static func each<Result>(_ shards: Int, keys: Int, _ work: (Int) -> Result) -> [Result] {
        let groups = self.groups(shards, keys: keys)
        guard groups.count > 1 else { return (0..<shards).map(work) }
        let parts = self.map(groups) { $0.map(work) }
        return (0..<shards).map { parts[$0 % groups.count][$0 / groups.count] }
    }
}
