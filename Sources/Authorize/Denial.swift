public import Elasticsearch

/// Why a request was denied, in Elasticsearch's words.
public struct Denial: Sendable {
    /// Whom a denial names.
    public enum Subject: Sendable {
        /// - Parameter unknownRoles: roles that the user has by name but that do not exist.
        case user(String, roles: [String], unknownRoles: [String] = [])
        case apiKey(id: String, owner: String)
        indirect case runAs(String, roles: [String], unknownRoles: [String] = [], by: String)
    }

    public var subject: Subject
    public var action: Action
    /// Names that were denied; nil for cluster actions and where the action's name alone was looked at.
    public var indices: [String]?
    public var restrictedIndices: [String] = []

    public init(subject: Subject, action: Action, indices: [String]? = nil, restrictedIndices: [String] = [])
    {
        self.subject = subject
        self.action = action
        self.indices = indices
        self.restrictedIndices = restrictedIndices
    }

    public func reason(_ table: PrivilegeTable) -> String { "" }
}
