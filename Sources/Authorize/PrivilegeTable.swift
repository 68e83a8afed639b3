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

    public static let v7 = PrivilegeTable(.v7)
    public static let v8 = PrivilegeTable(.v8)
    public static let v9 = PrivilegeTable(.v9)

    /// - Parameter major: the upstream's; of OpenSearch whatever it says, 1 to 3 count as Elasticsearch 7.
    public static func table(major: Int) -> PrivilegeTable {
        major >= 9 ? .v9 : major == 8 ? .v8 : .v7
    }

    init(_ edition: Edition) { self.edition = edition }

    /// The named privileges as `GET /_security/privilege/_builtin` lists them: sorted.
    public var clusterNames: [String] { [] }
    public var indexNames: [String] { [] }

    /// Named privileges that grant `action`, least first: what a denial lists. Of conditional ones those that
    /// could grant it.
    public func clusterPrivileges(granting action: Action) -> [String] { [] }
    public func indexPrivileges(granting action: Action) -> [String] { [] }
}
