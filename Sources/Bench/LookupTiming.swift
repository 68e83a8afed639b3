internal import Bytes
internal import EventLoop
internal import Glibc
internal import Keys

/// The key table alone: nanoseconds of a look-up in random order, and bytes of a key.
enum LookupTiming {
    private static let sizes = [1_000, 100_000, 1_000_000]
    private static let lookups = 2_000_000

    static func run() {
        var parts: [String] = []
        for size in self.sizes {
            let table = KeyTable()
            let owner = KeyOwner(username: "elastic", realm: "file1", realmType: "file")
            let hash = SecretHasher().hash(Secret.generate()).text
            let before = self.residentBytes()
            var ids: [APIKeyID] = []
            ids.reserveCapacity(size)
            for index in 0..<size {
                let id = APIKeyID.generate(now: 1_700_000_000_000 + Int64(index))
                ids.append(id)
                table.insert(KeyRecord(id: id, name: "bench-\(index)", creation: 0, hash: hash, owner: owner))
            }
            let resident = self.residentBytes() - before - size * MemoryLayout<APIKeyID>.stride
            ids.shuffle()
            var found = 0
            let start = Clock.monotonic
            for index in 0..<self.lookups where table.lookup(ids[index % size]) != nil { found += 1 }
            let elapsed = Clock.monotonic - start
            precondition(found == self.lookups, "a key is lost")
            parts.append(
                """
                {"keys":\(size),"nanoseconds":\(Double(elapsed) / Double(self.lookups)),\
                "bytes":\(table.memoryBytes / size),"resident":\(max(0, resident) / size)}
                """)
        }
        print("[\(parts.joined(separator: ","))]")
    }

    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (Int(text.split(separator: " ").dropFirst().first ?? "0") ?? 0) * 4096
    }
}
