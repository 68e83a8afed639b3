internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys rotate`: a new secret for a key that stays what it is.
enum KeysRotateCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let members =
            arguments[.grace].map { [JSONValue.Member(name: "grace", value: JSONValue(.string($0)))] } ?? []
        try NewSecret.show(session, "has a new secret") { () throws(CommandFailure) in
            try session.ask(
                ClientRequest(
                    .post, ["_keyward", "api_key", arguments.operands[0], "_rotate"],
                    body: Session.body(members)))
        }
    }
}
