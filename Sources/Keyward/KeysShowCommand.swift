internal import Client
internal import Commands
internal import EventLoop
internal import HTTP
internal import JSON

/// `keyward keys show`: all about one key.
enum KeysShowCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let id = arguments.operands[0]
        var query = [("id", id)]
        if arguments.has(.limitedBy) { query.append(("with_limited_by", "true")) }
        let response = try session.response(ClientRequest(.get, ["_security", "api_key"], query: query))
        guard response.isSuccess else {
            if response.status == 404 { throw CommandFailure("there is no key [\(id)]", status: 404) }
            throw CommandFailure(response, url: session.url.text)
        }
        let answer = try session.json(response)
        guard let key = try session.member("api_keys", of: answer, { $0.elements }).first else {
            throw CommandFailure("there is no key [\(id)]")
        }
        if arguments.has(.json) {
            print(JSONWriter.text(key))
        } else if !arguments.has(.quiet) {
            self.show(key)
        }
    }

    private static func show(_ key: JSONValue) {
        let now = Clock.wall
        for member in key.members ?? [] {
            let text: String
            switch (member.name, member.value.kind) {
            case ("creation", .number), ("expiration", .number), ("invalidation", .number):
                let time = Int64(member.value.integer ?? 0)
                text = "\(TimeSpan.absolute(time)) (\(TimeSpan.relative(time, now: now)))"
            case (_, .string(let string)): text = DisplayWidth.safe(string)
            case (_, .object), (_, .array):
                var writer = JSONWriter(pretty: true)
                writer.value(member.value)
                text = DisplayWidth.safe(writer.text, keepsLines: true)
            default: text = JSONWriter.text(member.value)
            }
            print("\(DisplayWidth.safe(member.name)): \(text)")
        }
        print("state: \(KeyRow.state(key, now: now).0)")
    }
}
