internal import Authorize
internal import Elasticsearch
internal import JSON

/// What Elasticsearch checks of a descriptor once it has been read.
enum RoleValidation {
    /// All that is wrong with names of privileges, applications and metadata, in its order.
    static func complaints(_ role: ParsedDescriptor, _ table: PrivilegeTable) -> [String] {
        var complaints: [String] = []
        for privilege in role.cluster {
            let complaint = self.complaint { () throws(AuthorizeError) in try table.checkCluster(privilege) }
            if let complaint { complaints.append(complaint) }
        }
        for entry in role.indices + role.remoteIndices {
            // One set is looked up at a time, in the order in which Java's hash set has it.
            let order = JavaHash.order(entry.privileges)
            let complaint = order.lazy.compactMap { privilege in
                self.complaint { () throws(AuthorizeError) in try table.checkIndex(privilege) }
            }.first
            if let complaint { complaints.append(complaint) }
            if entry.clusters?.contains("") == true {
                complaints.append("remote index cluster alias cannot be an empty string")
            }
        }
        for entry in role.applications {
            if let complaint = ApplicationName.problem(entry.application, allowsWildcard: true) {
                complaints.append(complaint)
            }
            for privilege in entry.privileges {
                if let complaint = ApplicationRules.privilegeOrActionComplaint(privilege) {
                    complaints.append(complaint)
                }
            }
        }
        if role.metadata.contains(where: { $0.name.hasPrefix("_") }) {
            complaints.append("role descriptor metadata keys may not start with [_]")
        }
        for workflow in role.workflows where workflow != "search_application_query" {
            complaints.append(
                "Unknown workflow [\(workflow)]. A workflow must be one of the predefined workflow names"
                    + " [search_application_query].")
        }
        return complaints
    }

    private static func complaint(_ check: () throws(AuthorizeError) -> Void) -> String? {
        do throws(AuthorizeError) {
            try check()
            return nil
        } catch {
            return error.reason
        }
    }

    /// What is well-formed and known, but not enforced here: refused, never ignored.
    static func unsupported(_ roles: [ParsedDescriptor]) -> ErrorResponse? {
        for role in roles {
            if let field = role.unsupported ?? (role.workflows.isEmpty ? nil : "restriction") {
                return .illegalArgument("role [\(role.name)]: [\(field)] is not supported by this proxy")
            }
        }
        return nil
    }
}

/// Names of roles.
enum RoleName {
    static func complaint(_ name: String) -> String? {
        self.isValid(name, lengthMax: 1024) ? nil : self.rule("Role names", 1024)
    }

    /// - Parameter what: what is named, e.g. `Role names`.
    static func rule(_ what: String, _ lengthMax: Int) -> String {
        "\(what) must be at least 1 and no more than \(lengthMax) characters. They can contain alphanumeric"
            + " characters (a-z, A-Z, 0-9), spaces, punctuation, and printable symbols in the Basic Latin (ASCII)"
            + " block. Leading or trailing whitespace is not allowed."
    }

    static func isValid(_ name: String, lengthMax: Int) -> Bool {
        let octets = name.utf8
        return (1...lengthMax).contains(octets.count) && octets.allSatisfy { (0x20...0x7e).contains($0) }
            && octets.first != 0x20 && octets.last != 0x20
    }
}

/// Names of applications and of their privileges.
enum ApplicationRules {
    static func privilegeComplaint(_ name: String) -> String? {
        let rest = name.dropFirst().utf8
        let isValid =
            name.utf8.first.map { (0x61...0x7a).contains($0) } == true
            && rest.allSatisfy { self.isAlphanumeric($0) || [0x2e, 0x2d, 0x5f].contains($0) }
        return isValid
            ? nil
            : "Application privilege names must match the pattern ^[a-z][a-zA-Z0-9_.-]*$ (found '\(name)')"
    }

    static func privilegeOrActionComplaint(_ name: String) -> String? {
        name.utf8.allSatisfy { (0x21...0x7e).contains($0) }
            ? nil
            : "Application privilege names and actions must match the pattern ^\\p{Graph}*$ (found '\(name)')"
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
