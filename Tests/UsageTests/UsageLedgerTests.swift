import Glibc
import Keys
import Synchronization
import Testing

@testable import Usage

struct UsageLedgerTests {
    private static let now: Int64 = 1_700_000_000_000

    @Test func aKeyInUseTakesLessThan200Bytes() {
        // With a slot of four bytes, at least three eighths of which are taken.
        #expect(MemoryLayout<UsageDelta>.stride + 4 * 8 / 3 < 200)
    }

    @Test func whatIsCountedArrives() throws {
        let usage = MemoryUsage()
        let ledger = UsageLedger(usage)
        let recorder = UsageRecorder(ledger: ledger)
        var place = UsageRecorder.Place()
        recorder.count(id(1), &place, at: Self.now + 5, agent: "second", address: 0x0a00_0002)
        recorder.count(id(1), &place, at: Self.now, agent: "first", refusal: .denied, address: 0x0a00_0001)
        recorder.flush()
        ledger.settle()
        let (hour, entry) = try #require(usage.entries.first)
        #expect(usage.entries.count == 1)
        #expect(hour == Self.now / 3_600_000)
        #expect(entry.delta.requests == 2)
        #expect(entry.delta.documents == 6)
        #expect(entry.delta.bytesIn == 2)
        #expect(entry.delta.bytesOut == 4)
        #expect(entry.delta.refused(.denied) == 1)
        #expect(entry.delta.refused(.limited) == 0)
        #expect(entry.delta.firstAt == Self.now)
        #expect(entry.delta.lastAt == Self.now + 5)
        #expect(entry.delta.latency.values == [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(entry.delta.addresses.estimate == 2)
        #expect(entry.agent == "second")
        #expect(entry.address == "10.0.0.2")
        #expect(entry.operation == "operation-9")
    }

    /// Exchanges end in another order than they begin, and on several loops: nothing may get lost or count twice.
    @Test(arguments: 0..<4)
    func severalLoopsAddUp(_ seed: UInt64) {
        var random = Generator(state: seed)
        let usage = MemoryUsage()
        let ledger = UsageLedger(usage)
        let recorders = (0..<3).map { _ in UsageRecorder(ledger: ledger) }
        var places: [[UsageRecorder.Place]] = Array(repeating: Array(repeating: .init(), count: 40), count: 3)
        var expected: [Int: (requests: Int, bytes: Int, last: Int64, agent: String)] = [:]
        for step in 0..<20_000 {
            let loop = Int(random.next() % 3)
            let key = Int(random.next() % 40)
            // Who remembers the key may have forgotten it.
            if random.next() % 16 == 0 { places[loop][key] = .init() }
            let time = Self.now + Int64(step) * 500 - Int64(random.next() % 300)
            let bytes = Int(random.next() % 1000)
            let agent = "agent \(random.next() % 5000)"
            recorders[loop].count(id(key), &places[loop][key], at: time, agent: agent, bytesIn: bytes)
            var sum = expected[key] ?? (0, 0, 0, "")
            sum.requests += 1
            sum.bytes += bytes
            if time >= sum.last { (sum.last, sum.agent) = (time, agent) }
            expected[key] = sum
            if random.next() % 997 == 0 { recorders[loop].flush() }
        }
        for recorder in recorders { recorder.flush() }
        ledger.settle()
        for (key, sum) in expected {
            let numbers = usage.numbers(id(key))
            #expect(numbers.requests == sum.requests)
            #expect(numbers.bytesIn == sum.bytes)
            let last = usage.entries.filter { $0.entry.delta.id == id(key) }.max {
                $0.entry.delta.lastAt < $1.entry.delta.lastAt
            }
            #expect(last?.entry.delta.lastAt == sum.last)
        }
        #expect(ledger.lostKeys == 0)
    }

    @Test func hoursAreKeptApart() {
        let usage = MemoryUsage()
        let ledger = UsageLedger(usage)
        let recorder = UsageRecorder(ledger: ledger)
        var place = UsageRecorder.Place()
        let hour = Self.now / 3_600_000
        recorder.count(id(1), &place, at: hour * 3_600_000 + 3_599_999)
        recorder.count(id(1), &place, at: (hour + 1) * 3_600_000)
        // One that began before the turn of the hour and ends after it.
        recorder.count(id(1), &place, at: hour * 3_600_000 + 3_599_998)
        recorder.flush()
        ledger.settle()
        #expect(usage.entries.map(\.hour) == [hour, hour + 1])
        #expect(usage.entries.map(\.entry.delta.requests) == [1, 2])
    }

    @Test func aRefusedKeyIsNotUsed() throws {
        let usage = MemoryUsage()
        let ledger = UsageLedger(usage)
        let recorder = UsageRecorder(ledger: ledger)
        for _ in 0..<3 {
            recorder.countRefused(
                id(1),
                UsageSample(
                    at: Self.now, duration: 1, bytesIn: 0, bytesOut: 9, refusal: .unauthenticated,
                    address: UsageAddress(high: 0, low: 1), agent: UnsafeBufferPointer(start: nil, count: 0),
                    operation: .none))
        }
        recorder.flush()
        ledger.settle()
        let entry = try #require(usage.entries.first).entry
        #expect(usage.entries.count == 1)
        #expect(entry.delta.refused(.unauthenticated) == 3)
        #expect(entry.delta.lastAt == 0)
        #expect(entry.address == "")
    }

    @Test func whatCannotBeStoredIsTriedAgain() {
        let usage = MemoryUsage()
        let ledger = UsageLedger(usage)
        let recorder = UsageRecorder(ledger: ledger)
        var place = UsageRecorder.Place()
        usage.state.withLock { $0.fails = true }
        recorder.count(id(1), &place, at: Self.now)
        recorder.flush()
        ledger.settle()
        #expect(usage.entries.isEmpty)
        recorder.count(id(1), &place, at: Self.now)
        recorder.flush()
        ledger.settle()
        usage.state.withLock { $0.fails = false }
        ledger.close()
        #expect(usage.numbers(id(1)).requests == 2)
    }

    @Test func numbersStopAtTheirEnd() {
        var delta = UsageDelta(id(1))
        let sample = UsageSample(
            at: Self.now, duration: .max, bytesIn: .max, bytesOut: -1, documents: .max,
            address: UsageAddress(high: 0, low: 1), agent: UnsafeBufferPointer(start: nil, count: 0),
            operation: .none)
        for _ in 0..<5 { delta.count(sample, agent: 0) }
        #expect(delta.bytesIn == .max)
        #expect(delta.bytesOut == 0)
        #expect(delta.documents == .max)
    }

    /// A million keys used between two writes, and at every number of keys on the way there.
    @Test func aMillionKeysInUseTakeLessThan200BytesEach() {
        var table = UsageTable()
        let empty = table.memoryBytes
        #expect(empty < 1024)
        var most = 0.0
        for first in stride(from: 0, to: 1_000_000, by: 4000) {
            var batch = UsageBatch(hour: 1)
            for number in first..<first + 4000 { batch.deltas.append(UsageDelta(id(number))) }
            #expect(table.add(batch, countMax: .max) == 0)
            most = max(most, Double(table.memoryBytes) / Double(table.count))
        }
        #expect(table.count == 1_000_000)
        #expect(most <= 200, "\(most) bytes a key")
        // Nothing stays for keys that are not used any more.
        table.removeAll()
        #expect(table.memoryBytes == empty)
    }

    /// Many keys in turn: what is not yet stored is bounded, and of the others nothing stays.
    @Test func manyKeysInUse() {
        let usage = MemoryUsage()
        // The store of the test would keep all of them.
        let ledger = UsageLedger(
            store: Forgetful(usage: usage), operationName: { _ in "" }, keyExists: { _ in true })
        let recorder = UsageRecorder(ledger: ledger)
        for number in 0..<200_000 {
            var place = UsageRecorder.Place()
            recorder.count(id(number), &place, at: Self.now)
            // As a loop would: it does not fill 64 batches while the ledger works.
            if number % 50_000 == 49_999 { ledger.settle() }
        }
        recorder.flush()
        ledger.settle()
        #expect(usage.state.withLock { $0.writes } >= 200_000 / UsageLedger.keysBeforeWrite)
        #expect(ledger.lostKeys == 0)
    }

    private struct Forgetful: UsageStore {
        let usage: MemoryUsage
        func add(_ entries: [UsageEntry], hour: Int64) throws(StoreError) {
            self.usage.state.withLock { $0.writes += 1 }
        }
        func totals(
            _ ids: [APIKeyID]?, sort: UsageOrder, from: Int, size: Int
        ) throws(StoreError) -> UsagePage {
            UsagePage(total: 0, totals: [])
        }
        func hours(_ id: APIKeyID, from hour: Int64) throws(StoreError) -> [UsageHour] { [] }
        func used(since time: Int64) throws(StoreError) -> Set<APIKeyID> { [] }
        func prune(before hour: Int64) throws(StoreError) {}
        func forget(_ isGone: (APIKeyID) -> Bool) throws(StoreError) {}
    }

    @Test func addressesAreTold() {
        #expect(UsageAddress(high: 0, low: (0xffff_c000_0201 as UInt64).bigEndian).text == "192.0.2.1")
        let six = UsageAddress(
            high: (0x2001_0db8_0000_0000 as UInt64).bigEndian, low: (1 as UInt64).bigEndian)
        #expect(six.text == "2001:db8::1")
    }
}

/// The same numbers in every run.
struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ mixed &>> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed &>> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed &>> 31
    }
}
