internal import Authenticate

/// `keyward users`: the command of the file realm with this process's streams.
enum UsersEntry {
    static func run(_ arguments: [String]) -> Int32 {
        var arguments = arguments
        var folder = "data"
        if let index = arguments.firstIndex(of: "--data"), index + 1 < arguments.count {
            folder = arguments[index + 1]
            arguments.removeSubrange(index...(index + 1))
        }
        let command = UsersCommand(
            folder: folder, readPassword: Console.readPassword, print: { print($0) },
            complain: Console.complain)
        return command.run(arguments)
    }
}
