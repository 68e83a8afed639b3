internal import Glibc

/// Standard streams, the environment and options, for all commands.
enum Console {
    static func complain(_ text: String) { self.writeError(text + "\n") }

    private static func writeError(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(2, bytes, bytes.count)
    }

    static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let parts = String(cString: entry).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            next += 1
        }
        return variables
    }

    /// A password from `KEYWARD_PASSWORD`, else from standard input; typed at a terminal it is not shown.
    static func readPassword() -> String? {
        if let password = self.environment["KEYWARD_PASSWORD"] { return password }
        guard isatty(0) == 1 else { return readLine() }
        self.writeError("password: ")
        var before = termios()
        tcgetattr(0, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSANOW, &silent)
        defer {
            tcsetattr(0, TCSANOW, &before)
            self.writeError("\n")
        }
        return readLine()
    }
}

/// Options of a command line: `--name value` or `--name=value`, flags, and what is left.
struct Options {
    private(set) var values: [String: String] = [:]
    private(set) var flags: Set<String> = []
    private(set) var rest: [String] = []
    /// What could not be understood.
    private(set) var problem: String?

    init(_ arguments: [String], values names: [String], flags: [String] = []) {
        var index = 0
        while index < arguments.count {
            let parts = arguments[index].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if names.contains(name) {
                if parts.count == 2 {
                    self.values[name] = String(parts[1])
                } else if index + 1 < arguments.count {
                    index += 1
                    self.values[name] = arguments[index]
                } else {
                    self.problem = "\(name) needs a value"
                }
            } else if flags.contains(arguments[index]) {
                self.flags.insert(arguments[index])
            } else if arguments[index].hasPrefix("-") {
                self.problem = "unknown option \(arguments[index])"
            } else {
                self.rest.append(arguments[index])
            }
            index += 1
        }
    }

    subscript(name: String) -> String? { self.values[name] }
}
