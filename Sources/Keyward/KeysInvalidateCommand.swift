internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys invalidate`: ends keys that were named, or that options describe.
enum KeysInvalidateCommand {
    /// Keys of one request.
    private static let batch = 1000

    /// What became of keys.
    private struct Outcome {
        var ended: [String] = []
        var before: [String] = []
        var errors: [(id: String, reason: String)] = []

        mutating func add(_ answer: JSONValue, _ session: Session) throws(CommandFailure) {
            self.ended += try session.member("invalidated_api_keys", of: answer) { $0.elements }.compactMap(
                \.string)
            self.before += try session.member("previously_invalidated_api_keys", of: answer) { $0.elements }
                .compactMap(\.string)
            for detail in answer["error_details"]?.elements ?? [] {
                self.errors.append(("", detail["reason"]?.string ?? "a key could not be ended"))
            }
        }
    }

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let selectors = [OptionName.name, .owner, .realm, .mine].filter { arguments.has($0) }
        var outcome = Outcome()
        var asked = 0
        if !arguments.operands.isEmpty {
            guard selectors.isEmpty else {
                throw .usage("keys are named by id or by \(selectors[0].rawValue), not by both")
            }
            let ids = try KeyIDs.read(session)
            asked = ids.count
            outcome = try self.end(ids, session)
        } else {
            guard !selectors.isEmpty else {
                throw .usage("which keys? Name ids, or use --name, --owner, --realm or --mine")
            }
            outcome = try self.endSelected(session)
        }
        self.tell(outcome, arguments)
        try KeyIDs.fail(outcome.errors, of: asked)
    }

    private static func end(_ ids: [String], _ session: Session) throws(CommandFailure) -> Outcome {
        var outcome = Outcome()
        let progress = Progress("keys ended")
        defer { progress.end() }
        for start in stride(from: 0, to: ids.count, by: self.batch) {
            let part = ids[start..<min(start + self.batch, ids.count)]
            let names = JSONValue(.array(part.map { JSONValue(.string($0)) }))
            try outcome.add(try self.ask([.init(name: "ids", value: names)], session), session)
            progress.show(start + part.count, of: ids.count)
        }
        guard outcome.errors.isEmpty else { return outcome }
        // The answer names neither keys that had been ended before nor ids that nobody knows.
        let known = Set(outcome.ended + outcome.before)
        let missing = ids.filter { !known.contains($0) }
        outcome.before += try self.endedBefore(missing, session)
        let told = Set(outcome.before)
        outcome.errors = missing.filter { !told.contains($0) }.map {
            ($0, "there is no such key, or it may not be ended")
        }
        return outcome
    }

    /// Those of `ids` that are known and ended, as far as the caller may see them.
    private static func endedBefore(_ ids: [String], _ session: Session) throws(CommandFailure) -> [String] {
        var found: [String] = []
        for start in stride(from: 0, to: ids.count, by: self.batch) {
            var search = KeySearch(session, ids: Array(ids[start..<min(start + self.batch, ids.count)]))
            search.limit(toState: "invalidated")
            do throws(CommandFailure) {
                try search.forEach { (key) throws(CommandFailure) in
                    found.append(try session.member("id", of: key) { $0.string })
                    return true
                }
            } catch {
                // Who may end keys need not be allowed to look for them.
                guard error.status == 403 else { throw error }
                return found
            }
        }
        return found
    }

    private static func endSelected(_ session: Session) throws(CommandFailure) -> Outcome {
        let arguments = session.arguments
        // Whoever ends keys by a pattern looks first at what it stands for.
        if arguments[.name]?.contains("*") == true || arguments[.name]?.contains("?") == true {
            throw .usage(
                "--name takes no pattern here: keyward keys list -q --name PATTERN | keyward keys invalidate -"
            )
        }
        if !arguments.has(.yes) {
            var search = try KeySearch(session, name: arguments[.name])
            search.limit(toState: "active")
            let count = try search.count()
            guard Console.confirm("End \(count) active key\(count == 1 ? "" : "s")?") else {
                throw .usage("nothing was ended: \(count) active keys would be; --yes ends them")
            }
        }
        var members: [JSONValue.Member] = []
        for (option, field) in [(OptionName.name, "name"), (.owner, "username"), (.realm, "realm_name")] {
            if let value = arguments[option] {
                members.append(.init(name: field, value: JSONValue(.string(value))))
            }
        }
        if arguments.has(.mine) { members.append(.init(name: "owner", value: JSONValue(.bool(true)))) }
        var outcome = Outcome()
        try outcome.add(try self.ask(members, session), session)
        return outcome
    }

    private static func ask(
        _ members: [JSONValue.Member], _ session: Session
    ) throws(CommandFailure) -> JSONValue {
        guard let reason = session.arguments[.reason] else {
            return try session.ask(
                ClientRequest(.delete, ["_security", "api_key"], body: Session.body(members)))
        }
        let reasons = [JSONValue.Member(name: "reason", value: JSONValue(.string(reason)))]
        return try session.ask(
            ClientRequest(
                .post, ["_keyward", "api_key", "_invalidate"], body: Session.body(members + reasons)))
    }

    private static func tell(_ outcome: Outcome, _ arguments: Arguments) {
        if arguments.has(.json) {
            var writer = JSONWriter()
            writer.beginObject()
            KeyIDs.write("invalidated", outcome.ended, &writer)
            KeyIDs.write("previously_invalidated", outcome.before, &writer)
            KeyIDs.write(errors: outcome.errors, &writer)
            writer.endObject()
            print(writer.text)
        } else if arguments.has(.quiet) {
            for id in outcome.ended { print(id) }
        } else {
            for id in outcome.ended { print("ended \(DisplayWidth.safe(id))") }
            for id in outcome.before { print("had been ended before: \(DisplayWidth.safe(id))") }
            if outcome.ended.isEmpty, outcome.before.isEmpty, outcome.errors.isEmpty {
                print("no key was ended")
            }
        }
    }
}
