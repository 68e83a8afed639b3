/// Finds the names of indices in a statement of Elasticsearch's SQL, or refuses it. Read is `SELECT` with tables
/// behind `FROM` and subselects anywhere; refused is what else names something: joins, lists of tables, catalogs,
/// `FROZEN`, parameters as tables, `SHOW`, `DESCRIBE`, `EXPLAIN`, common table expressions.
enum SQLNames {
    private static var fault: Fault { Fault(rule: .unreadableStatement, offset: 0) }

    static func find(_ statement: borrowing Span<UInt8>) throws(Fault) -> [StatementName] {
        var scanner = StatementScanner(hasEscapes: false)
        var names: [StatementName] = []
        guard let first = try scanner.next(statement), Self.isKeyword(first, "SELECT", statement) else {
            throw Self.fault
        }
        var depth = 0
        // The depths at which a list of tables may still go on.
        var open: [Int] = []
        while let token = try scanner.next(statement) {
            switch token.kind {
            case .quoted, .text: break
            case .sign: try self.sign(statement[token.range.lowerBound], &depth, &open)
            case .word:
                if Self.isKeyword(token, "FROM", statement) {
                    open.append(depth)
                    if let name = try self.table(statement, &scanner, &depth) { names.append(name) }
                } else if Self.isKeyword(token, "JOIN", statement) || Self.isKeyword(token, "WITH", statement)
                {
                    throw Self.fault
                } else if Self.endsTables(token, statement), open.last == depth {
                    open.removeLast()
                }
            }
        }
        return names
    }

    private static func sign(_ sign: UInt8, _ depth: inout Int, _ open: inout [Int]) throws(Fault) {
        switch sign {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"):
            while let last = open.last, last >= depth { open.removeLast() }
            depth -= 1
        case UInt8(ascii: ","):
            // `EXTRACT(YEAR FROM a)` has no comma in its brackets, so that this is a second table.
            guard open.last != depth else { throw self.fault }
        case UInt8(ascii: ";"): throw self.fault
        default: break
        }
    }

    /// The table behind `FROM`, or nil where a subselect follows.
    private static func table(
        _ statement: borrowing Span<UInt8>, _ scanner: inout StatementScanner, _ depth: inout Int
    ) throws(Fault) -> StatementName? {
        guard let token = try scanner.next(statement) else { throw self.fault }
        var after = scanner
        let following = try after.next(statement)
        switch token.kind {
        case .sign where statement[token.range.lowerBound] == UInt8(ascii: "("):
            // It belongs to the subselect, whose own `FROM` is still to come.
            guard let following, self.isKeyword(following, "SELECT", statement) else { throw self.fault }
            depth += 1
            return nil
        case .word:
            guard !self.isKeyword(token, "FROZEN", statement), !self.isKeyword(token, "SELECT", statement)
            else {
                throw self.fault
            }
        case .quoted: break
        default: throw self.fault
        }
        if let following, following.kind == .sign || following.kind == .quoted {
            // A catalog, a part of a name, or something that isn't known.
            guard statement[following.range.lowerBound] == UInt8(ascii: ")") else { throw self.fault }
        }
        let inner =
            token.kind == .quoted
            ? token.range.lowerBound &+ 1..<token.range.upperBound &- 1 : token.range
        guard !inner.isEmpty else { throw self.fault }
        return StatementName(range: token.range, expression: inner)
    }

    private static func endsTables(
        _ token: StatementScanner.Token, _ statement: borrowing Span<UInt8>
    ) -> Bool {
        self.isKeyword(token, "WHERE", statement) || self.isKeyword(token, "GROUP", statement)
            || self.isKeyword(token, "HAVING", statement) || self.isKeyword(token, "ORDER", statement)
            || self.isKeyword(token, "LIMIT", statement) || self.isKeyword(token, "PIVOT", statement)
    }

    private static func isKeyword(
        _ token: StatementScanner.Token, _ word: StaticString, _ statement: borrowing Span<UInt8>
    ) -> Bool { StatementScanner.isKeyword(token, word, statement) }
}
