public import Elasticsearch

/// What the names of privileges mean in an edition of Elasticsearch. Immutable; one of each edition in a process.
public final class PrivilegeTable: Sendable {
    public enum Edition: String, Sendable, CaseIterable {
        /// 7.17, and what came before; OpenSearch.
        case v7
        /// 8.18.
        case v8
        /// 9.x.
        case v9
    }

    public let edition: Edition
    /// In Elasticsearch's order: the least first.
    let cluster: [NamedPrivilege]
    let index: [NamedPrivilege]
    private let clusterByName: [String: Int]
    private let indexByName: [String: Int]
    /// Names that need `allow_restricted_indices`.
    let restricted: RestrictedNames

    public static let v7 = PrivilegeTable(.v7)
    public static let v8 = PrivilegeTable(.v8)
    public static let v9 = PrivilegeTable(.v9)

    /// - Parameter major: Elasticsearch's. OpenSearch is 7, whatever it says: it left there.
    public static func table(major: Int) -> PrivilegeTable {
        major >= 9 ? .v9 : major == 8 ? .v8 : .v7
    }

    private init(_ edition: Edition) {
        self.edition = edition
        var cluster = NamedPrivilege.byReach(NamedPrivilege.read(Self.clusterData, edition: edition))
        // Conditional privileges are listed before all others, whatever they cover.
        if let index = cluster.firstIndex(where: { $0.name == Self.manageOwnAPIKey }) {
            cluster.insert(cluster.remove(at: index), at: 0)
        }
        self.cluster = cluster
        self.index = NamedPrivilege.byRank(NamedPrivilege.read(Self.indexData, edition: edition))
        self.clusterByName = Dictionary(uniqueKeysWithValues: self.cluster.enumerated().map { ($1.name, $0) })
        self.indexByName = Dictionary(uniqueKeysWithValues: self.index.enumerated().map { ($1.name, $0) })
        self.restricted = RestrictedNames(edition)
    }

    /// How regular expressions in the names of a role are read.
    var dialect: RegularExpression.Dialect { self.edition == .v7 ? .lucene8 : .lucene9 }

    // MARK: Names

    /// The named privileges as `GET /_security/privilege/_builtin` lists them: sorted.
    public var clusterNames: [String] { self.cluster.map(\.name).sorted() }
    public var indexNames: [String] { self.index.map(\.name).sorted() }

    /// Named privileges that grant `action`, least first: what a denial lists.
    ///
    /// - Parameter own: the request is of a kind that `manage_own_api_key` allows, so that this would do.
    public func clusterPrivileges(granting action: Action, own: Bool) -> [String] {
        self.cluster
            .filter { $0.actions.contains(action) && (own || $0.name != Self.manageOwnAPIKey) }
            .map(\.name)
    }

    public func indexPrivileges(granting action: Action) -> [String] {
        self.index.filter { $0.actions.contains(action) }.map(\.name)
    }

    // MARK: Resolving what a descriptor names

    /// The cluster privilege that holds for an API key's own keys only.
    static let manageOwnAPIKey = "manage_own_api_key"

    /// A named cluster privilege or a pattern over cluster actions, whatever the case of its letters.
    func clusterPrivilege(_ written: String) throws(AuthorizeError) -> NamedPrivilege {
        let name = written.lowercased()
        if Self.isClusterAction(name) { return try Self.raw(name) }
        guard let index = self.clusterByName[name] else {
            throw .unknownClusterPrivilege(written, known: self.cluster.map(\.name))
        }
        return self.cluster[index]
    }

    /// A named index privilege or a pattern over index actions, whatever the case of its letters.
    func indexPrivilege(_ written: String) throws(AuthorizeError) -> NamedPrivilege {
        let name = written.lowercased()
        if Self.isIndexAction(name) { return try Self.raw(name) }
        guard let index = self.indexByName[name] else {
            throw .unknownIndexPrivilege(written, known: self.index.map(\.name))
        }
        return self.index[index]
    }

    /// The same for a role that is there already: it may have been written for another release than the upstream's,
    /// whose built-in roles and privileges have other names. What a name means in any edition, it means here.
    func knownClusterPrivilege(_ written: String) throws(AuthorizeError) -> NamedPrivilege {
        do throws(AuthorizeError) {
            return try self.clusterPrivilege(written)
        } catch {
            for other in Self.others(self) {
                if let index = other.clusterByName[written.lowercased()] { return other.cluster[index] }
            }
            throw error
        }
    }

    func knownIndexPrivilege(_ written: String) throws(AuthorizeError) -> NamedPrivilege {
        do throws(AuthorizeError) {
            return try self.indexPrivilege(written)
        } catch {
            for other in Self.others(self) {
                if let index = other.indexByName[written.lowercased()] { return other.index[index] }
            }
            throw error
        }
    }

    private static func others(_ table: PrivilegeTable) -> [PrivilegeTable] {
        [.v8, .v9, .v7].filter { $0 !== table }
    }

    /// Whether a descriptor may name it: what a route checks when it takes one.
    public func checkCluster(_ name: String) throws(AuthorizeError) { _ = try self.clusterPrivilege(name) }
    public func checkIndex(_ name: String) throws(AuthorizeError) { _ = try self.indexPrivilege(name) }

    static func isClusterAction(_ name: String) -> Bool {
        name.hasPrefix("cluster:") || name.hasPrefix("indices:admin/template/")
            || name.hasPrefix("indices:admin/index_template/")
    }

    static func isIndexAction(_ name: String) -> Bool {
        name.hasPrefix("indices:") || name.hasPrefix("internal:transport/proxy/indices:")
    }

    /// An action as a privilege: what begins with its name.
    private static func raw(_ name: String) throws(AuthorizeError) -> NamedPrivilege {
        let pattern = try NamePattern(name + "*")
        var effort = Effort()
        // Refused here rather than taken for a pattern that grants nothing.
        if pattern.form == .general { _ = try DeterministicAutomaton(pattern.node, of: name, &effort) }
        let patterns = ActionPatterns(allowed: [name + "*"])
        return NamedPrivilege(name: name, patterns: patterns, actions: patterns.actions)
    }
}
