internal import Cursors
internal import Glibc
internal import Keys

/// The secret that opaque ids are sealed with: made at the first start, kept in the data folder. Proxies that share
/// the file take each other's ids.
enum CursorSecret {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func load(folder: String) throws(Failure) -> CursorSeal {
        let path = "\(folder)/cursor.key"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw self.failure(path) }
        defer { close(descriptor) }
        var secret = [UInt8](repeating: 0, count: CursorSeal.secretLength + 1)
        let count = read(descriptor, &secret, secret.count)
        guard count >= 0 else { throw self.failure(path) }
        if count > 0 {
            guard let seal = CursorSeal(secret: Array(secret.prefix(count))) else {
                throw Failure(
                    description:
                        "\(path) must have \(CursorSeal.secretLength) bytes: remove it to have a new one made"
                )
            }
            return seal
        }
        secret = SecureRandom.bytes(CursorSeal.secretLength)
        guard write(descriptor, secret, secret.count) == secret.count, fsync(descriptor) == 0,
            let seal = CursorSeal(secret: secret)
        else { throw self.failure(path) }
        return seal
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }

    /// For looking at a configuration only: nothing is ever sealed with it.
    static var forChecking: CursorSeal {
        guard let seal = CursorSeal(secret: SecureRandom.bytes(CursorSeal.secretLength)) else {
            preconditionFailure("the length is right")
        }
        return seal
    }
}
