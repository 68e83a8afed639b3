import Glibc
import TestSupport

@testable import AuditIndex

/// A folder of its own for a spool, gone with it.
struct Folder: ~Copyable {
    let path: String

    init() {
        var template = Array("/tmp/keyward-spool-XXXXXX".utf8CString)
        self.path = (mkdtemp(&template).map { String(cString: $0) } ?? "") + "/spool"
    }

    var files: [String] { fileNames(in: self.path) ?? [] }

    func spool(_ bytesMax: Int = 1 << 20) throws -> Spool {
        try Spool(Spool.Settings(folder: self.path, bytesMax: bytesMax))
    }

    deinit {
        for file in self.files { unlink("\(self.path)/\(file)") }
        rmdir(self.path)
        rmdir(String(self.path.dropLast("/spool".count)))
    }
}

func line(_ number: Int, time: String = "2026-01-02T03:04:05.678Z") -> [UInt8] {
    Array("{\"@timestamp\":\"\(time)\",\"n\":\(number)}\n".utf8)
}

extension Spool {
    @discardableResult
    func put(_ bytes: [UInt8]) -> Int { self.write(bytes[...]) }

    /// All that waits, as it would be delivered.
    func drain(_ bytes: Int = 64) throws -> [BulkBatch.Line] {
        var lines: [BulkBatch.Line] = []
        while let piece = try self.read(bytes: bytes) {
            lines += BulkBatch(piece).lines
            self.delivered(piece)
        }
        return lines
    }
}
