internal import Client
internal import Commands
internal import HTTP
internal import JSON

/// `keyward roles list`: roles with what they grant.
enum RolesListCommand {
    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        let answer = try session.ask(ClientRequest(.get, ["_security", "role"]))
        let roles = (answer.members ?? []).sorted { $0.name < $1.name }
        if arguments.has(.json) {
            print(JSONWriter.text(JSONValue(.object(roles))))
        } else if arguments.has(.quiet) {
            for role in roles { print(DisplayWidth.safe(role.name)) }
        } else {
            var table = TextTable(["NAME", "CLUSTER", "INDICES", "KIND"], fixed: [3])
            for role in roles {
                let isReserved = role.value["metadata"]?["_reserved"]?.bool == true
                table.add([
                    .init(role.name), .init(self.words(role.value["cluster"])),
                    .init(self.indices(role.value)),
                    .init(isReserved ? "built-in" : "own", isReserved ? .dim : .plain),
                ])
            }
            Screen.show(table)
        }
    }

    private static func words(_ value: JSONValue?) -> String {
        let words = (value?.elements ?? []).compactMap(\.string)
        return words.isEmpty ? "-" : words.joined(separator: ",")
    }

    /// `logs-*:read,write metrics-*:read`, as `--index` takes it.
    private static func indices(_ role: JSONValue) -> String {
        let groups = (role["indices"]?.elements ?? []).map {
            "\(self.words($0["names"])):\(self.words($0["privileges"]))"
        }
        return groups.isEmpty ? "-" : groups.joined(separator: " ")
    }
}
