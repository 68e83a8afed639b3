internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward keys limits`: what one key is held to beside the policies of the configuration.
enum KeysLimitsCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let path = ["_keyward", "api_key", arguments.operands[0], "limits"]
        let limits = try session.object(.file)
        guard limits == nil || !arguments.has(.clear) else {
            throw .usage("--file sets limits, --clear lifts them")
        }
        let request: ClientRequest
        if let limits {
            request = ClientRequest(.put, path, body: Array(JSONWriter.text(limits).utf8))
        } else {
            request = ClientRequest(arguments.has(.clear) ? .delete : .get, path)
        }
        let answer = try session.ask(request)
        guard !arguments.has(.json) else { return print(JSONWriter.text(answer)) }
        guard !arguments.has(.quiet) else { return }
        if request.method == .get {
            var writer = JSONWriter(pretty: true)
            writer.value(answer)
            print(DisplayWidth.safe(writer.text, keepsLines: true))
        } else {
            print(
                "limits of \(DisplayWidth.safe(arguments.operands[0])) are \(limits == nil ? "lifted" : "set")"
            )
        }
    }
}
