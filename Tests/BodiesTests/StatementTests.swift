import Elasticsearch
import Testing

@testable import Bodies

@Suite struct StatementTests {
    static let sql: [(String, [String])] = [
        ("SELECT * FROM secret", ["secret"]),
        ("select a, b from\n\tsecret where x = 'FROM other'", ["secret"]),
        ("SELECT * FROM \"logs-*\" AS l ORDER BY a, b DESC LIMIT 5", ["logs-*"]),
        ("SELECT * FROM \"a,b\"", ["a,b"]),
        ("SELECT 1", []), ("SELECT 'it''s FROM x'", []),
        ("SELECT \"FROM\", x FROM t GROUP BY a, b HAVING c > 1", ["t"]),
        ("SELECT a FROM (SELECT b, c FROM inner_t WHERE d IN (1,2)) WHERE e", ["inner_t"]),
        ("SELECT * FROM t WHERE a IN (SELECT b FROM secret)", ["t", "secret"]),
        ("SELECT EXTRACT(YEAR FROM ts), b FROM t", ["ts", "t"]), ("SELECT 1.5 FROM t", ["t"]),
        ("SELECT 1e5 FROM t", ["t"]),
        ("SELECT {d '2020-01-01'} FROM t", ["t"]), ("SELECT a FROM t WHERE b = ?", ["t"]),
        ("SELECT'x'FROM t", ["t"]),
        ("SELECT\"a\"FROM\"t\"", ["t"]), ("SELECT COUNT(*) FROM (SELECT * FROM t)", ["t"]),
    ]

    @Test(arguments: Self.sql)
    func H43_SQLTables(_ statement: String, _ expected: [String]) throws {
        let bytes = Array(statement.utf8)
        #expect(try SQLNames.find(bytes.span).map { text(Array(bytes[$0.expression])) } == expected)
    }

    @Test(arguments: [
        "", "SHOW TABLES", "SHOW COLUMNS FROM secret", "DESCRIBE secret", "EXPLAIN SELECT * FROM secret",
        "DEBUG (SELECT 1 FROM x)",
        "WITH a AS (SELECT * FROM secret) SELECT * FROM a", "SYS TABLES", "SELECT * FROM a, secret",
        "SELECT * FROM a AS x, secret",
        "SELECT * FROM (SELECT * FROM a), secret", "SELECT * FROM a JOIN secret ON a.x = secret.y",
        "SELECT * FROM cluster:secret",
        "SELECT * FROM \"cluster\":secret", "SELECT * FROM a.secret", "SELECT * FROM FROZEN secret",
        "SELECT * FROM ?", "SELECT * FROM",
        "SELECT * FROM 'secret'", "SELECT * FROM `secret`", "SELECT * FROM \"\"", "SELECT * FROM \"a\"\"b\"",
        "SELECT * FROM (secret)",
        "SELECT * FROM logs-a", "SELECT * FROM t; SELECT * FROM secret", "SELECT /* x */ * FROM t",
        "SELECT * -- x\nFROM t", "SELECT // x",
        "SELECT 1.5FROM secret", "SELECT 1e+5FROM secret", "SELECT .5FROM secret", "SELECT 1.5e5FROM secret",
        "SELECT 1FROM secret",
        "SELECT \u{2028}FROM secret", "SELECT * F\u{52}OM secret WHERE é = 1", "\u{17f}ELECT * FROM secret",
        "SELECT 'open", "SELECT \"open",
        "SELECT \"a\\\"FROM x", "SELECT \u{0}FROM t",
    ])
    func H43_unclearSQLIsRefused(_ statement: String) {
        let bytes = Array(statement.utf8)
        #expect(throws: Fault.self) { try SQLNames.find(bytes.span) }
    }

    static let esql: [(String, [String])] = [
        ("FROM secret", ["secret"]),
        (
            "from logs-*,\n .other , \"quoted-*\" METADATA _index, _id | LIMIT 5",
            ["logs-*", ".other", "quoted-*"]
        ),
        ("TS metrics-* | STATS max(rate(x)) BY y", ["metrics-*"]),
        ("ROW a = 1, b = \"FROM x\" | EVAL c = a + 1", []),
        ("FROM a-2024.01.01 | WHERE x == \"|\" AND `from` > 1 | SORT x DESC | KEEP x*", ["a-2024.01.01"]),
        ("FROM a | LOOKUP JOIN secret ON k | DROP k", ["a", "secret joined"]),
        ("FROM a | WHERE m LIKE \"a\\\"|FROM b\"", ["a"]),
        ("FROM a | LOOKUP JOIN \"secret\" ON k", ["a", "secret joined"]),
        ("FROM \"<logs-{now/d}>\"", ["<logs-{now/d}>"]),
        ("FROM a METADATA _index", ["a"]), ("FROM a | STATS c = COUNT(*) BY b | GROK m \"%{WORD:x}\"", ["a"]),
    ]

    @Test(arguments: Self.esql)
    func H43_ESQLSources(_ statement: String, _ expected: [String]) throws {
        let bytes = Array(statement.utf8)
        #expect(
            try ESQLNames.find(bytes.span).map {
                text(Array(bytes[$0.expression])) + ($0.isJoined ? " joined" : "")
            } == expected)
    }

    @Test(arguments: [
        "", "SHOW INFO", "METRICS x", "SET a=b; FROM secret", "FROM", "FROM |", "FROM a,", "FROM a b",
        "FROM remote:secret", "FROM a::failures",
        "FROM (FROM secret)", "FROM a, (FROM secret | LIMIT 1)", "FROM a [METADATA _index]", "FROM ?p",
        "FROM \"\"\"secret\"\"\"", "FROM \"a\\u0062\"",
        "FROM \"\"", "FROM a | ENRICH policy ON f", "FROM a | LOOKUP t ON f", "FROM a | LOOKUP JOIN ?p ON f",
        "FROM a | LOOKUP JOIN b",
        "FROM a | FORK (WHERE x == 1) (WHERE y == 2)", "FROM a | WHERE x IN (FROM secret | KEEP y)",
        "FROM a | COMMAND_OF_TOMORROW x", "FROM a |",
        "FROM a | EVAL x = 1 // c\n| ENRICH p", "FROM a /* c */", "FROM 'a'", "FROM a | EVAL é = 1",
        "FROM a | EVAL x = \"open", "FROM a | EVAL `x",
        "FROM a | SHOW INFO", "FROM a2x9b 1b", "ROW x = 1 | FROM secret", "EXPLAIN [FROM secret]",
    ])
    func H43_unclearESQLIsRefused(_ statement: String) {
        let bytes = Array(statement.utf8)
        #expect(throws: Fault.self) { try ESQLNames.find(bytes.span) }
    }

    @Test func statementsAreReadInTheirContents() throws {
        #expect(
            try targets(.sql, #"{"query":"SELECT * FROM \"secret\"","fetch_size":5}"#) == ["index secret"])
        #expect(try targets(.esql, #"{"query":"FROM a | LOOKUP JOIN b ON c"}"#) == ["index a", "join b"])
        #expect(refused(.sql, #"{"query":"SHOW TABLES"}"#)?.path == "query")
        #expect(refused(.sql, #"{"query":["SELECT 1"]}"#)?.rule == .unexpectedValue)
    }
}
