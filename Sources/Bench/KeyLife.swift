internal import Dispatch
internal import EventLoop
internal import Glibc
internal import Keys
internal import Security
internal import Store
internal import Synchronization

/// What managing many keys costs, without the wire: searches, the end of many keys in one call, durable creates.
enum KeyLife {
    private static let owners = 1_000
    private static let runs = 21
    private static let ended = 20_000
    private static let clients = 32
    private static let createSeconds = 2.0
    private static let start: Int64 = 1_700_000_000_000

    static func run(_ options: BenchOptions) throws {
        let count = try options.number("count")
        let store = try SQLiteStore(folder: try options.text("data"))
        let registry = KeyRegistry(store: store)
        if try store.count() < count {
            try self.fill(registry, count)
        } else {
            _ = try registry.load { _, _ in }
        }
        var parts: [String] = []
        for (name, condition, order) in self.searches {
            var milliseconds: [Double] = []
            var total = 0
            for _ in 0..<self.runs {
                let began = Clock.monotonic
                total = try self.search(registry, condition, order)
                milliseconds.append(Double(Clock.monotonic - began) / 1e6)
            }
            milliseconds.sort()
            parts.append("\"\(name)\":{\"milliseconds\":\(milliseconds[self.runs / 2]),\"found\":\(total)}")
        }
        parts.append("\"end\":\(try self.end(registry))")
        parts.append("\"creates\":\(try self.creates(registry))")
        store.close()
        print("{\(parts.joined(separator: ","))}")
    }

    private static func record(_ index: Int, _ hash: String) -> KeyRecord {
        let owner = KeyOwner(
            username: "user-\(index % self.owners)", realm: "default_native", realmType: "native")
        // Every tenth has metadata, every second an end.
        return KeyRecord(
            id: .generate(now: self.start + Int64(index)), name: "team-\(index % 997)-key-\(index)",
            creation: self.start + Int64(index),
            expiration: index % 2 == 0 ? self.start + Int64(index) * 10_000 : nil, hash: hash, owner: owner,
            metadata: index % 10 == 0 ? "{\"env\":\"prod-\(index % 1000)\",\"n\":\(index)}" : "{}",
            limitedBy: SuperuserDescriptor.text)
    }

    private static func fill(_ registry: KeyRegistry, _ count: Int) throws {
        let hash = SecretHasher().hash(Secret.generate()).text
        for first in stride(from: 0, to: count, by: 5_000) {
            let records = (first..<min(first + 5_000, count)).map { self.record($0, hash) }
            let error: StoreError? = self.wait { registry.create(records, completion: $0) }
            if let error { throw error }
        }
    }

    // MARK: Searches

    private static func text(_ text: String) -> TextTest { .oneOf([Array(text.utf8)]) }

    private static var searches: [(String, KeyCondition, KeyOrder)] {
        let metadata = MetadataMatch(path: "env", test: self.text("prod-500"))
        return [
            ("page", .all, KeyOrder([])),
            ("page by name", .all, KeyOrder([KeyOrder.Part(.name)])),
            ("owner", .username(self.text("user-7")), KeyOrder([])),
            ("name prefix", .name(.prefix(Array("team-13-".utf8))), KeyOrder([])),
            (
                "expiry", .time(.expiration, self.start...self.start + 1_000_000_000),
                KeyOrder([KeyOrder.Part(.expiration)])
            ),
            ("metadata", .metadata(metadata), KeyOrder([])),
        ]
    }

    /// A page of 25 keys with their records.
    private static func search(
        _ registry: KeyRegistry, _ condition: KeyCondition, _ order: KeyOrder
    ) throws -> Int {
        var answers: [MetadataMatch: Set<APIKeyID>] = [:]
        for match in condition.metadataMatches {
            let found: Result<[APIKeyID], StoreError> = self.wait {
                registry.findMetadata(match, completion: $0)
            }
            answers[match] = Set(try found.get())
        }
        let keys = registry.table.all.selecting(condition.resolved(answers))
        let ids = keys.page(order, from: 0, size: 25).map(\.id)
        let records: Result<[KeyRecord], StoreError> = self.wait {
            registry.find(KeyQuery(ids: ids), completion: $0)
        }
        guard try records.get().count == min(25, keys.count) else {
            throw BenchError(description: "a page is not whole")
        }
        return keys.count
    }

    // MARK: Changes

    /// Milliseconds until all of many keys are ended on disk and in force.
    private static func end(_ registry: KeyRegistry) throws -> Double {
        let ids = registry.table.all.selecting(.invalidated(false)).page(
            KeyOrder([]), from: 0, size: self.ended
        ).map(\.id)
        let began = Clock.monotonic
        let found: Result<[KeyRecord], StoreError> = self.wait {
            registry.find(KeyQuery(ids: ids), completion: $0)
        }
        guard try found.get().count == ids.count else { throw BenchError(description: "keys are lost") }
        let changed: Result<[APIKeyID], StoreError> = self.wait {
            registry.invalidate(
                ids, at: self.start, tombstone: KeyRecord.Tombstone(by: "bench"), completion: $0)
        }
        guard try changed.get().count == ids.count else { throw BenchError(description: "keys live on") }
        return Double(Clock.monotonic - began) / 1e6
    }

    /// Keys a second that clients make, each when its last one is on disk.
    private static func creates(_ registry: KeyRegistry) throws -> Double {
        let made = Atomic<Int>(0)
        let group = DispatchGroup()
        let hash = SecretHasher().hash(Secret.generate()).text
        let began = Clock.monotonic
        let until = began + Int64(self.createSeconds * 1e9)
        for client in 0..<self.clients {
            group.enter()
            // A queue of its own each: they all wait at the same time.
            DispatchQueue(label: "client-\(client)").async {
                while Clock.monotonic < until {
                    let record = self.record(client, hash)
                    let error: StoreError? = self.wait { registry.create([record], completion: $0) }
                    guard error == nil else { break }
                    made.add(1, ordering: .relaxed)
                }
                group.leave()
            }
        }
        group.wait()
        return Double(made.load(ordering: .relaxed)) / (Double(Clock.monotonic - began) / 1e9)
    }

    /// What a call completes with.
    private static func wait<Value: Sendable>(
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
}
