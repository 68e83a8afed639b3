import Fuzz
import Glibc
import TestSupport
import Testing

/// What the fuzz targets found, or find interesting: `Tests/Fuzz/Corpus`, a folder for each, and the seeds.
@Suite struct CorpusTests {
    @Test(arguments: FuzzTarget.all.map(\.name))
    func nothingIsFoundAgain(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for (index, seed) in target.seeds.enumerated() {
            #expect(throws: Never.self, "\(name), seed \(index)") { try target.run(seed) }
        }
        for (file, bytes) in try Self.corpus(name) {
            #expect(throws: Never.self, "\(name)/\(file)") { try target.run(bytes) }
        }
    }

    /// Damaged seeds; the generator's seed is told when one fails.
    @Test(arguments: FuzzTarget.all.map(\.name))
    func damagedSeedsHoldToo(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            var bytes = try #require(target.seeds.randomElement(using: &generator))
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                default: bytes.insert(contentsOf: bytes[at...].prefix(8), at: at)
                }
            }
            #expect(throws: Never.self, "\(name): \(bytes)") { try target.run(bytes) }
        }
    }

    @Test func everyFolderHasATarget() throws {
        let names = fileNames(in: Self.folder) ?? []
        #expect(Set(names).isSubset(of: FuzzTarget.all.map(\.name)))
        #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
    }

    // MARK: Files

    private static var folder: String {
        "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fuzz/Corpus"
    }

    private static func corpus(_ name: String) throws -> [(String, [UInt8])] {
        let folder = "\(self.folder)/\(name)"
        return try (fileNames(in: folder) ?? []).map { ($0, try self.read("\(folder)/\($0)")) }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"), "\(path)")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
