internal import Glibc

/// Files that a command's options name; `-` is standard input, which can be read once.
final class Input {
    /// Bytes of a file: role descriptors and secrets are far shorter.
    static let sizeMax = 16 << 20

    private var usedBy: String?

    /// - Parameter option: who asks, for errors.
    func read(
        _ path: String, for option: String, sizeMax: Int = Input.sizeMax
    ) throws(CommandFailure) -> [UInt8] {
        guard path != "-" else {
            if let usedBy {
                throw .usage("\(option) and \(usedBy) both read standard input: give one of them a file")
            }
            self.usedBy = option
            return try self.read(0, "standard input", option, sizeMax)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .usage("\(option): \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        return try self.read(descriptor, path, option, sizeMax)
    }

    private func read(
        _ descriptor: Int32, _ name: String, _ option: String, _ sizeMax: Int
    ) throws(CommandFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &room, room.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .usage("\(option): \(name): \(String(cString: strerror(errno)))")
            }
            bytes += room[..<count]
            guard bytes.count <= sizeMax else {
                throw .usage("\(option): \(name) is longer than \(sizeMax) bytes")
            }
        }
    }
}
