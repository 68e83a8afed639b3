/// Reads Lucene's regular expressions with all of its operators: `|`, `&`, `~`, `?*+{n,m}`, `[...]`, `.`, `#`,
/// `@`, `"..."`, `(...)`, `<n-m>`, `\d\w\s` and their opposites. Always anchored at both ends.
///
///     union         := intersection ('|' intersection)*
///     intersection  := concatenation ('&' concatenation)*
///     concatenation := repetition+
///     repetition    := complement ('?' | '*' | '+' | '{' n (',' m?)? '}')*
///     complement    := '~' complement | class | simple
struct RegularExpression {
    /// Which Lucene is meant: that of the cluster behind the proxy.
    enum Dialect: Sendable {
        /// Of Elasticsearch 7: `\d` is a `d`, and `{2,1}` is never true.
        case lucene8
        /// Of Elasticsearch 8 and 9.
        case lucene9
    }

    private let scalars: [Unicode.Scalar]
    private let pattern: String
    private let dialect: Dialect
    private var index = 0
    private var depth = 0
    /// Repetitions of repetitions, `a{2}{3}`: of the whole pattern, as each makes the tree deeper.
    private var stacked = 0

    /// - Parameter pattern: what errors name.
    static func parse(
        _ text: some Sequence<Unicode.Scalar>, of pattern: String, _ dialect: Dialect
    ) throws(AuthorizeError) -> PatternNode {
        var parser = RegularExpression(scalars: Array(text), pattern: pattern, dialect: dialect)
        guard !parser.scalars.isEmpty else { return .empty }
        let node = try parser.union()
        guard parser.index == parser.scalars.count else {
            throw parser.error("end-of-string expected at position \(parser.index)")
        }
        return node
    }

    private init(scalars: [Unicode.Scalar], pattern: String, dialect: Dialect) {
        self.scalars = scalars
        self.pattern = pattern
        self.dialect = dialect
    }

    // MARK: Reading

    private func error(_ reason: String) -> AuthorizeError { .invalidPattern(self.pattern, reason: reason) }

    private var peek: Unicode.Scalar? {
        self.index < self.scalars.count ? self.scalars[self.index] : nil
    }

    private mutating func match(_ scalar: Unicode.Scalar) -> Bool {
        guard self.peek == scalar else { return false }
        self.index += 1
        return true
    }

    private mutating func next() throws(AuthorizeError) -> Unicode.Scalar {
        guard let scalar = self.peek else { throw self.error("unexpected end-of-string") }
        self.index += 1
        return scalar
    }

    // MARK: The grammar

    private mutating func union() throws(AuthorizeError) -> PatternNode {
        var nodes = [try self.intersection()]
        while self.match("|") { nodes.append(try self.intersection()) }
        return nodes.count == 1 ? nodes[0] : .union(nodes)
    }

    private mutating func intersection() throws(AuthorizeError) -> PatternNode {
        var nodes = [try self.concatenation()]
        while self.match("&") { nodes.append(try self.concatenation()) }
        return nodes.count == 1 ? nodes[0] : .intersection(nodes)
    }

    private mutating func concatenation() throws(AuthorizeError) -> PatternNode {
        var nodes = [try self.repetition()]
        while let next = self.peek, next != ")", next != "|", next != "&" {
            nodes.append(try self.repetition())
        }
        return nodes.count == 1 ? nodes[0] : .concatenation(nodes)
    }

    private mutating func repetition() throws(AuthorizeError) -> PatternNode {
        var node = try self.complement()
        var isFirst = true
        while let next = self.peek {
            let bounds: (Int, Int?)
            switch next {
            case "?": bounds = (0, 1)
            case "*": bounds = (0, nil)
            case "+": bounds = (1, nil)
            case "{": bounds = try self.bounds()
            default: return node
            }
            if next != "{" { self.index += 1 }
            node = .repetition(node, minimum: bounds.0, maximum: bounds.1)
            if !isFirst { self.stacked += 1 }
            isFirst = false
            guard self.stacked <= AutomatonLimits.depthMax else { throw .tooComplex(self.pattern) }
        }
        return node
    }

    private mutating func bounds() throws(AuthorizeError) -> (Int, Int?) {
        self.index += 1
        guard let minimum = try self.number() else {
            throw self.error("integer expected at position \(self.index)")
        }
        var maximum: Int? = minimum
        if self.match(",") { maximum = try self.number() }
        guard self.match("}") else { throw self.error("expected '}' at position \(self.index)") }
        if let maximum, maximum < minimum, self.dialect == .lucene9 {
            throw self.error("invalid repetition range(out of order): \(minimum)..\(maximum)")
        }
        return (minimum, maximum)
    }

    /// Digits, or nil where there are none.
    private mutating func number() throws(AuthorizeError) -> Int? {
        let start = self.index
        while let next = self.peek, ("0"..."9").contains(next) { self.index += 1 }
        guard start < self.index else { return nil }
        return try self.integer(self.scalars[start..<self.index])
    }

    /// As Java's `Integer.parseInt`, which takes a sign that no caller lets through.
    private func integer(_ digits: ArraySlice<Unicode.Scalar>) throws(AuthorizeError) -> Int {
        var text = ""
        text.unicodeScalars.append(contentsOf: digits)
        guard let value = Int32(text) else { throw self.error("For input string: \"\(text)\"") }
        return Int(value)
    }

    private mutating func complement() throws(AuthorizeError) -> PatternNode {
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= AutomatonLimits.depthMax else { throw .tooComplex(self.pattern) }
        if self.match("~") { return .complement(try self.complement()) }
        if self.match("[") { return try self.characterClass() }
        return try self.simple()
    }

    // MARK: Characters

    private mutating func characterClass() throws(AuthorizeError) -> PatternNode {
        let isNegated = self.match("^")
        var ranges = try self.classMember()
        while let next = self.peek, next != "]" { ranges += try self.classMember() }
        guard self.match("]") else { throw self.error("expected ']' at position \(self.index)") }
        return .character(isNegated ? ranges.opposite : ranges)
    }

    private mutating func classMember() throws(AuthorizeError) -> [CodePointRange] {
        if let ranges = try self.predefined() { return ranges }
        let first = try self.characterOrEscape()
        guard self.match("-") else { return [CodePointRange(first: first, last: first)] }
        let last = try self.characterOrEscape()
        guard first <= last else {
            throw self.error("invalid range: from (\(first)) cannot be > to (\(last))")
        }
        return [CodePointRange(first: first, last: last)]
    }

    private mutating func characterOrEscape() throws(AuthorizeError) -> UInt32 {
        _ = self.match("\\")
        return try self.next().value
    }

    /// `\d`, `\w`, `\s` and their opposites.
    private mutating func predefined() throws(AuthorizeError) -> [CodePointRange]? {
        guard self.dialect == .lucene9, self.peek == "\\", self.index + 1 < self.scalars.count
        else { return nil }
        let ranges: [CodePointRange]
        switch self.scalars[self.index + 1] {
        case "d": ranges = .digits
        case "D": ranges = [CodePointRange].digits.opposite
        case "s": ranges = .spaces
        case "S": ranges = [CodePointRange].spaces.opposite
        case "w": ranges = .wordCharacters
        case "W": ranges = [CodePointRange].wordCharacters.opposite
        // Other letters are kept for later meanings.
        case let letter where letter.properties.isAlphabetic && letter.isASCII:
            throw self.error("invalid character class \\\(letter.value)")
        default: return nil
        }
        self.index += 2
        return ranges
    }

    private mutating func simple() throws(AuthorizeError) -> PatternNode {
        if let ranges = try self.predefined() { return .character(ranges) }
        switch try self.next() {
        case ".": return .anyCharacter
        case "#": return .nothing
        case "@": return .anything
        case "\"":
            let start = self.index
            while let next = self.peek, next != "\"" { self.index += 1 }
            guard self.match("\"") else { throw self.error("expected '\"' at position \(self.index)") }
            return .text(self.scalars[start..<(self.index - 1)])
        case "(":
            if self.match(")") { return .empty }
            let node = try self.union()
            guard self.match(")") else { throw self.error("expected ')' at position \(self.index)") }
            return node
        case "<": return try self.interval()
        case "\\": return .character(try self.next().value)
        case let scalar: return .character(scalar.value)
        }
    }

    /// `<n-m>`: the numbers from n to m, with as many digits where both have as many.
    private mutating func interval() throws(AuthorizeError) -> PatternNode {
        let start = self.index
        while let next = self.peek, next != ">" { self.index += 1 }
        guard self.match(">") else { throw self.error("expected '>' at position \(self.index)") }
        let text = self.scalars[start..<(self.index - 1)]
        guard let dash = text.firstIndex(of: "-") else {
            var name = ""
            name.unicodeScalars.append(contentsOf: text)
            throw self.error("'\(name)' not found")
        }
        let (low, high) = (text[..<dash], text[(dash + 1)...])
        guard !low.isEmpty, !high.isEmpty, (low + high).allSatisfy({ ("0"..."9").contains($0) }),
            let minimum = try? self.integer(low), let maximum = try? self.integer(high)
        else { throw self.error("interval syntax error at position \(self.index - 1)") }
        guard max(low.count, high.count) <= DecimalInterval.digitCountMax else {
            throw .tooComplex(self.pattern)
        }
        return DecimalInterval.node(
            min(minimum, maximum), max(minimum, maximum), digits: low.count == high.count ? low.count : nil)
    }
}

extension [CodePointRange] {
    static let digits = [CodePointRange(first: 0x30, last: 0x39)]
    /// Tab, line feed, carriage return, space.
    static let spaces = [
        CodePointRange(first: 0x09, last: 0x0a), CodePointRange(first: 0x0d, last: 0x0d),
        CodePointRange(first: 0x20, last: 0x20),
    ]
    static let wordCharacters = [
        CodePointRange(first: 0x30, last: 0x39), CodePointRange(first: 0x41, last: 0x5a),
        CodePointRange(first: 0x5f, last: 0x5f), CodePointRange(first: 0x61, last: 0x7a),
    ]

    /// All code points that are in none of the ranges.
    var opposite: [CodePointRange] {
        var result: [CodePointRange] = []
        var next: UInt32 = 0
        for range in self.sorted(by: { $0.first < $1.first }) {
            if range.first > next { result.append(CodePointRange(first: next, last: range.first - 1)) }
            next = Swift.max(next, range.last + 1)
        }
        if next <= CodePointRange.all.last {
            result.append(CodePointRange(first: next, last: CodePointRange.all.last))
        }
        return result
    }
}
