public import HTTP

/// Which privilege each of Kibana's routes needs. Immutable; one for all loops.
///
/// Kibana's own security is not there when its cluster has none, so its routes are held against the
/// privileges here. Routes differ from minor to minor: what is not known needs everything.
public final class KibanaTable: Sendable {
    private struct Rule: Sendable {
        let methods: MethodSet
        let segments: [Segment]
        /// `**`: any segments may follow, or none.
        let isOpen: Bool
        let need: KibanaNeed
    }

    private enum Segment: Sendable {
        case exact([UInt8])
        case any
    }

    private let rules: [Rule]

    public init() {
        self.rules = KibanaRows.text.split(separator: "\n").map { line in
            guard let rule = Self.rule(line.split(separator: " ")) else { preconditionFailure("\(line)") }
            return rule
        }
    }

    /// - Returns: the need of the first row that matches, ``KibanaNeed/everything`` if none does.
    public func match(_ method: Method, _ target: RequestTarget) -> KibanaRequest {
        var first = 0
        var space = KibanaSpace.standard
        if target.segmentCount >= 2, target.segment(0, equals: "s") {
            space = .segment(1)
            first = 2
        }
        // A space inside a space is no path of Kibana's.
        if first == 2, target.segment(2, equals: "s") {
            return KibanaRequest(space: space, need: .everything)
        }
        let wanted = MethodSet(method)
        for rule in self.rules where rule.methods.isSuperset(of: wanted) {
            if Self.matches(rule, target, from: first) { return KibanaRequest(space: space, need: rule.need) }
        }
        return KibanaRequest(space: space, need: .everything)
    }

    private static func matches(_ rule: Rule, _ target: RequestTarget, from first: Int) -> Bool {
        let count = target.segmentCount &- first
        guard rule.isOpen ? count >= rule.segments.count : count == rule.segments.count else { return false }
        for index in 0..<rule.segments.count {
            guard case .exact(let bytes) = rule.segments[index] else { continue }
            guard target.equals(target.segment(first &+ index), bytes) else { return false }
        }
        return true
    }

    // MARK: Rows

    /// - Returns: nil for a line that is none.
    private static func rule(_ words: [Substring]) -> Rule? {
        guard words.count == 3 else { return nil }
        var methods: MethodSet = []
        for name in words[0].split(separator: ",") {
            let method = Method(Array(name.utf8).span)
            guard method != .unknown else { return nil }
            methods.insert(MethodSet(method))
        }
        // HEAD is served like GET (hapi).
        if methods.contains(.get) { methods.insert(.head) }
        var segments = words[1].split(separator: "/")
        let isOpen = segments.last == "**"
        if isOpen { segments.removeLast() }
        guard let need = Self.need(words[2]) else { return nil }
        return Rule(
            methods: methods, segments: segments.map { $0 == "*" ? .any : .exact(Array($0.utf8)) },
            isOpen: isOpen, need: need)
    }

    /// `login`, `read`, `global.all`, `analytics.read`, `dashboard,lens.all`.
    static func need(_ word: Substring) -> KibanaNeed? {
        switch word {
        case "nothing": return KibanaNeed(.nothing)
        case "login": return KibanaNeed(.login)
        case "read": return KibanaNeed(.base(.read))
        case "all": return KibanaNeed(.base(.all))
        case "global.read": return KibanaNeed(.global(.read))
        case "global.all": return .everything
        default: break
        }
        let parts = word.split(separator: ".")
        guard parts.count == 2,
            let access = [Substring("read"): KibanaNeed.Access.read, "all": .all][parts[1]]
        else { return nil }
        var features: [Substring] = []
        for group in parts[0].split(separator: ",") {
            guard let found = KibanaRows.features[group] else { return nil }
            features += found
        }
        return KibanaNeed(.features(access), features: features)
    }
}
