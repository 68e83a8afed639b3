/// Commands for users: of the files of a data folder, or of the native realm of a running proxy.
extension CommandName {
    var userSpec: CommandSpec {
        var spec: CommandSpec
        let data = CommandSpec.Option(.data, .folder, "the data folder (default: data)")
        let native = CommandSpec.Option(
            .native, .flag, "of the native realm, through a running proxy, in place of the files")
        let new = CommandSpec.Option(
            .newPasswordFile, .file,
            "with --native: file with the user's password, - for standard input (default)")
        let password = [
            "The password is KEYWARD_PASSWORD, or the first line of standard input. With --native, KEYWARD_PASSWORD and"
                + " --password-file are about who asks, and the user's password is the first line of standard input or of"
                + " --new-password-file."
        ]
        switch self {
        case .usersAdd:
            spec = CommandSpec("add a user to the files of the data folder; a running proxy notices")
            spec.operands = [.init("NAME")]
            spec.options = [.init(.roles, .text("ROLE[,ROLE]"), "the user's roles"), data, native, new]
            spec.details = password
        case .usersPassword:
            spec = CommandSpec("change the password of a user")
            spec.operands = [.init("NAME")]
            spec.options = [data, native, new]
            spec.details = password
        case .usersRoles:
            spec = CommandSpec("replace the roles of a user")
            spec.operands = [.init("NAME"), .init("ROLE[,ROLE]")]
            spec.options = [data, native]
        case .usersDelete:
            spec = CommandSpec("delete a user")
            spec.operands = [.init("NAME")]
            spec.options = [data, native]
        case .usersEnable, .usersDisable:
            spec = CommandSpec(
                self == .usersEnable
                    ? "let a user of the native realm sign in again" : "refuse a user of the native realm")
            spec.operands = [.init("NAME")]
        default:
            spec = CommandSpec("list users with their roles")
            spec.options = [data, native, CommandSpec.json]
        }
        spec.connects = true
        return spec
    }
}
