internal import Elasticsearch
internal import JSON

/// Roles as Kibana's `/api/security/role` has them: privileges of its application told by space and feature.
enum KibanaRole {
    private static let application = "kibana-.kibana"
    private static let everywhere = "*"

    // MARK: To Kibana

    /// - Parameter role: the form that is stored.
    static func view(_ name: String, _ role: JSONValue) -> JSONValue {
        let applications = role["applications"]?.elements ?? []
        let own = applications.filter { $0["application"]?.string == self.application }
        let entries = own.map(self.entry)
        let isWhole = !entries.contains { $0 == nil }
        let others = Set(applications.compactMap { $0["application"]?.string }).subtracting([self.application]
        )
        var members: [(String, JSONValue)] = [("name", .text(name))]
        if let description = role["description"] { members.append(("description", description)) }
        members += [
            ("metadata", role["metadata"] ?? .object([])),
            ("transient_metadata", role["transient_metadata"] ?? .object([])),
            (
                "elasticsearch",
                .object(["cluster", "indices", "run_as"].map { ($0, role[$0] ?? .list([])) })
            ),
            ("kibana", .list(isWhole ? entries.compactMap { $0 } : [])),
            (
                "_transform_error",
                .list(isWhole ? [] : [.object([("reason", .text("kibana:unrecognized_privileges"))])])
            ),
            ("_unrecognized_applications", .list(others.sorted().map { .text($0) })),
        ]
        return .object(members)
    }

    /// - Returns: nil for what Kibana has no words for.
    private static func entry(_ application: JSONValue) -> JSONValue? {
        var spaces: [JSONValue] = []
        for resource in application["resources"]?.elements?.compactMap(\.string) ?? [] {
            if resource == self.everywhere {
                spaces.append(.text(self.everywhere))
            } else if resource.hasPrefix("space:") {
                spaces.append(.text(String(resource.dropFirst("space:".count))))
            } else {
                return nil
            }
        }
        var base: [JSONValue] = []
        var reserved: [JSONValue] = []
        var features: [(String, JSONValue)] = []
        for privilege in application["privileges"]?.elements?.compactMap(\.string) ?? [] {
            if ["all", "read"].contains(privilege) {
                base.append(.text(privilege))
            } else if ["space_all", "space_read"].contains(privilege) {
                base.append(.text(String(privilege.dropFirst("space_".count))))
            } else if privilege.hasPrefix("reserved_") {
                reserved.append(.text(String(privilege.dropFirst("reserved_".count))))
            } else if privilege.hasPrefix("feature_"), let dot = privilege.firstIndex(of: ".") {
                let feature = String(privilege[..<dot].dropFirst("feature_".count))
                let wanted = JSONValue.text(String(privilege[privilege.index(after: dot)...]))
                if let index = features.firstIndex(where: { $0.0 == feature }) {
                    features[index].1 = .list((features[index].1.elements ?? []) + [wanted])
                } else {
                    features.append((feature, .list([wanted])))
                }
            } else {
                return nil
            }
        }
        var members: [(String, JSONValue)] = [
            ("base", .list(base)), ("feature", .object(features)), ("spaces", .list(spaces)),
        ]
        if !reserved.isEmpty { members.append(("_reserved", .list(reserved))) }
        return .object(members)
    }

    // MARK: From Kibana

    /// The role in Elasticsearch's words.
    static func descriptor(_ body: JSONValue) throws(ErrorResponse) -> JSONValue {
        guard let members = body.members else {
            throw .illegalArgument("[request body]: expected a plain object value")
        }
        var role: [(String, JSONValue)] = []
        for member in members {
            switch member.name {
            case "metadata", "description": role.append((member.name, member.value))
            case "kibana": role.append(("applications", try self.applications(member.value)))
            case "elasticsearch":
                for part in member.value.members ?? [] { role.append((part.name, part.value)) }
            default:
                throw .illegalArgument("[request body.\(member.name)]: definition for this key is missing")
            }
        }
        return .object(role)
    }

    private static func applications(_ value: JSONValue) throws(ErrorResponse) -> JSONValue {
        guard let entries = value.elements else {
            throw .illegalArgument("[request body.kibana]: expected a list")
        }
        var applications: [JSONValue] = []
        for (index, entry) in entries.enumerated() {
            applications.append(try self.application(entry, "[request body.kibana.\(index)]"))
        }
        return .list(applications)
    }

    private static func application(_ entry: JSONValue, _ place: String) throws(ErrorResponse) -> JSONValue {
        for member in entry.members ?? [] where !["base", "feature", "spaces"].contains(member.name) {
            throw .illegalArgument("\(place): definition for [\(member.name)] is missing")
        }
        let base = entry["base"]?.elements?.compactMap(\.string) ?? []
        let features = entry["feature"]?.members ?? []
        let spaces = entry["spaces"]?.elements?.compactMap(\.string) ?? [self.everywhere]
        guard base.isEmpty || features.isEmpty else {
            throw .illegalArgument(
                "\(place): definition of [feature] isn't allowed when non-empty [base] is defined.")
        }
        guard !spaces.isEmpty, spaces == [self.everywhere] || !spaces.contains(self.everywhere) else {
            throw .illegalArgument("\(place): [spaces] must be [*] or a list of spaces")
        }
        let isGlobal = spaces == [self.everywhere]
        var privileges: [JSONValue] = []
        for name in base {
            guard ["all", "read"].contains(name) else {
                throw .illegalArgument("\(place): unknown base privilege [\(name)]")
            }
            privileges.append(.text(isGlobal ? name : "space_\(name)"))
        }
        for feature in features {
            for name in feature.value.elements?.compactMap(\.string) ?? [] {
                privileges.append(.text("feature_\(feature.name).\(name)"))
            }
        }
        return .object([
            ("application", .text(self.application)), ("privileges", .list(privileges)),
            ("resources", .list(spaces.map { .text(isGlobal ? $0 : "space:\($0)") })),
        ])
    }
}
