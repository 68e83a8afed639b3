internal import Commands

/// `keyward completion` and `keyward man`: what is made from the table of commands.
enum CompletionCommand {
    static func run(_ arguments: Arguments) -> Int32 {
        guard let shell = CompletionShell(rawValue: arguments.operands[0]) else { return 2 }
        print(shell.script, terminator: "")
        return 0
    }

    static func printManual() -> Int32 {
        print(ManPage.text(version: Keyward.version), terminator: "")
        return 0
    }
}
