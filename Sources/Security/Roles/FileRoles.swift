public import Authorize
public import JSON

/// The roles of a `roles.yml`: those that are good are in force, whatever is wrong with others.
public struct FileRoles: Sendable {
    /// Why a role is left out.
    public struct Fault: Sendable, Equatable {
        /// From 1.
        public var line: Int
        public var message: String
    }

    public private(set) var roles: [RoleDescriptor] = []
    public private(set) var faults: [Fault] = []

    public init() {}

    /// Takes one role.
    ///
    /// - Parameters:
    ///   - value: the descriptor; `start` of each value is the line that it stands in.
    ///   - reserved: names that a file cannot give.
    public mutating func add(_ name: String, line: Int, _ value: JSONValue, reserved: Set<String>) {
        func refuse(_ message: String, line: Int) {
            self.faults.append(Fault(line: line, message: "role [\(name)] is left out: \(message)"))
        }
        if let complaint = RoleName.complaint(name) { return refuse(complaint, line: line) }
        guard !reserved.contains(name) else { return refuse("the name is reserved", line: line) }
        do throws(AuthorizeError) {
            let role = try RoleDescriptor(name, value)
            try Self.check(role)
            self.roles.append(role)
        } catch {
            guard case .malformed(let reason, let place) = error else {
                return refuse(error.reason, line: line)
            }
            refuse(reason, line: place > 0 ? place : line)
        }
    }

    /// Whether some release knows all that it names.
    private static func check(_ role: RoleDescriptor) throws(AuthorizeError) {
        do throws(AuthorizeError) {
            _ = try Role([role], .v8)
        } catch {
            let isOld = (try? Role([role], .v7)) != nil
            let isNew = (try? Role([role], .v9)) != nil
            guard isOld || isNew else { throw error }
        }
    }
}
