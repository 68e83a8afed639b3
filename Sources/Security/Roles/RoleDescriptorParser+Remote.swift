internal import JSON

/// Privileges on other clusters. They are kept and told back and grant nothing: no other cluster can be reached through the
/// proxy.
extension RoleDescriptorParser {
    mutating func remoteIndices(
        _ field: String, _ reader: inout JSONReader
    ) throws(Fault) -> [ParsedDescriptor.Indices] {
        let prefix = "failed to parse remote indices privileges for role [\(self.role)]."
        try self.expectArray(prefix, field, reader)
        var entries: [ParsedDescriptor.Indices] = []
        while try ObjectParser.advance(&reader) != .endArray {
            let entry = try self.indexEntry(&reader, isRemote: true)
            guard entry.clusters != nil else {
                throw self.fault("\(prefix) missing required [clusters] field")
            }
            entries.append(entry)
        }
        return entries
    }

    func remoteClusters(
        _ field: String, _ reader: inout JSONReader
    ) throws(Fault) -> [ParsedDescriptor.RemoteCluster] {
        let prefix = "failed to parse remote_cluster for role [\(self.role)]."
        try self.expectArray(prefix, field, reader)
        var entries: [ParsedDescriptor.RemoteCluster] = []
        while try ObjectParser.advance(&reader) != .endArray {
            entries.append(try self.remoteCluster(prefix, &reader))
        }
        return entries
    }

    private func remoteCluster(
        _ prefix: String, _ reader: inout JSONReader
    ) throws(Fault) -> ParsedDescriptor.RemoteCluster {
        try self.expectEntry(prefix, "remote_cluster", reader)
        var privileges: [String]?
        var clusters: [String]?
        while try ObjectParser.advance(&reader) == .name {
            let name = try ObjectParser.text(&reader)
            try ObjectParser.advance(&reader)
            switch name {
            case "privileges": privileges = try self.strings(&reader)
            case "clusters": clusters = try self.strings(&reader)
            default: throw self.fault("\(prefix) unexpected field [\(name)]")
            }
        }
        guard let privileges else {
            throw self.fault("\(prefix) [privileges] must be defined when [clusters] are defined ")
        }
        guard let clusters else {
            throw self.fault("\(prefix) [clusters] must be defined when [privileges] are defined ")
        }
        try self.check(prefix, privileges, clusters)
        return ParsedDescriptor.RemoteCluster(privileges: privileges, clusters: clusters)
    }

    private func check(_ prefix: String, _ privileges: [String], _ clusters: [String]) throws(Fault) {
        let known = RemotePrivileges.ofClusters
        guard privileges.allSatisfy({ known.contains($0.lowercased()) }) else {
            throw self.fault(
                "\(prefix) [\(known.joined(separator: ", "))] are the only values allowed for [privileges] within"
                    + " [remote_cluster]. Found [\(privileges.joined(separator: ", "))]")
        }
        guard !privileges.isEmpty, !clusters.isEmpty else {
            throw Self.illegal("remote cluster groups must not be null or empty")
        }
        guard !clusters.contains("") else {
            throw Self.illegal(
                "remote_cluster clusters aliases must contain valid non-empty, non-null values"
                    + " [\(clusters.joined(separator: ", "))]")
        }
    }
}

enum RemotePrivileges {
    /// What `remote_cluster` may grant.
    static let ofClusters = ["monitor_enrich", "monitor_stats"]
}
