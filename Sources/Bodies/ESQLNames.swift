internal import Bytes

/// Finds the names of indices in a statement of ES|QL, or refuses it. Read are `FROM` and `TS` with plain or quoted
/// patterns, `ROW` and `LOOKUP JOIN`; refused are `ENRICH`, whose policy hides its index, subqueries, forks and
/// commands that are not known.
enum ESQLNames {
    private static var fault: Fault { Fault(rule: .unreadableStatement, offset: 0) }

    /// Commands that work on what they are given.
    private static let commands: [StaticString] = [
        "EVAL", "WHERE", "STATS", "SORT", "LIMIT", "KEEP", "DROP", "RENAME", "DISSECT", "GROK", "MV_EXPAND",
        "INLINESTATS", "SAMPLE", "CHANGE_POINT",
    ]
    /// Words that begin something that reads, wherever they stand.
    private static let reading: [StaticString] = [
        "FROM", "TS", "METRICS", "ENRICH", "LOOKUP", "JOIN", "FORK", "SHOW", "EXPLAIN", "PROMQL", "EXTERNAL",
    ]

    static func find(_ statement: borrowing Span<UInt8>) throws(Fault) -> [StatementName] {
        var scanner = StatementScanner(hasEscapes: true)
        var names: [StatementName] = []
        guard let first = try scanner.next(statement), first.kind == .word else { throw self.fault }
        var hasMore: Bool
        if self.isKeyword(first, "FROM", statement) || self.isKeyword(first, "TS", statement) {
            hasMore = try self.sources(statement, &scanner, &names)
        } else if self.isKeyword(first, "ROW", statement) {
            hasMore = try self.rest(statement, &scanner)
        } else {
            throw self.fault
        }
        while hasMore {
            guard let command = try scanner.next(statement), command.kind == .word else { throw self.fault }
            if self.isKeyword(command, "LOOKUP", statement) {
                try self.lookup(statement, &scanner, &names)
            } else if !self.commands.contains(where: { self.isKeyword(command, $0, statement) }) {
                throw self.fault
            }
            hasMore = try self.rest(statement, &scanner)
        }
        return names
    }

    /// Steps over the rest of a command.
    ///
    /// - Returns: whether another one follows.
    private static func rest(
        _ statement: borrowing Span<UInt8>, _ scanner: inout StatementScanner
    ) throws(Fault) -> Bool {
        while let token = try scanner.next(statement) {
            if token.kind == .sign, statement[token.range.lowerBound] == UInt8(ascii: "|") { return true }
            if self.reading.contains(where: { self.isKeyword(token, $0, statement) }) { throw self.fault }
        }
        return false
    }

    /// The patterns behind `FROM`.
    ///
    /// - Returns: whether a command follows.
    private static func sources(
        _ statement: borrowing Span<UInt8>, _ scanner: inout StatementScanner, _ names: inout [StatementName]
    ) throws(Fault) -> Bool {
        while true {
            names.append(try self.pattern(statement, &scanner))
            guard let token = try scanner.next(statement) else { return false }
            if token.kind == .sign {
                switch statement[token.range.lowerBound] {
                case UInt8(ascii: ","): continue
                case UInt8(ascii: "|"): return true
                default: throw self.fault
                }
            }
            guard self.isKeyword(token, "METADATA", statement) else { throw self.fault }
            return try self.rest(statement, &scanner)
        }
    }

    private static func lookup(
        _ statement: borrowing Span<UInt8>, _ scanner: inout StatementScanner, _ names: inout [StatementName]
    ) throws(Fault) {
        guard let join = try scanner.next(statement), self.isKeyword(join, "JOIN", statement) else {
            throw self.fault
        }
        var name = try self.pattern(statement, &scanner)
        name.isJoined = true
        guard let on = try scanner.next(statement), self.isKeyword(on, "ON", statement) else {
            throw self.fault
        }
        names.append(name)
    }

    /// One pattern: in quotes, or words, dots, stars and hyphens without space between them.
    private static func pattern(
        _ statement: borrowing Span<UInt8>, _ scanner: inout StatementScanner
    ) throws(Fault) -> StatementName {
        guard let first = try scanner.next(statement) else { throw self.fault }
        if first.kind == .quoted {
            let inner = first.range.lowerBound &+ 1..<first.range.upperBound &- 1
            for index in inner where statement[index] == UInt8(ascii: "\\") { throw self.fault }
            guard !inner.isEmpty else { throw self.fault }
            return StatementName(range: first.range, expression: inner)
        }
        guard self.isPart(first, statement) else { throw self.fault }
        var range = first.range
        while true {
            var after = scanner
            guard let token = try after.next(statement), token.range.lowerBound == range.upperBound,
                self.isPart(token, statement)
            else { return StatementName(range: range, expression: range) }
            range = range.lowerBound..<token.range.upperBound
            scanner = after
        }
    }

    private static func isPart(
        _ token: StatementScanner.Token, _ statement: borrowing Span<UInt8>
    ) -> Bool {
        switch token.kind {
        case .word: true
        case .sign:
            switch statement[token.range.lowerBound] {
            case UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "-"): true
            default: false
            }
        default: false
        }
    }

    private static func isKeyword(
        _ token: StatementScanner.Token, _ word: StaticString, _ statement: borrowing Span<UInt8>
    ) -> Bool { StatementScanner.isKeyword(token, word, statement) }
}
