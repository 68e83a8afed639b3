/// The manual page, section 1, in the man(7) macros, from the table of commands.
public enum ManPage {
    public static func text(version: String) -> String {
        var lines = [
            ".TH KEYWARD 1 \"\" \"keyward \(version)\" \"User Commands\"",
            ".SH NAME", "keyward \\- an authenticating reverse proxy for Elasticsearch, and its command line",
            ".SH SYNOPSIS", ".B keyward", ".I COMMAND", "[OPTIONS]",
            ".SH DESCRIPTION",
            self.escaped(
                "Keyward stands before an Elasticsearch cluster that asks nobody who they are. The commands keys, roles and"
                    + " status talk to a running proxy over HTTPS and verify its certificate; users works on files of the data"
                    + " folder."),
            ".SH COMMANDS",
        ]
        for command in CommandName.allCases { lines += self.section(command) }
        lines.append(".SH CONNECTION OPTIONS")
        lines.append(self.escaped("Taken by every command that talks to a running proxy."))
        for option in CommandSpec.connection { lines += self.option(option) }
        lines += self.end
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ command: CommandName) -> [String] {
        let spec = command.spec
        var lines = [
            ".SS \(self.escaped(HelpText.usage(command)))", self.escaped(spec.summary.capitalizedFirst + "."),
        ]
        if spec.connects { lines.append("Takes the connection options, too.") }
        for paragraph in spec.details { lines += [".PP", self.escaped(paragraph)] }
        for option in spec.options + [CommandSpec.help] { lines += self.option(option) }
        for example in spec.examples { lines += [".PP", ".nf", ".RS", self.escaped(example), ".RE", ".fi"] }
        return lines
    }

    private static func option(_ option: CommandSpec.Option) -> [String] {
        [".TP", ".B \(self.escaped(option.text))", self.escaped(option.help.capitalizedFirst + ".")]
    }

    private static let end = [
        ".SH ENVIRONMENT",
        ".TP", ".B KEYWARD_URL, KEYWARD_CA, KEYWARD_USER",
        "What \\-\\-url, \\-\\-ca and \\-\\-user say where they are not given.",
        ".TP", ".B KEYWARD_PASSWORD", "The password of the user.",
        ".TP", ".B KEYWARD_API_KEY", "An API key, encoded or id:secret. It counts before a password.",
        ".TP", ".B NO_COLOR", "No colours, whatever its value.",
        ".TP", ".B COLUMNS", "Width of tables; default: that of the terminal.",
        ".SH EXIT STATUS",
        ".TP", ".B 0", "Done.", ".TP", ".B 1", "Failed: the proxy refused, or something is not there.",
        ".TP", ".B 2", "Wrong usage.", ".TP", ".B 4",
        "No proxy was reached, or its certificate is not trusted.",
        ".TP", ".B 78", "Wrong configuration.",
    ]

    /// Text in which nothing is a macro or an escape.
    static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing(
            "'", with: "\\(aq")
        return plain.hasPrefix(".") ? "\\&" + plain : plain
    }
}
