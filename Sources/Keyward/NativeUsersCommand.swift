internal import Client
internal import Commands
internal import Glibc
internal import HTTP
internal import JSON

/// `keyward users ... --native`: users of the native realm, through a running proxy.
enum NativeUsersCommand {
    /// Bytes of a password.
    private static let passwordMax = 4096

    static func run(_ session: Session) throws(CommandFailure) {
        let arguments = session.arguments
        switch arguments.command {
        case .usersAdd: try self.add(arguments.operands[0], session)
        case .usersPassword:
            let body = [JSONValue.Member(name: "password", value: try self.password(session))]
            try self.change(arguments.operands[0], "_password", body, session)
        case .usersRoles: try self.setRoles(arguments.operands[0], session)
        case .usersEnable: try self.change(arguments.operands[0], "_enable", nil, session)
        case .usersDisable: try self.change(arguments.operands[0], "_disable", nil, session)
        case .usersDelete: try self.delete(arguments.operands[0], session)
        default: try self.list(session)
        }
    }

    // MARK: Changes

    private static func add(_ name: String, _ session: Session) throws(CommandFailure) {
        guard try self.find(name, session) == nil else {
            throw CommandFailure("user [\(name)] exists already")
        }
        let roles = session.arguments[.roles] ?? ""
        _ = try session.ask(
            ClientRequest(
                .put, ["_security", "user", name],
                body: Session.body([
                    .init(name: "password", value: try self.password(session)),
                    .init(name: "roles", value: self.names(roles)),
                ])))
    }

    /// All else that is known of the user is sent again: the route replaces it.
    private static func setRoles(_ name: String, _ session: Session) throws(CommandFailure) {
        guard let user = try self.find(name, session) else {
            throw CommandFailure("user [\(name)] does not exist", status: 404)
        }
        var members = [JSONValue.Member(name: "roles", value: self.names(session.arguments.operands[1]))]
        for member in user.members ?? []
        where ["full_name", "email", "metadata", "enabled"].contains(member.name) {
            members.append(.init(name: member.name, value: member.value))
        }
        _ = try session.ask(ClientRequest(.put, ["_security", "user", name], body: Session.body(members)))
    }

    private static func change(
        _ name: String, _ route: String, _ body: [JSONValue.Member]?, _ session: Session
    ) throws(CommandFailure) {
        _ = try session.ask(
            ClientRequest(.put, ["_security", "user", name, route], body: body.map { Session.body($0) }))
    }

    private static func delete(_ name: String, _ session: Session) throws(CommandFailure) {
        let response = try session.response(ClientRequest(.delete, ["_security", "user", name]))
        if response.status == 404 { throw CommandFailure("user [\(name)] does not exist", status: 404) }
        guard response.isSuccess else { throw CommandFailure(response, url: session.url.text) }
    }

    // MARK: Look-up

    /// - Returns: nil: there is no such user.
    private static func find(_ name: String, _ session: Session) throws(CommandFailure) -> JSONValue? {
        let response = try session.response(ClientRequest(.get, ["_security", "user", name]))
        if response.status == 404 { return nil }
        guard response.isSuccess else { throw CommandFailure(response, url: session.url.text) }
        return try session.json(response)[name]
    }

    private static func list(_ session: Session) throws(CommandFailure) {
        let answer = try session.ask(ClientRequest(.get, ["_security", "user"]))
        let users = (answer.members ?? []).sorted { $0.name < $1.name }
        guard !session.arguments.has(.json) else {
            return print(JSONWriter.text(JSONValue(.array(users.map(\.value)))))
        }
        var table = TextTable(["NAME", "ROLES", "STATE", "FULL NAME", "EMAIL"], fixed: [2])
        for user in users {
            let isEnabled = user.value["enabled"]?.bool == true
            let roles = (user.value["roles"]?.elements ?? []).compactMap(\.string)
            table.add([
                .init(user.name), .init(roles.isEmpty ? "-" : roles.joined(separator: ",")),
                .init(isEnabled ? "enabled" : "disabled", isEnabled ? .plain : .yellow),
                .init(user.value["full_name"]?.string ?? "-"), .init(user.value["email"]?.string ?? "-"),
            ])
        }
        if table.rows.isEmpty { print("there are no users of the native realm") } else { Screen.show(table) }
    }

    // MARK: Values

    private static func names(_ text: String) -> JSONValue {
        JSONValue(.array(text.split(separator: ",").map { JSONValue(.string(String($0))) }))
    }

    /// Never an argument, which others could read.
    private static func password(_ session: Session) throws(CommandFailure) -> JSONValue {
        let path = session.arguments[.newPasswordFile]
        if path == nil, isatty(0) == 1 {
            guard let typed = Console.readPassword(of: session.arguments.operands[0]) else {
                throw .usage("no password was given")
            }
            return JSONValue(.string(typed))
        }
        let bytes = try session.input.read(
            path ?? "-", for: OptionName.newPasswordFile.rawValue, sizeMax: self.passwordMax)
        let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
        guard !line.isEmpty else { throw .usage("no password was given: the first line is empty") }
        return JSONValue(.string(String(decoding: line, as: UTF8.self)))
    }
}
