internal import Commands
internal import Glibc

/// What standard output is: a terminal with a width and colours, or something that takes lines.
enum Screen {
    /// Columns of a table: `COLUMNS`, else the terminal's; nil where it is no terminal.
    static var width: Int? {
        if let columns = Console.environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        guard isatty(1) == 1 else { return nil }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// On a terminal that shows them, unless `NO_COLOR` is set (no-color.org).
    static var hasColours: Bool {
        let environment = Console.environment
        return isatty(1) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    static func show(_ table: TextTable) { print(table.text(width: self.width, colours: self.hasColours)) }
}

/// How far long work has come: one line on standard error that is written over, on a terminal only.
final class Progress {
    private let words: String
    private var isShown = false

    init(_ words: String) { self.words = words }

    func show(_ done: Int, of total: Int) {
        guard isatty(2) == 1, total > done else { return self.end() }
        self.isShown = true
        Console.writeError("\r\u{1b}[K\(self.words): \(done) of \(total)")
    }

    /// Where nobody knows how much there is.
    func show(_ done: Int) {
        guard isatty(2) == 1 else { return }
        self.isShown = true
        Console.writeError("\r\u{1b}[K\(self.words): \(done)")
    }

    /// Takes the line away.
    func end() {
        if self.isShown { Console.writeError("\r\u{1b}[K") }
        self.isShown = false
    }
}
