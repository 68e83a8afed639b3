internal import Bytes
internal import COpenSSL
internal import Glibc
public import Observe

/// Chains the lines of a trail, so that one which is taken out, put in, moved or altered is noticed by whoever has the key.
///
/// Each line ends with a member `"chain":"SEQ PREVIOUS MAC"`: its number, the MAC of the line before (32 zeros for the
/// first) and its own, which is HMAC-SHA-256 over number, previous MAC and the line without the member, cut to 128 bits.
/// The number and MAC of the last line that was written stand in a file of their own, so that a trail which is cut off
/// at its end is noticed too. Confined to the writer's queue.
public final class AuditChain: LineSeal {
    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// Bytes of the key.
    public static let keyLength = 32
    /// Bytes of a MAC that are kept.
    private static let macLength = 16
    private static let prefix = Array(",\"chain\":\"".utf8)
    private static let end = Array("\"}".utf8)
    /// Octets of a line's end that are read to find its link: more than a link can have.
    private static let tailMax = 128

    /// What a line says of its place.
    public struct Link: Sendable, Equatable {
        public var number: UInt64
        /// Hexadecimal.
        public var previous: String
        public var mac: String

        public static let start = Link(number: 0, previous: zeros, mac: zeros)
        static let zeros = String(repeating: "0", count: AuditChain.macLength * 2)
    }

    private let key: [UInt8]
    private let statePath: String
    private var last: Link

    /// Goes on where the trail ends.
    ///
    /// - Parameters:
    ///   - statePath: the file that holds the last link.
    ///   - trailPath: the trail's file, which may be there from an earlier run; nil: none.
    public init(key: [UInt8], statePath: String, trailPath: String?) {
        self.key = key
        self.statePath = statePath
        self.last = Self.state(statePath) ?? .start
        // The last line may have been written without the state: the process was killed in between.
        if let trailPath, let line = Self.lastLine(trailPath), let link = Self.link(of: line)?.link,
            link.number > self.last.number, self.verify(line) != nil
        {
            self.last = link
        }
    }

    /// The key in `path`, made when there is none.
    public static func key(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(description: "\(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var key = [UInt8](repeating: 0, count: self.keyLength + 1)
        let count = read(descriptor, &key, key.count)
        if count == self.keyLength { return Array(key.prefix(count)) }
        guard count == 0 else { throw Failure(description: "\(path) must have \(self.keyLength) bytes") }
        key = [UInt8](repeating: 0, count: self.keyLength)
        guard RAND_bytes(&key, Int32(key.count)) == 1, write(descriptor, key, key.count) == key.count,
            fsync(descriptor) == 0
        else { throw Failure(description: "\(path): the key could not be made") }
        return key
    }

    // MARK: Writing

    public func seal(_ lines: [UInt8]) -> [UInt8] {
        var sealed: [UInt8] = []
        sealed.reserveCapacity(lines.count + lines.count / 4)
        for line in lines.split(separator: 0x0a) {
            let number = self.last.number + 1
            let mac = self.mac(number, self.last.mac, line)
            let link = Link(number: number, previous: self.last.mac, mac: mac)
            sealed += line.dropLast()
            sealed += Self.prefix
            sealed += "\(link.number) \(link.previous) \(link.mac)".utf8
            sealed += Self.end
            sealed.append(0x0a)
            self.last = link
        }
        return sealed
    }

    /// The lines are in the trail: what comes after a restart follows them.
    public func written(_ lines: [UInt8]) {
        guard let line = lines.split(separator: 0x0a).last, let link = Self.link(of: line)?.link else {
            return
        }
        let text = "\(Self.padded(link.number)) \(link.mac)\n"
        let descriptor = open(self.statePath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        // Always as long: one write replaces all of it.
        _ = pwrite(descriptor, text, text.utf8.count, 0)
        close(descriptor)
    }

    private static func padded(_ number: UInt64) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    // MARK: Reading

    /// The last link that was written, by the state file.
    public static func state(_ path: String) -> Link? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = fread(&text, 1, text.count, file)
        let parts = String(decoding: text[..<count], as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard parts.count == 2, let number = UInt64(parts[0]), parts[1].utf8.count == self.macLength * 2
        else { return nil }
        return Link(number: number, previous: Link.zeros, mac: String(parts[1]))
    }

    /// The link of a line without its line feed, and the line as it was before it had one.
    static func link(of line: ArraySlice<UInt8>) -> (link: Link, line: [UInt8])? {
        guard line.suffix(2) == self.end[...] else { return nil }
        let tail = line.suffix(self.tailMax)
        // The last one: what looks like it before may be a client's text.
        var start = tail.endIndex - self.prefix.count
        while start >= tail.startIndex, !tail[start...].starts(with: self.prefix) { start -= 1 }
        guard start >= tail.startIndex else { return nil }
        let text = String(decoding: tail[(start + self.prefix.count)...].dropLast(2), as: UTF8.self)
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, let number = UInt64(parts[0]), parts[0].first != "0", parts[0].first != "+",
            parts[1].utf8.count == self.macLength * 2, parts[2].utf8.count == self.macLength * 2
        else { return nil }
        let link = Link(number: number, previous: String(parts[1]), mac: String(parts[2]))
        return (link, Array(line[..<start]) + [UInt8(ascii: "}")])
    }

    /// - Returns: the line's link when its MAC is right.
    public func verify(_ line: ArraySlice<UInt8>) -> Link? {
        guard let (link, text) = Self.link(of: line) else { return nil }
        let expected = self.mac(link.number, link.previous, text[...])
        return ConstantTime.equals(Array(expected.utf8), Array(link.mac.utf8)) ? link : nil
    }

    private func mac(_ number: UInt64, _ previous: String, _ line: ArraySlice<UInt8>) -> String {
        let message = Array("keyward audit 1\n\(number)\n\(previous)\n".utf8) + line
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard
            HMAC(EVP_sha256(), self.key, Int32(self.key.count), message, message.count, &digest, &count)
                != nil,
            count >= Self.macLength
        else { preconditionFailure("SHA-256 is there") }
        let text = ByteBuffer(capacity: 32)
        for byte in digest.prefix(Self.macLength) {
            text.append(Hexadecimal.lowerDigit(byte >> 4))
            text.append(Hexadecimal.lowerDigit(byte & 15))
        }
        return String(decoding: text.readable, as: UTF8.self)
    }

    /// The last whole line of a file, without its line feed; of its last 256 kB.
    private static func lastLine(_ path: String) -> ArraySlice<UInt8>? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let size = Int(status.st_size)
        let start = max(0, size - 256 * 1024)
        var bytes = [UInt8](repeating: 0, count: size - start)
        let count = pread(descriptor, &bytes, bytes.count, off_t(start))
        guard count > 0 else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes.split(separator: 0x0a).last
    }
}
