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
        let found = try session.ask(ClientRequest(.get, ["_keyward", "api_key"], query: [("id", id)]))
        guard var key = try session.member("api_keys", of: found, { $0.elements }).first else {
            throw CommandFailure("there is no key [\(id)]", status: 404)
        }
        if arguments.has(.limitedBy), let members = key.members {
            let query = [("id", id), ("with_limited_by", "true")]
            let answer = try session.ask(ClientRequest(.get, ["_security", "api_key"], query: query))
            let limits = try session.member("api_keys", of: answer) { $0.elements?.first?["limited_by"] }
            key = JSONValue(.object(members + [.init(name: "limited_by", value: limits)]))
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
            case ("former_secret", _): continue
            case ("creation", .number), ("expiration", .number), ("invalidation", .number),
                ("suspension", .number):
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
        if let former = key["former_secret"] { FormerSecret.show(former, now: now) }
    }
}
