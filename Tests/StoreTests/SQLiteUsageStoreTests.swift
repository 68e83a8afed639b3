import Dispatch
import Glibc
import Keys
import Testing
import Usage

@testable import Store

struct SQLiteUsageStoreTests {
    private static let now: Int64 = 1_700_000_000_000

    /// A folder that is gone when the test is.
    private final class Folder {
        let path: String
        init() {
            var template = Array("/tmp/keyward-usage-XXXXXX".utf8CString)
            self.path = mkdtemp(&template).map { String(cString: $0) } ?? ""
        }
        deinit {
            for name in ["usage.db", "usage.db-wal", "usage.db-shm"] { unlink("\(self.path)/\(name)") }
            rmdir(self.path)
        }
    }

    private static func id(_ text: String) throws -> APIKeyID { try #require(APIKeyID(text)) }

    /// Counts one use of each of `ids` and stores it.
    private static func use(
        _ ids: [APIKeyID], in folder: Folder, at time: Int64 = now, agent: String = "agent",
        address: UInt64 = 1,
        times: Int = 1
    ) throws {
        let ledger = UsageLedger(
            store: try SQLiteUsageStore(folder: folder.path), operationName: { _ in "search" },
            keyExists: { _ in true })
        let recorder = UsageRecorder(ledger: ledger)
        var agent = agent
        agent.withUTF8 { bytes in
            for id in ids {
                var place = UsageRecorder.Place()
                for _ in 0..<times {
                    recorder.count(
                        id, &place,
                        UsageSample(
                            at: time, duration: 3_000_000, bytesIn: 10, bytesOut: 20, documents: 2,
                            refusal: .denied,
                            address: UsageAddress(high: 0, low: (0xffff_0000_0000 | address).bigEndian),
                            agent: bytes,
                            operation: .none))
                }
            }
        }
        recorder.flush()
        ledger.close()
    }

    @Test func whatIsStoredAddsUpOverProcesses() throws {
        let folder = Folder()
        let id = try Self.id("one")
        try Self.use([id], in: folder, at: Self.now, agent: "old", address: 1)
        try Self.use([id], in: folder, at: Self.now + 1000, agent: "new", address: 2, times: 3)
        let store = try SQLiteUsageStore(folder: folder.path)
        let page = try store.totals(nil, sort: .requests, from: 0, size: 10)
        #expect(page.total == 1)
        let totals = try #require(page.totals.first)
        #expect(totals.numbers.requests == 4)
        #expect(totals.numbers.bytesIn == 40)
        #expect(totals.numbers.bytesOut == 80)
        #expect(totals.numbers.documents == 8)
        #expect(totals.numbers.refusals == [0, 4, 0, 0, 0])
        #expect(totals.numbers.latency == [0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(totals.firstUsed == Self.now)
        #expect(totals.lastUsed == Self.now + 1000)
        #expect(totals.lastAgent == "new")
        #expect(totals.lastAddress == "0.0.0.2")
        #expect(totals.lastOperation == "search")
        #expect(totals.addresses.estimate == 2)
    }

    @Test func hoursAreToldAndForgotten() throws {
        let folder = Folder()
        let (one, two) = (try Self.id("one"), try Self.id("two"))
        let hour = Self.now / 3_600_000
        try Self.use([one, two], in: folder, at: hour * 3_600_000)
        try Self.use([one], in: folder, at: (hour + 2) * 3_600_000, times: 5)
        let store = try SQLiteUsageStore(folder: folder.path)
        #expect(try store.hours(one, from: hour - 100).map(\.hour) == [hour, hour + 2])
        #expect(try store.hours(one, from: hour).map(\.numbers.requests) == [1, 5])
        #expect(try store.hours(one, from: hour + 1).map(\.numbers.documents) == [10])
        #expect(try store.hours(try Self.id("three"), from: hour).isEmpty)
        try store.prune(before: hour + 1)
        #expect(try store.hours(one, from: 0 + hour).map(\.hour) == [hour + 2])
        #expect(try store.hours(two, from: hour).isEmpty)
        #expect(try store.totals(nil, sort: .requests, from: 0, size: 9).total == 2)
    }

    @Test func pagesAndOrder() throws {
        let folder = Folder()
        for (number, name) in ["a", "b", "c"].enumerated() {
            try Self.use([try Self.id(name)], in: folder, at: Self.now - Int64(number), times: number + 1)
        }
        let store = try SQLiteUsageStore(folder: folder.path)
        func names(
            _ order: UsageOrder, from: Int = 0, size: Int = 9, _ ids: [APIKeyID]? = nil
        ) throws -> [String] {
            try store.totals(ids, sort: order, from: from, size: size).totals.map(\.id.description)
        }
        #expect(try names(.requests) == ["c", "b", "a"])
        #expect(try names(.lastUsed) == ["a", "b", "c"])
        #expect(try names(.bytes, from: 1, size: 1) == ["b"])
        #expect(try names(.refused, [try Self.id("a"), try Self.id("\"x\\")]) == ["a"])
        #expect(try store.used(since: Self.now - 1).count == 2)
        try store.forget { $0.description != "b" }
        #expect(try names(.requests) == ["b"])
    }

    @Test func anotherProgramsFileIsRefused() throws {
        let folder = Folder()
        let other = try SQLite(path: "\(folder.path)/usage.db", mode: .readWrite)
        try other.execute("PRAGMA user_version = 1")
        #expect(throws: StoreError.self) { try SQLiteUsageStore(folder: folder.path) }
    }
}
