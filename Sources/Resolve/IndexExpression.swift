/// One part of an index expression, date math evaluated.
public struct IndexExpression: Sendable, Equatable {
    public enum Sign: Sendable, Equatable {
        case include
        case exclude
    }

    public var sign: Sign
    /// A name, or a pattern with `*`.
    public var text: String
    public var isPattern: Bool { self.text.utf8.contains(UInt8(ascii: "*")) }
    /// Whether the name came out of date math.
    public var isDateMath: Bool
    /// No index can have such a name, or releases differ about what it means: it is never forwarded.
    public var isInvalid = false

    /// All, and all of them taken away: in the place of names of which none is left.
    public static let nothing = ["*", "-*"]
}

/// Takes index expressions apart as the upstream's release does it.
public enum ExpressionReader {
    public enum Fault: Error, Sendable, Equatable {
        /// `cluster:index`: the proxy judges no other cluster's indices.
        case remote(String)
        /// `index::failures`.
        case selector(String)
        case dateMath(String, reason: String)
        /// A name that is empty, before another one: Elasticsearch lets nobody use it.
        case emptyName
        case tooLong
    }

    /// Octets of one part: index names have at most 255.
    static let partLengthMax = 1024
    /// Parts of one expression.
    static let partsMax = 1000

    /// - Parameters:
    ///   - expression: one comma-separated expression, or several (bodies give lists).
    ///   - major: the upstream's major release.
    ///   - expands: whether wildcards are expanded; else they are names like others.
    /// - Returns: nothing for a missing expression, `_all` and empty ones: all indices.
    public static func read(
        _ expressions: [String], major: Int, expands: Bool = true, now: Int64
    ) throws(Fault) -> [IndexExpression] {
        var parts: [Substring] = []
        for expression in expressions { parts += self.split(expression) }
        while let last = parts.last, last.isEmpty { parts.removeLast() }
        guard !parts.contains(where: \.isEmpty) else { throw .emptyName }
        guard parts.count <= self.partsMax else { throw .tooLong }
        if parts.isEmpty || (parts.count == 1 && parts[0] == "_all") { return [] }
        var result: [IndexExpression] = []
        var hasSeenWildcard = false
        for part in parts {
            let expression = try self.part(
                part, major: major, now: now, afterWildcard: hasSeenWildcard, isFirst: result.isEmpty)
            if expression.isPattern, expands { hasSeenWildcard = true }
            // Up to 5.x an exclusion in front means everything but.
            if result.isEmpty, expression.sign == .exclude {
                result.append(IndexExpression(sign: .include, text: "*", isDateMath: false))
                hasSeenWildcard = true
            }
            result.append(expression)
        }
        return result
    }

    /// One name, for an API that takes no list: a comma is part of it, and none is an exclusion.
    public static func read(
        single given: [String], major: Int, now: Int64
    ) throws(Fault) -> [IndexExpression] {
        guard let name = given.first, !name.isEmpty, name != "_all" else { return [] }
        let part = try self.part(
            Substring(name), major: max(major, 6), now: now, afterWildcard: false, isFirst: true)
        return [part]
    }

    /// Commas within `<...>` belong to date math.
    private static func split(_ expression: String) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = expression.startIndex
        for index in expression.unicodeScalars.indices {
            switch expression.unicodeScalars[index] {
            case "<": depth += 1
            case ">": depth = max(0, depth - 1)
            case "," where depth == 0:
                parts.append(expression[start..<index])
                start = expression.unicodeScalars.index(after: index)
            default: break
            }
        }
        parts.append(expression[start...])
        return parts
    }

    private static func part(
        _ part: Substring, major: Int, now: Int64, afterWildcard: Bool, isFirst: Bool
    ) throws(Fault) -> IndexExpression {
        guard part.utf8.count <= self.partLengthMax else { throw .tooLong }
        var text = part
        var sign = IndexExpression.Sign.include
        if text.hasPrefix("-"), afterWildcard || (major < 6 && isFirst) {
            sign = .exclude
            text = text.dropFirst()
        } else if major < 6, text.hasPrefix("+") {
            text = text.dropFirst()
        }
        var name = String(text)
        let isDateMath = DateMath.isExpression(text)
        if isDateMath { name = try self.evaluated(text, major: major, now: now) }
        if name.contains("::") { throw .selector(String(part)) }
        if name.contains(":") { throw .remote(String(part)) }
        return IndexExpression(sign: sign, text: name, isDateMath: isDateMath, isInvalid: !self.isValid(name))
    }

    private static func evaluated(_ text: Substring, major: Int, now: Int64) throws(Fault) -> String {
        do throws(DateMath.Fault) {
            return try DateMath.evaluate(text, major: major, now: now)
        } catch {
            throw .dateMath(String(text), reason: error.reason)
        }
    }

    private static let forbidden = Set("\\/?\"<>| ,#".utf8)

    private static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.hasPrefix("_") && !name.hasPrefix("+")
            && !name.utf8.contains { $0 < 0x20 || $0 == 0x7f || self.forbidden.contains($0) }
    }
}
