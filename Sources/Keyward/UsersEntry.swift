internal import Authenticate
internal import Commands

/// `keyward users ...`: the command of the file realm with this process's streams, or that of the native realm.
enum UsersEntry {
    /// Options that mean nothing to the other of the two.
    private static let ofSession: [OptionName] = [
        .newPasswordFile, .url, .authorities, .user, .passwordFile, .keyFile, .timeout,
    ]

    static func run(_ arguments: Arguments) -> Int32 {
        if arguments.has(.native) {
            guard !arguments.has(.data) else {
                return self.refuse(arguments, "--data is about files, --native about none")
            }
            return Session.run(arguments, NativeUsersCommand.run)
        }
        if let option = self.ofSession.first(where: { arguments.has($0) }) {
            return self.refuse(arguments, "\(option.rawValue) is for --native")
        }
        var words = Array(arguments.command.words.dropFirst()) + arguments.operands
        if let roles = arguments[.roles] { words += ["-r", roles] }
        if arguments.has(.json) { words.append("--json") }
        let command = UsersCommand(
            folder: arguments[.data] ?? "data", readPassword: Console.readPassword, print: { print($0) },
            complain: Console.complain)
        return command.run(words)
    }

    private static func refuse(_ arguments: Arguments, _ reason: String) -> Int32 {
        CommandFailure.usage(reason).report(arguments)
        return CommandFailure.usage
    }
}
