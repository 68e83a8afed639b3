internal import Client
internal import Commands
internal import EventLoop
internal import Glibc
internal import HTTP
internal import JSON

/// `keyward keys create`: makes a key and shows it for the only time.
enum KeysCreateCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let name = arguments.operands[0]
        let members =
            [JSONValue.Member(name: "name", value: JSONValue(.string(name)))] + (try session.keyMembers())
        // Before the key is made: a key that cannot be kept would have to be ended again.
        let file = try arguments[.save].map { (path) throws(CommandFailure) in try SecretFile(path) }
        let made: JSONValue
        do throws(CommandFailure) {
            made = try session.ask(
                ClientRequest(.post, ["_security", "api_key"], body: Session.body(members)))
        } catch {
            file?.remove()
            throw error
        }
        let string = { (value: JSONValue) in value.string }
        let key = KeyForm.Key(
            id: try session.member("id", of: made, string),
            secret: try session.member("api_key", of: made, string),
            encoded: try session.member("encoded", of: made, string), url: session.url.text,
            authorities: session.authorities.map(self.absolute), json: JSONWriter.text(made))
        let form = arguments[.form].flatMap { KeyForm(rawValue: $0) }
        if let file {
            try file.write((form ?? .encoded).text(key) + "\n", id: key.id)
            if arguments.has(.json) {
                print(JSONWriter.text(self.withoutSecret(made)))
            } else {
                print(arguments.has(.quiet) ? key.id : "key \(key.id) is in \(file.path)")
            }
        } else if let form {
            print(form.text(key))
        } else if arguments.has(.json) {
            print(key.json)
        } else if arguments.has(.quiet) {
            print(key.encoded)
        } else {
            self.show(key, DisplayWidth.safe(name), made["expiration"]?.integer)
        }
    }

    private static func show(_ key: KeyForm.Key, _ name: String, _ expiration: Int?) {
        let life = expiration.map {
            "expires \(TimeSpan.relative(Int64($0), now: Clock.wall)), at \(TimeSpan.absolute(Int64($0)))"
        }
        print("Key \(name) is made: id \(key.id), \(life ?? "does not expire").")
        print("Its secret is shown this once and kept only as a hash.")
        for form in KeyForm.allCases {
            print("\n\(form.title)")
            for line in form.text(key).split(separator: "\n") { print("  \(line)") }
        }
    }

    private static func withoutSecret(_ made: JSONValue) -> JSONValue {
        JSONValue(.object((made.members ?? []).filter { $0.name != "api_key" && $0.name != "encoded" }))
    }

    /// What is pasted elsewhere is used in another folder.
    private static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// A new file that only its owner can read.
struct SecretFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        self.descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard self.descriptor >= 0 else {
            throw CommandFailure("--save: \(path): \(String(cString: strerror(errno))); nothing was made")
        }
    }

    func remove() {
        close(self.descriptor)
        unlink(self.path)
    }

    func write(_ text: String, id: String) throws(CommandFailure) {
        let bytes = Array(text.utf8)
        let count = Glibc.write(self.descriptor, bytes, bytes.count)
        guard count == bytes.count, fsync(self.descriptor) == 0, close(self.descriptor) == 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                "\(self.path): \(reason). The key is made, but its secret is lost: keyward keys invalidate \(id)"
            )
        }
    }
}
