/// Why descriptors or patterns cannot be taken: whatever stands in them that is not understood makes the whole
/// role unusable, never a smaller part of it.
public enum AuthorizeError: Error, Sendable, Equatable {
    /// The text of a descriptor is not what Elasticsearch's parser takes. `offset` is where, in the text.
    case malformed(reason: String, offset: Int)
    /// A part that is understood but not enforced: `field_security`, `query`, `remote_indices`, ...
    case unsupported(role: String, field: String)
    /// No named privilege and no pattern over actions; `known` in Elasticsearch's order.
    case unknownClusterPrivilege(String, known: [String])
    case unknownIndexPrivilege(String, known: [String])
    /// A name pattern that is no pattern, with Lucene's or Elasticsearch's reason.
    case invalidPattern(String, reason: String)
    /// A pattern, or all patterns of a role, would need an automaton above ``AutomatonLimits``.
    case tooComplex(String)

    /// In Elasticsearch's words where it has some.
    public var reason: String {
        switch self {
        case .malformed(let reason, _): reason
        case .unsupported(let role, let field):
            "role [\(role)]: [\(field)] is not supported by this proxy"
        case .unknownClusterPrivilege(let name, let known):
            "unknown cluster privilege [\(name)]. a privilege must be either one of the predefined cluster"
                + " privilege names [\(known.joined(separator: ","))] or a pattern over one of the available"
                + " cluster actions"
        case .unknownIndexPrivilege(let name, let known):
            "unknown index privilege [\(name)]. a privilege must be either one of the predefined fixed"
                + " indices privileges [\(known.map { "\($0)=[\($0)]" }.joined(separator: ","))] or a pattern over one of the"
                + " available index actions"
        case .invalidPattern(_, let reason): reason
        case .tooComplex(let pattern): "[\(pattern)] would result in more automaton states than are allowed"
        }
    }
}
