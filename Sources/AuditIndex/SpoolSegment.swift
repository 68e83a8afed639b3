internal import Bytes
internal import Glibc

/// One file of a ``Spool``: `NUMBER-ID.json`.
struct SpoolSegment: Sendable, Equatable {
    /// From 1; segments are delivered by their numbers.
    var number: UInt64
    /// Random.
    var id: UInt64
    /// Bytes that stand.
    var size: Int

    private static let suffix = ".json"

    func path(_ folder: String) -> String {
        "\(folder)/\(Self.padded(self.number, 10, radix: 10))-\(self.text)\(Self.suffix)"
    }

    /// ``id`` in 16 hexadecimal digits.
    var text: String { Self.padded(self.id, 16, radix: 16) }

    private static func padded(_ number: UInt64, _ digits: Int, radix: Int) -> String {
        let text = String(number, radix: radix)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// The segments of a folder by their numbers.
    static func list(_ folder: String) throws(Spool.Failure) -> [SpoolSegment] {
        guard let directory = opendir(folder) else {
            throw Spool.Failure(description: "\(folder): \(String(cString: strerror(errno)))")
        }
        defer { closedir(directory) }
        var found: [SpoolSegment] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard var segment = Self.parse(name) else { continue }
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0 else { continue }
            segment.size = Int(status.st_size)
            found.append(segment)
        }
        return found.sorted { $0.number < $1.number }
    }

    /// nil for the name of another file.
    static func parse(_ name: String) -> SpoolSegment? {
        guard name.hasSuffix(self.suffix) else { return nil }
        let parts = name.dropLast(self.suffix.utf8.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt64(parts[0]), number > 0,
            let id = UInt64(parts[1], radix: 16)
        else { return nil }
        let segment = SpoolSegment(number: number, id: id, size: 0)
        return segment.path("") == "/\(name)" ? segment : nil
    }
}

/// How far a ``Spool`` has been delivered, in a file of its own.
struct SpoolPosition: Equatable {
    var number: UInt64
    var offset: Int

    private static func path(_ folder: String) -> String { "\(folder)/position" }

    static func read(_ folder: String) -> SpoolPosition? {
        guard let file = fopen(self.path(folder), "r") else { return nil }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = fread(&text, 1, text.count, file)
        let parts = String(decoding: text[..<count], as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard parts.count == 2, let number = UInt64(parts[0]), let offset = Int(parts[1]), offset >= 0 else {
            return nil
        }
        return SpoolPosition(number: number, offset: offset)
    }

    /// What cannot be written is delivered once more after a restart, under the same ids.
    func write(_ folder: String) {
        let descriptor = open(Self.path(folder), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        // Always as long: one write replaces all of it.
        let text = "\(Self.padded("\(self.number)")) \(Self.padded("\(self.offset)"))\n"
        _ = pwrite(descriptor, text, text.utf8.count, 0)
        close(descriptor)
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }
}
