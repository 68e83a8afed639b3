/// What a command takes: the source of its argument reader, its help, the completion scripts and the manual page.
public struct CommandSpec: Sendable {
    public struct Operand: Sendable {
        public var name: String
        public var isRequired = true
        /// One or more; zero or more where it is not required.
        public var repeats = false
        /// What it may be, where that is known.
        public var choices: [String] = []

        public init(_ name: String, isRequired: Bool = true, repeats: Bool = false, choices: [String] = []) {
            self.name = name
            self.isRequired = isRequired
            self.repeats = repeats
            self.choices = choices
        }

        var text: String {
            let text = self.repeats ? self.name + "..." : self.name
            return self.isRequired ? text : "[\(text)]"
        }
    }

    public struct Option: Sendable {
        public enum Value: Sendable, Equatable {
            case flag
            case text(String)
            case file
            case folder
            case choice(String, [String])

            /// As help shows it; nil for a flag.
            public var name: String? {
                switch self {
                case .flag: nil
                case .text(let name), .choice(let name, _): name
                case .file: "FILE"
                case .folder: "DIR"
                }
            }
        }

        public var name: OptionName
        public var value: Value
        public var help: String
        public var repeats: Bool

        public init(_ name: OptionName, _ value: Value, _ help: String, repeats: Bool = false) {
            self.name = name
            self.value = value
            self.help = help
            self.repeats = repeats
        }

        /// `-c, --config FILE`.
        var text: String {
            (self.name.short.map { "\($0), " } ?? "") + self.name.rawValue
                + (self.value.name.map { " \($0)" } ?? "")
        }
    }

    /// One line without a full stop.
    public var summary: String
    public var operands: [Operand] = []
    public var options: [Option] = []
    /// Whether it talks to a running proxy, and so takes ``connection``.
    public var connects = false
    /// Paragraphs below the options.
    public var details: [String] = []
    /// Lines that can be pasted.
    public var examples: [String] = []

    public init(_ summary: String) { self.summary = summary }

    /// Its own options, those of the connection and `--help`.
    public var allOptions: [Option] {
        self.options + (self.connects ? Self.connection : []) + [Self.help]
    }

    static let help = Option(.help, .flag, "say what the command takes")
    static let json = Option(.json, .flag, "print one line of JSON; errors too, on standard error")
    static let quiet = Option(.quiet, .flag, "print nothing but what a script needs")

    /// How to reach a running proxy, and as whom.
    static let connection = [
        Option(.url, .text("URL"), "where the proxy listens (KEYWARD_URL; default https://localhost:9243)"),
        Option(
            .authorities, .file,
            "authorities that sign its certificate, PEM (KEYWARD_CA; default: the system's)"),
        Option(.user, .text("NAME"), "who asks (KEYWARD_USER; default elastic)"),
        Option(
            .passwordFile, .file,
            "file with the password, - for standard input (or KEYWARD_PASSWORD holds it)"),
        Option(.keyFile, .file, "file with an API key, encoded or id:secret (or KEYWARD_API_KEY holds it)"),
        Option(.timeout, .text("TIME"), "longest wait for an answer (default 60s)"),
    ]
}
