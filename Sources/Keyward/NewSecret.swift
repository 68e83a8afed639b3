internal import Client
internal import Commands
internal import EventLoop
internal import Glibc
internal import JSON

/// A secret that was made just now, shown for the only time: in every form, in one, or into a file.
enum NewSecret {
    /// - Parameters:
    ///   - words: what became of the key, for people.
    ///   - make: has the secret made; the answer has the members of a key's making.
    static func show(
        _ session: Session, _ words: String, _ make: () throws(CommandFailure) -> JSONValue
    ) throws(CommandFailure) {
        let arguments = session.arguments
        // Before the secret is made: one that cannot be kept would be lost.
        let file = try arguments[.save].map { (path) throws(CommandFailure) in try SecretFile(path) }
        let made: JSONValue
        do throws(CommandFailure) {
            made = try make()
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
            let text = (form ?? .encoded).text(key) + "\n"
            if let problem = file.append(Array(text.utf8)) ?? file.finish() {
                throw CommandFailure(
                    "\(file.path): \(problem). The secret of key \(key.id) is made, but lost: keyward keys rotate \(key.id)"
                )
            }
            if arguments.has(.json) {
                print(JSONWriter.text(self.withoutSecret(made)))
            } else {
                print(arguments.has(.quiet) ? key.id : "The secret of key \(key.id) is in \(file.path).")
            }
        } else if let form {
            print(form.text(key))
        } else if arguments.has(.json) {
            print(key.json)
        } else if arguments.has(.quiet) {
            print(key.encoded)
        } else {
            self.show(key, made, words)
        }
    }

    private static func show(_ key: KeyForm.Key, _ made: JSONValue, _ words: String) {
        let now = Clock.wall
        let life = made["expiration"]?.integer.map {
            "expires \(TimeSpan.relative(Int64($0), now: now)), at \(TimeSpan.absolute(Int64($0)))"
        }
        let name = DisplayWidth.safe(made["name"]?.string ?? "")
        print("Key \(name) \(words): id \(key.id), \(life ?? "does not expire").")
        print("Its secret is shown this once and kept only as a hash.")
        if let former = made["former_secret"] { FormerSecret.show(former, now: now) }
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

/// The secret that a key had before its last one, and who still uses it.
enum FormerSecret {
    static func show(_ former: JSONValue, now: Int64) {
        let end = Int64(former["valid_until"]?.integer ?? 0)
        let isOver = end <= now
        print(
            isOver
                ? "Its former secret is accepted no more."
                : "Its former secret is accepted until \(TimeSpan.absolute(end)) (\(TimeSpan.relative(end, now: now)))."
        )
        let clients = former["clients"]?.elements ?? []
        guard !clients.isEmpty else { return }
        print("Clients that were seen with it:")
        var table = TextTable(["ADDRESS", "AGENT", "COUNT", "LAST"], fixed: [0, 2, 3])
        for client in clients {
            table.add([
                .init(client["address"]?.string ?? "-"), .init(client["agent"]?.string ?? "-"),
                .init("\(client["count"]?.integer ?? 0)"),
                .init(client["last"]?.integer.map { TimeSpan.relative(Int64($0), now: now) } ?? "-"),
            ])
        }
        Screen.show(table)
        if let others = former["other_uses"]?.integer, others > 0 { print("and \(others) times by others") }
    }
}
