/// What `--help` prints.
public enum HelpText {
    public static let exitCodes =
        "exit codes: 0 done, 1 failed, 2 wrong usage, 4 no proxy reached, 78 wrong configuration"

    public static func of(_ command: CommandName) -> String {
        let spec = command.spec
        var lines = ["usage: \(self.usage(command))", "", spec.summary.capitalizedFirst + "."]
        lines += ["", "options:"] + self.table(spec.options + [CommandSpec.help])
        if spec.connects { lines += ["", "connection:"] + self.table(CommandSpec.connection) }
        for paragraph in spec.details { lines += [""] + Wrap.lines(paragraph, width: 100) }
        if !spec.examples.isEmpty { lines += ["", "for example:"] + spec.examples.map { "  " + $0 } }
        return lines.joined(separator: "\n")
    }

    /// `keyward keys show ID [OPTIONS]`.
    public static func usage(_ command: CommandName) -> String {
        let spec = command.spec
        let operands = spec.operands.map { " " + $0.text }.joined()
        return
            "keyward \(command.rawValue)\(operands)\(spec.options.isEmpty && !spec.connects ? "" : " [OPTIONS]")"
    }

    /// All commands, or those of one group.
    public static func overview(_ commands: [CommandName] = CommandName.allCases) -> String {
        let names = commands.map { command in
            ([command.rawValue] + command.spec.operands.map(\.text)).joined(separator: " ")
        }
        let width = names.map(\.count).max() ?? 0
        var lines = ["usage: keyward COMMAND [OPTIONS]", ""]
        for (name, command) in zip(names, commands) {
            lines.append("  " + name.padded(to: width) + "  " + command.spec.summary)
        }
        lines += ["", "keyward COMMAND --help says what a command takes.", self.exitCodes]
        return lines.joined(separator: "\n")
    }

    private static func table(_ options: [CommandSpec.Option]) -> [String] {
        let width = options.map(\.text.count).max() ?? 0
        return options.map { option in
            "  " + option.text.padded(to: width) + "  " + option.help
                + (option.repeats ? "; may be repeated" : "")
        }
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - self.count))
    }

    var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }
}

/// Breaks text between words.
enum Wrap {
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
