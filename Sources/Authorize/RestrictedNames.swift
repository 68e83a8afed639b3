/// Names of indices that hold secrets and settings of the cluster: an entry of a role reaches them only with
/// `allow_restricted_indices`, whatever its pattern. Immutable.
struct RestrictedNames: Sendable {
    /// Patterns, for comparing with those of roles.
    let nodes: [PatternNode]
    private let automaton: DeterministicAutomaton

    /// Before 8 a few names; since then all system indices of the whole distribution, with those of its modules.
    private static let v7 = [
        ".security", "/\\.security-[0-9]+.*/", ".security-tokens", "/\\.security-tokens-[0-9]+.*/",
        ".async-search*",
    ]
    private static let v8 = [
        ".security", "/\\.security-[0-9]+.*/", ".security-tokens", "/\\.security-tokens-[0-9]+.*/",
        ".security-profile", "/\\.security-profile-[0-9]+.*/", ".tasks*", ".synonyms", ".synonyms-*",
        ".async-search*", ".kibana*", ".reporting-*", ".apm-agent-configuration*", ".apm-custom-link*",
        ".apm-source-map*", ".fleet-agents*", ".fleet-policies*", ".fleet-actions*", ".fleet-artifacts*",
        ".fleet-servers*", ".fleet-enrollment-api-keys*", ".fleet-secrets*", ".fleet-fileds-*",
        ".fleet-file-data-*", ".watches*", ".triggered_watches*", ".ml-config*", ".ml-meta*",
        ".ml-inference-*", ".transform-internal-*", ".data-frame-internal-*", ".enrich-*", ".logstash*",
        ".geoip_databases*", ".connector*", ".inference*", ".secrets-inference*", ".search-app-*",
        ".query-rules-*",
    ]

    init(_ edition: PrivilegeTable.Edition) {
        var automaton = NondeterministicAutomaton()
        var effort = Effort()
        var nodes: [PatternNode] = []
        do {
            for pattern in edition == .v7 ? Self.v7 : Self.v8 {
                let node = try NamePattern(pattern).node
                try automaton.add(node, label: 0, of: pattern, &effort)
                nodes.append(node)
            }
            self.automaton = try DeterministicAutomaton(automaton, of: "restricted names", &effort)
        } catch {
            preconditionFailure("the restricted names are no patterns: \(error)")
        }
        self.nodes = nodes
    }

    /// - Parameter name: valid UTF-8.
    func contains(_ name: borrowing Span<UInt8>) -> Bool {
        // All of them begin with a dot.
        name.count > 0 && name[0] == UInt8(ascii: ".") && self.automaton.match(name) != 0
    }

    /// Whether some name of `pattern` could be restricted; true where that is not plain.
    func mayContainNames(of pattern: NamePattern) -> Bool {
        guard let simple = SimplePattern(pattern), let first = simple.bytes.first else { return true }
        return first == UInt8(ascii: ".")
    }

    /// Whether every name of `pattern` is restricted.
    func covers(_ pattern: NamePattern) throws(AuthorizeError) -> Bool {
        guard self.mayContainNames(of: pattern) else { return false }
        return try Inclusion.holds(pattern.node, in: self.nodes)
    }
}
