import Glibc
import Testing

/// Answers that Elasticsearch gave, in files beside the tests: a line each, columns split by tabs.
enum Fixture {
    static func lines(_ name: String, _ file: String = #filePath) throws -> [[String]] {
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        let stream = try #require(fopen("/\(folder)/Fixtures/\(name)", "r"), "no fixture \(name)")
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
