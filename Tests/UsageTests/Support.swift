import Dispatch
import Keys
import Synchronization

@testable import Usage

/// Usage in memory, as entries came; shared with the test that looks at it.
final class MemoryUsage: Sendable {
    struct State {
        var entries: [(hour: Int64, entry: UsageEntry)] = []
        var writes = 0
        var fails = false
    }

    let state = Mutex(State())

    var entries: [(hour: Int64, entry: UsageEntry)] { self.state.withLock { $0.entries } }
    func numbers(_ id: APIKeyID) -> (requests: Int, bytesIn: Int, bytesOut: Int, documents: Int) {
        self.entries.filter { $0.entry.delta.id == id }.reduce(into: (0, 0, 0, 0)) { sum, item in
            sum.0 += Int(item.entry.delta.requests)
            sum.1 += Int(item.entry.delta.bytesIn)
            sum.2 += Int(item.entry.delta.bytesOut)
            sum.3 += Int(item.entry.delta.documents)
        }
    }
}

struct MemoryUsageStore: UsageStore {
    let usage: MemoryUsage

    func add(_ entries: [UsageEntry], hour: Int64) throws(StoreError) {
        let fails = self.usage.state.withLock { state in
            state.writes += 1
            if !state.fails { state.entries += entries.map { (hour, $0) } }
            return state.fails
        }
        if fails { throw .failed("disk full") }
    }
    func totals(_ ids: [APIKeyID]?, sort: UsageOrder, from: Int, size: Int) throws(StoreError) -> UsagePage {
        UsagePage(total: 0, totals: [])
    }
    func hours(_ id: APIKeyID, from hour: Int64) throws(StoreError) -> [UsageHour] { [] }
    func used(since time: Int64) throws(StoreError) -> Set<APIKeyID> { [] }
    func prune(before hour: Int64) throws(StoreError) {}
    func forget(_ isGone: (APIKeyID) -> Bool) throws(StoreError) {}
}

extension UsageLedger {
    convenience init(_ usage: MemoryUsage) {
        self.init(
            store: MemoryUsageStore(usage: usage), operationName: { "operation-\($0.rawValue)" },
            keyExists: { _ in true })
    }

    /// Returns when all that has been handed over is in the store.
    func settle() {
        let done = DispatchSemaphore(value: 0)
        self.read { _ in done.signal() }
        done.wait()
    }
}

func id(_ number: Int) -> APIKeyID { APIKeyID("key-\(number)") ?? APIKeyID.generate(now: 0) }

extension UsageRecorder {
    func count(
        _ id: APIKeyID, _ place: inout Place, at time: Int64, agent: String = "agent", bytesIn: Int = 1,
        bytesOut: Int = 2, documents: Int = 3, refusal: UsageRefusal? = nil, address: UInt64 = 1,
        duration: Int64 = 1_500_000
    ) {
        var agent = agent
        agent.withUTF8 { bytes in
            self.count(
                id, &place,
                UsageSample(
                    at: time, duration: duration, bytesIn: bytesIn, bytesOut: bytesOut, documents: documents,
                    refusal: refusal,
                    address: UsageAddress(high: 0, low: (0xffff_0000_0000 | address).bigEndian), agent: bytes,
                    operation: UsageOperation(rawValue: 9)))
        }
    }
}
