import Dispatch
import Foundation
import Keys
import Synchronization
import Testing

@testable import Store

/// A fresh folder, removed with the object.
private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("keyward-\(UUID())").path
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

private func record(
    _ number: Int, name: String? = nil, user: String = "u", expiration: Int64? = nil
) -> KeyRecord {
    KeyRecord(
        id: .generate(now: Int64(number)), name: name ?? "key-\(number)", creation: Int64(number),
        expiration: expiration,
        hash: SecretHasher().hash(.generate()).text,
        owner: KeyOwner(
            username: user, fullName: "Ü \"quoted\"", metadata: "{\"a\":1}", realm: "r", realmType: "file"),
        metadata: "{\"m\":[1,2]}", roleDescriptors: "{\"x\":{}}", limitedBy: "{\"s\":{}}")
}

extension KeyStore {
    fileprivate func createNow(_ record: KeyRecord) -> StoreError? {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<StoreError?>(nil)
        self.create([record]) { error in
            result.withLock { $0 = error }
            done.signal()
        }
        done.wait()
        return result.withLock { $0 }
    }

    fileprivate func findNow(_ query: KeyQuery) throws -> [KeyRecord] {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<[KeyRecord], StoreError>>(.success([]))
        self.find(query) { found in
            result.withLock { $0 = found }
            done.signal()
        }
        done.wait()
        return try result.withLock { $0 }.get()
    }

    fileprivate func invalidateNow(_ ids: [APIKeyID], at time: Int64) throws -> [APIKeyID] {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<[APIKeyID], StoreError>>(.success([]))
        self.invalidate(ids, at: time, tombstone: KeyRecord.Tombstone(by: "me", reason: "why")) { changed in
            result.withLock { $0 = changed }
            done.signal()
        }
        done.wait()
        return try result.withLock { $0 }.get()
    }
}

@Suite struct SQLiteStoreTests {
    @Test func keepsEveryField() throws {
        let folder = Folder()
        let one = record(1, expiration: 99)
        do {
            let store = try SQLiteStore(folder: folder.path)
            #expect(store.createNow(one) == nil)
            store.close()
        }
        let store = try SQLiteStore(folder: folder.path)
        #expect(try store.findNow(KeyQuery()) == [one])
        #expect(try store.count() == 1)
        var attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/keyward.db")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func anIdIsTakenOnce() throws {
        let folder = Folder()
        let store = try SQLiteStore(folder: folder.path)
        let one = record(1)
        #expect(store.createNow(one) == nil)
        #expect(store.createNow(one) == .duplicate)
        #expect(store.createNow(record(2)) == nil)
        #expect(try store.count() == 2)
    }

    @Test func findsByEveryCriterion() throws {
        let folder = Folder()
        let store = try SQLiteStore(folder: folder.path)
        let records = [
            record(1, name: "a-1"), record(2, name: "a-2", user: "v"),
            record(3, name: "b%_*", expiration: 50),
            record(4, name: "B", expiration: 500),
        ]
        for item in records { #expect(store.createNow(item) == nil) }
        func names(_ query: KeyQuery) throws -> [String] { try store.findNow(query).compactMap(\.name) }
        #expect(try names(KeyQuery(ids: [records[1].id, .generate(now: 9)])) == ["a-2"])
        #expect(try names(KeyQuery(name: "a-1")) == ["a-1"])
        #expect(try names(KeyQuery(name: "a-*")) == ["a-1", "a-2"])
        #expect(try names(KeyQuery(name: "b*")) == ["b%_*"])
        #expect(try names(KeyQuery(name: "b%_**")) == ["b%_*"])
        #expect(try names(KeyQuery(username: "v")) == ["a-2"])
        #expect(try names(KeyQuery(username: "u", realm: "x")).isEmpty)
        #expect(try names(KeyQuery(activeAt: 100)) == ["a-1", "a-2", "B"])
        #expect(try names(KeyQuery(ids: [])).isEmpty)
        #expect(try names(KeyQuery(name: "' OR 1=1 --")).isEmpty)
    }

    @Test func invalidatesOnce() throws {
        let folder = Folder()
        let store = try SQLiteStore(folder: folder.path)
        let one = record(1)
        #expect(store.createNow(one) == nil)
        #expect(try store.invalidateNow([one.id, .generate(now: 5)], at: 7) == [one.id])
        #expect(try store.invalidateNow([one.id], at: 8).isEmpty)
        #expect(try store.findNow(KeyQuery()).first?.invalidation == 7)
    }

    @Test func aFolderHasOneOwner() throws {
        let folder = Folder()
        let store = try SQLiteStore(folder: folder.path)
        #expect(throws: StoreError.failed("\(folder.path) is in use by another process")) {
            try SQLiteStore(folder: folder.path)
        }
        withExtendedLifetime(store) {}
    }

    @Test func whatIsNoStoreIsRefusedWithWords() throws {
        let folder = Folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: folder.path + "/keyward.db"))
        #expect(throws: StoreError.self) { try SQLiteStore(folder: folder.path) }
    }

    @Test func aNewerSchemaIsRefused() throws {
        let folder = Folder()
        do { try SQLiteStore(folder: folder.path).close() }
        do {
            let database = try SQLite(path: folder.path + "/keyward.db", mode: .readWrite)
            try database.execute("PRAGMA user_version = 99")
        }
        let error = #expect(throws: StoreError.self) { try SQLiteStore(folder: folder.path) }
        #expect(error?.description.contains("schema version 99") == true)
    }

    @Test func manyCreatesAtOnceAreAllThere() throws {
        let folder = Folder()
        let failures = Atomic<Int>(0)
        do {
            let store = try SQLiteStore(folder: folder.path)
            DispatchQueue.concurrentPerform(iterations: 32) { worker in
                for number in 0..<30 where store.createNow(record(worker * 1000 + number)) != nil {
                    failures.add(1, ordering: .relaxed)
                }
            }
            store.close()
            #expect(store.createNow(record(1)) == .closed)
        }
        #expect(failures.load(ordering: .relaxed) == 0)
        let store = try SQLiteStore(folder: folder.path)
        #expect(try store.count() == 960)
        let registry = KeyRegistry(store: store)
        let reports = Mutex<[Int]>([])
        #expect(try registry.load { loaded, _ in reports.withLock { $0.append(loaded) } } == 0)
        #expect(registry.table.count == 960)
        #expect(reports.withLock { $0.last } == 960)
    }
}
