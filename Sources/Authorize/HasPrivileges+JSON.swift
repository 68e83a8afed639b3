public import Elasticsearch
public import JSON

extension HasPrivileges {
    /// The answer's body.
    public func json(username: String) -> JSONValue {
        func member(_ name: String, _ kind: JSONValue.Kind) -> JSONValue.Member {
            JSONValue.Member(name: name, value: JSONValue(kind))
        }
        func object(_ answers: Answers) -> JSONValue.Kind {
            .object(answers.map { member($0.name, .bool($0.isHeld)) })
        }
        let indices = self.indices.map { member($0.name, object($0.privileges)) }
        let applications = self.applications.map { application in
            let resources = application.resources.map { member($0.name, object($0.privileges)) }
            return member(application.name, .object(resources))
        }
        return JSONValue(
            .object([
                member("username", .string(username)),
                member("has_all_requested", .bool(self.hasAllRequested)),
                member("cluster", object(self.cluster)), member("index", .object(indices)),
                member("application", .object(applications)),
            ]))
    }
}

extension HasPrivileges.Request {
    /// Names, privileges, resources of one request: each pair of them is a comparison.
    static let pairCountMax = 10_000

    /// Reads the body of a request.
    ///
    /// - Throws: what Elasticsearch says of it; 400.
    public init(json: JSONValue, username: String) throws(ErrorResponse) {
        let reader = HasPrivilegesReader(role: "\(username)/has_privileges")
        guard let members = json.members else {
            throw .parse(
                "failed to parse privileges check [\(reader.role)]. expected an object but found"
                    + " [\(json.tokenName)] instead")
        }
        self.init()
        var isEmpty = true
        for member in members {
            switch member.name {
            case "cluster":
                if case .null = member.value.kind { continue }
                self.cluster = try reader.strings(member.value, "cluster")
            case "index":
                for element in try reader.elements(member.value, "indices", member.name) {
                    self.indices.append(try reader.indices(element, member.name))
                }
            case "application", "applications":
                for element in try reader.elements(member.value, "application", member.name) {
                    self.applications.append(try reader.application(element, member.name))
                }
            default:
                throw .parse(
                    "failed to parse privileges check [\(reader.role)]. unexpected field [\(member.name)]")
            }
            isEmpty = false
        }
        guard !isEmpty else {
            throw .parse(
                "failed to parse privileges check [\(reader.role)]. All privilege fields"
                    + " [cluster,index,applications] are missing")
        }
        try self.validate()
    }

    private func validate() throws(ErrorResponse) {
        var reasons: [String] = []
        for entry in self.applications {
            if let reason = ApplicationName.problem(entry.application, allowsWildcard: false) {
                reasons.append(reason)
            }
        }
        if self.cluster.isEmpty && self.indices.isEmpty && self.applications.isEmpty {
            reasons.append("must specify at least one privilege")
        }
        guard reasons.isEmpty else { throw .validation(reasons) }
        let pairs =
            self.cluster.count + self.indices.reduce(0) { $0 + $1.names.count * $1.privileges.count }
            + self.applications.reduce(0) { $0 + $1.resources.count * $1.privileges.count }
        guard pairs <= Self.pairCountMax else {
            throw .illegalArgument("a request may not ask for more than \(Self.pairCountMax) privileges")
        }
    }
}
