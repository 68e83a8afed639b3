internal import Glibc

/// Standard streams and the environment, for all commands.
enum Console {
    /// Behind what was printed before: standard output is buffered.
    static func complain(_ text: String) {
        fflush(nil)
        self.writeError(text + "\n")
    }

    static func writeError(_ text: String) {
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
        return self.readHidden("password: ")
    }

    /// The password of a user, typed at a terminal.
    static func readPassword(of user: String) -> String? { self.readHidden("password of \(user): ") }

    /// Whether somebody at a terminal says yes; false where there is no terminal.
    static func confirm(_ question: String) -> Bool {
        guard isatty(0) == 1 else { return false }
        self.writeError("\(question) [y/N] ")
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    private static func readHidden(_ prompt: String) -> String? {
        var before = termios()
        tcgetattr(0, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSANOW, &silent)
        // Only now: whoever answers at once must not be shown either.
        self.writeError(prompt)
        defer {
            tcsetattr(0, TCSANOW, &before)
            self.writeError("\n")
        }
        return readLine()
    }
}
