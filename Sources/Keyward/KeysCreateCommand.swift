internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys create`: makes a key and shows it for the only time.
enum KeysCreateCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let name = JSONValue.Member(name: "name", value: JSONValue(.string(session.arguments.operands[0])))
        let members = [name] + (try session.keyMembers())
        try NewSecret.show(session, "is made") { () throws(CommandFailure) in
            try session.ask(
                ClientRequest(.post, ["_security", "api_key"], body: Session.body(members)))
        }
    }
}
