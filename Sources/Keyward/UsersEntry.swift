internal import Authenticate
internal import Commands

/// `keyward users ...`: the command of the file realm with this process's streams.
enum UsersEntry {
    static func run(_ arguments: Arguments) -> Int32 {
        var words = Array(arguments.command.words.dropFirst()) + arguments.operands
        if let roles = arguments[.roles] { words += ["-r", roles] }
        if arguments.has(.json) { words.append("--json") }
        let command = UsersCommand(
            folder: arguments[.data] ?? "data", readPassword: Console.readPassword, print: { print($0) },
            complain: Console.complain)
        return command.run(words)
    }
}
