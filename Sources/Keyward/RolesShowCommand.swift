internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward roles show`: one role as Elasticsearch writes it.
enum RolesShowCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let name = arguments.operands[0]
        let response = try session.response(ClientRequest(.get, ["_security", "role", name]))
        if response.status == 404 { throw CommandFailure("there is no role [\(name)]", status: 404) }
        guard response.isSuccess else { throw CommandFailure(response, url: session.url.text) }
        // Names with `*` or `,` mean others to the server.
        guard let role = try session.json(response)[name] else {
            throw CommandFailure("there is no role [\(name)]")
        }
        if arguments.has(.json) {
            print(JSONWriter.text(role))
        } else if !arguments.has(.quiet) {
            var writer = JSONWriter(pretty: true)
            writer.value(role)
            print(DisplayWidth.safe(writer.text, keepsLines: true))
        }
    }
}
