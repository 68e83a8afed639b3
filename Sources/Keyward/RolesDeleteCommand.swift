internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward roles delete`.
enum RolesDeleteCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let name = arguments.operands[0]
        let response = try session.response(ClientRequest(.delete, ["_security", "role", name]))
        if response.status == 404 { throw CommandFailure("there is no role [\(name)]", status: 404) }
        guard response.isSuccess else { throw CommandFailure(response, url: session.url.text) }
        let answer = try session.json(response)
        if arguments.has(.json) {
            print(JSONWriter.text(answer))
        } else if !arguments.has(.quiet) {
            print("role \(DisplayWidth.safe(name)) is deleted")
        }
    }
}
