internal import Bytes
internal import Dispatch
internal import Glibc
internal import Keys
internal import Security
internal import Store
internal import Synchronization

/// Fills a store with keys of the user `elastic`, as creating them over the wire would.
enum KeyFill {
    /// Creates that wait for the store at a time.
    private static let inFlightMax = 8_192

    static func run(_ options: BenchOptions) throws {
        let count = try options.number("count")
        let first = try options.number("first", count)
        let store = try SQLiteStore(folder: try options.text("data"))
        let owner = KeyOwner(username: "elastic", realm: "file1", realmType: "file")
        let hasher = SecretHasher()
        let room = DispatchSemaphore(value: self.inFlightMax)
        let failure = Mutex<StoreError?>(nil)
        var lines = ""
        for index in 0..<count {
            let id = APIKeyID.generate(now: 1_700_000_000_000 + Int64(index))
            let secret = Secret.generate()
            let record = KeyRecord(
                id: id, name: "bench-\(index)", creation: 1_700_000_000_000, hash: hasher.hash(secret).text,
                owner: owner, limitedBy: SuperuserDescriptor.text)
            if index < first {
                lines +=
                    String(decoding: Base64.encode(Array("\(id):".utf8) + secret.text), as: UTF8.self) + "\n"
            }
            room.wait()
            store.create([record]) { error in
                if let error { failure.withLock { $0 = error } }
                room.signal()
            }
        }
        for _ in 0..<self.inFlightMax { room.wait() }
        for _ in 0..<self.inFlightMax { room.signal() }
        store.close()
        if let error = failure.withLock({ $0 }) { throw error }
        let path = try options.text("out")
        guard let file = fopen(path, "w") else { throw BenchError(description: "\(path): errno \(errno)") }
        fputs(lines, file)
        fclose(file)
        print("{\"keys\":\(count)}")
    }
}
