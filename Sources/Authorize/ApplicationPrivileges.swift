/// The privileges that applications have declared (`PUT /_security/privilege`): application, name, actions.
public struct ApplicationPrivileges: Sendable {
    public struct Entry: Sendable, Hashable {
        public var application: String
        public var name: String
        public var actions: [String]

        public init(application: String, name: String, actions: [String]) {
            self.application = application
            self.name = name
            self.actions = actions
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry]) { self.entries = entries }
    public static let none = ApplicationPrivileges([])
}
