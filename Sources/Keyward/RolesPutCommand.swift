internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward roles put`: makes a role or replaces one.
enum RolesPutCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let name = arguments.operands[0]
        let granted = try session.grants()
        let given = try session.object(.file)
        guard given == nil || granted == nil else {
            throw .usage("--file is the whole role: it takes no --index, --cluster and --run-as")
        }
        guard let members = given?.members ?? granted else {
            throw .usage(
                "a role of nothing: see --index, --cluster, --run-as and --file; {} in a file grants nothing")
        }
        let answer = try session.ask(
            ClientRequest(.put, ["_security", "role", name], body: Session.body(members)))
        let isNew = try session.member("role", of: answer) { $0["created"]?.bool }
        if arguments.has(.json) {
            print(JSONWriter.text(answer))
        } else if !arguments.has(.quiet) {
            print("role \(DisplayWidth.safe(name)) is \(isNew ? "made" : "replaced")")
        }
    }
}
