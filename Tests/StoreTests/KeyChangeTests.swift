import Dispatch
import Foundation
import Keys
import Synchronization
import Testing

@testable import Store

/// What a call completes with.
private func wait<Value: Sendable>(
    _ start: (@escaping @Sendable (Value) -> Void) -> Void
) -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Value?>(nil)
    start { value in
        result.withLock { $0 = value }
        done.signal()
    }
    done.wait()
    guard let value = result.withLock({ $0 }) else { preconditionFailure("completed without a value") }
    return value
}

@Suite final class KeyChangeTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())").path

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func record(_ number: Int, expiration: Int64? = nil) -> KeyRecord {
        KeyRecord(
            id: .generate(now: Int64(number)), name: "k\(number)", creation: Int64(number),
            expiration: expiration, hash: SecretHasher().hash(.generate()).text,
            owner: KeyOwner(username: "u", realm: "r", realmType: "file"))
    }

    private func create(
        _ store: SQLiteStore, _ records: [KeyRecord], _ limit: OwnerLimit? = nil
    ) -> StoreError? {
        wait { store.create(records, limit: limit, completion: $0) }
    }

    @Test func whatIsBeyondElasticsearchIsStored() throws {
        let record = record(1, expiration: 9)
        do {
            let store = try SQLiteStore(folder: path)
            #expect(create(store, [record]) == nil)
            let changed: Result<[KeyRecord], StoreError> = wait {
                store.change(
                    [record.id],
                    { record in
                        var next = record
                        next.previous = KeyRecord.Previous(hash: record.hash, until: 77)
                        next.hash = SecretHasher().hash(.generate()).text
                        next.suspension = 5
                        next.suspender = KeyRecord.Tombstone(by: "me", reason: "looks odd")
                        return next
                    }, completion: $0)
            }
            #expect(try changed.get().count == 1)
            store.close()
        }
        let store = try SQLiteStore(folder: path)
        let table = KeyTable()
        try store.forEach { table.insert($0) }
        let entry = try #require(table.lookup(record.id))
        #expect(entry.isSuspended && entry.hasPrevious)
        let found: Result<[KeyRecord], StoreError> = wait {
            store.find(KeyQuery(ids: [record.id]), completion: $0)
        }
        #expect(
            try found.get().first?.suspender == KeyRecord.Tombstone(by: "me", reason: "looks odd"))
        #expect(table.whole(entry.id)?.extra?.previous?.hash == SecretHash(text: record.hash))
        #expect(table.whole(entry.id)?.extra?.previous?.until == 77)
        #expect(table.formerEnded(at: 76) == [] && table.formerEnded(at: 77) == [record.id])
        store.close()
    }

    @Test func anOwnersLimitHoldsAgainstCallsAtTheSameTime() throws {
        let store = try SQLiteStore(folder: path)
        let limit = OwnerLimit(max: 5, now: 100)
        #expect(create(store, [record(1, expiration: 100)], limit) == nil)
        let group = DispatchGroup()
        let refused = Mutex(0)
        for number in 0..<20 {
            group.enter()
            let record = self.record(10 + number, expiration: 101)
            DispatchQueue.global().async {
                store.create([record], limit: limit) { error in
                    if error == .ownerLimit(limit) { refused.withLock { $0 += 1 } }
                    group.leave()
                }
            }
        }
        group.wait()
        #expect(refused.withLock { $0 } == 15)
        #expect(try store.count() == 6)
        // Several at once: all of them or none.
        let dead = OwnerLimit(max: 7, now: 100)
        #expect(create(store, [record(50), record(51), record(52)], dead) == .ownerLimit(dead))
        #expect(try store.count() == 6)
        #expect(create(store, [record(50), record(51)], dead) == nil)
        #expect(
            create(store, [record(53)], OwnerLimit(max: 1, now: 100))
                == .ownerLimit(OwnerLimit(max: 1, now: 100)))
        store.close()
    }

    @Test func purgeTakesWhatEndedLongAgo() throws {
        let store = try SQLiteStore(folder: path)
        let records = [record(1, expiration: 10), record(2, expiration: 20), record(3), record(4)]
        #expect(create(store, records) == nil)
        let ended: Result<[APIKeyID], StoreError> = wait {
            store.invalidate([records[2].id], at: 10, tombstone: nil, completion: $0)
        }
        #expect(try ended.get() == [records[2].id])
        func purge(_ time: Int64, _ limit: Int = 10) throws -> Set<APIKeyID> {
            let result: Result<[APIKeyID], StoreError> = wait {
                store.purge(before: time, limit: limit, completion: $0)
            }
            return Set(try result.get())
        }
        #expect(try purge(10) == [])
        #expect(try purge(11, 1).count == 1)
        #expect(try purge(11).count == 1)
        #expect(try purge(1000) == [records[1].id])
        #expect(try store.count() == 1)
        store.close()
    }
}
