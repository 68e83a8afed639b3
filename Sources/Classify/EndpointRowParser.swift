internal import Elasticsearch
internal import HTTP

/// Reads the rows of ``EndpointRows``.
///
/// A group of lines begins with routes, methods and then paths, and ends with indented lines that say what
/// they mean: API, releases, actions, attributes. The sign before an action is how it is authorised: none for
/// a cluster privilege, `*` for an expression of many indices, `=` for explicit names, `?` by the action's
/// name alone, `~` for an id, `!` for anyone; `>` before it: in addition, while the request runs. `@target`
/// behind it: about those names, and `,missing`: only when the index is made.
enum EndpointRowParser {
    /// A fault in a row; all are found by the tests, so that none remains for a start.
    struct Fault: Error, Hashable, Sendable {
        let line: String
        let token: String
    }

    static func rows(_ text: String) throws(Fault) -> [EndpointRow] {
        var rows: [EndpointRow] = []
        var routes: [(methods: MethodSet, path: Substring)] = []
        var tokens: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix(" ") {
                tokens += line.split(separator: " ")
                continue
            }
            if !tokens.isEmpty {
                try Self.append(routes, tokens, to: &rows)
                routes = []
                tokens = []
            }
            let words = line.split(separator: " ")
            let methods = try Self.methods(words[0])
            routes += words.dropFirst().map { (methods, $0) }
        }
        try Self.append(routes, tokens, to: &rows)
        return rows
    }

    private static func append(
        _ routes: [(methods: MethodSet, path: Substring)], _ tokens: [Substring], to rows: inout [EndpointRow]
    ) throws(Fault) {
        let meaning = try Self.meaning(tokens)
        for (methods, path) in routes {
            let parts = path.split(separator: "?")
            var condition: EndpointRow.Condition?
            if parts.count > 1 {
                let pair = parts[1].split(separator: "=")
                condition = EndpointRow.Condition(
                    name: Array(pair[0].utf8), value: pair.count > 1 ? Array(pair[1].utf8) : nil)
            }
            rows.append(
                EndpointRow(
                    methods: methods, template: String(parts[0]), condition: condition, meaning: meaning))
        }
    }

    private static func methods(_ word: Substring) throws(Fault) -> MethodSet {
        var methods: MethodSet = []
        for name in word.split(separator: ",") {
            let method = Method(Array(name.utf8).span)
            guard method != .unknown else { throw Fault(line: String(word), token: String(name)) }
            methods.insert(MethodSet(method))
        }
        return methods
    }

    private static func meaning(_ tokens: [Substring]) throws(Fault) -> EndpointRow.Meaning {
        let line = tokens.joined(separator: " ")
        var meaning = EndpointRow.Meaning()
        guard tokens.count >= 3 else { throw Fault(line: line, token: "") }
        meaning.api = String(tokens[0])
        for text in tokens[1].split(separator: ",") {
            guard let range = ReleaseRange(text) else { throw Fault(line: line, token: String(text)) }
            meaning.releases.append(range)
        }
        for token in tokens.dropFirst(2) where try !Self.readAttribute(token, into: &meaning) {
            guard let (check, isSub) = Self.check(token) else {
                throw Fault(line: line, token: String(token))
            }
            if isSub { meaning.subChecks.append(check) } else { meaning.checks.append(check) }
        }
        return meaning
    }

    /// - Returns: false for an action.
    private static func readAttribute(
        _ token: Substring, into meaning: inout EndpointRow.Meaning
    ) throws(Fault) -> Bool {
        if let flag = Self.flags[token] {
            meaning.flags.insert(flag)
            return true
        }
        // Only the sign of an explicit action is a `=` in front.
        guard let equal = token.firstIndex(of: "="), equal > token.startIndex, !token.contains(":") else {
            return false
        }
        let value = token[token.index(after: equal)...]
        let fault = Fault(line: meaning.api, token: String(token))
        func found<Value>(_ value: Value?) throws(Fault) -> Value {
            guard let value else { throw fault }
            return value
        }
        switch token[..<equal] {
        case "options": meaning.options = try found(IndicesOptions.presets[value])
        case "body": meaning.body = try found(Self.bodies[value])
        case "gives": meaning.gives = try found(Self.cursors[value])
        case "takes": meaning.takes = try found(Self.cursors[value])
        case "allow": meaning.allowed.append(value)
        case "index": meaning.sources[.index] = try found(Self.source(value))
        case "alias": meaning.sources[.alias] = try found(Self.source(value))
        case "target": meaning.sources[.target] = try found(Self.source(value))
        case "cursor": meaning.sources[.cursor] = try found(Self.source(value))
        default: throw fault
        }
        return true
    }

    private static func source(_ value: Substring) -> EndpointRow.Source? {
        if value == "body" { return .body }
        if value.hasPrefix("?") { return .parameter(named: value.dropFirst()) }
        guard value.hasPrefix("{"), value.hasSuffix("}") else { return nil }
        return .segment(named: value.dropFirst().dropLast())
    }

    private static func check(_ token: Substring) -> (check: Endpoint.Check, isSub: Bool)? {
        var text = token
        let isSub = text.hasPrefix(">")
        if isSub { text = text.dropFirst() }
        var condition = Endpoint.Check.Condition.always
        if let comma = text.lastIndex(of: ",") {
            switch text[text.index(after: comma)...] {
            case "missing": condition = .indexIsMissing
            case "aliases": condition = .contentHasAliases
            default: return nil
            }
            text = text[..<comma]
        }
        var names = NameKind.index
        if let at = text.lastIndex(of: "@") {
            switch text[text.index(after: at)...] {
            case "alias": names = .alias
            case "target": names = .target
            default: return nil
            }
            text = text[..<at]
        }
        var resolution = Endpoint.Resolution.cluster
        if let sign = text.first, let found = Self.signs[sign] {
            resolution = found
            text = text.dropFirst()
        }
        if resolution == .cursor { names = .cursor }
        guard let action = Action(String(text)), action.isCluster == (resolution == .cluster) else {
            return nil
        }
        return (Endpoint.Check(action, resolution, names, condition), isSub)
    }

    private static let signs: [Character: Endpoint.Resolution] = [
        "*": .wildcards, "=": .explicit, "?": .nameOnly, "~": .cursor, "!": .anyone,
    ]
    private static let flags: [Substring: Endpoint.Flags] = [
        "owned": .ownedByProxy, "never": .neverForwarded, "filter": .indexIsFilter,
        "destructive": .destructive, "later": .actsLater, "stored": .storedContent, "text": .isText,
        "module": .mayBeMissing,
        // Runs no action.
        "nothing": [],
    ]
    private static let bodies = Dictionary(
        uniqueKeysWithValues: BodyKind.allCases.map { (Substring("\($0)"), $0) })
    private static let cursors = Dictionary(
        uniqueKeysWithValues: CursorKind.allCases.map { (Substring("\($0)"), $0) })
}
