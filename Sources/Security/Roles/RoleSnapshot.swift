internal import Authorize
internal import JSON

/// The descriptors of an owner's roles as they bound his keys from then on.
enum RoleSnapshot {
    /// A JSON object of descriptors by name, in the order of the names: the same roles give the same text.
    static func text(_ roles: [RoleDescriptor]) -> String {
        let members = roles.sorted { $0.name < $1.name }.map {
            JSONValue.Member(name: $0.name, value: self.withoutDescription($0.normal))
        }
        return JSONWriter.text(JSONValue(.object(members)))
    }

    /// What a role is for belongs to the role, not to the key.
    private static func withoutDescription(_ value: JSONValue) -> JSONValue {
        JSONValue(.object(value.members?.filter { $0.name != "description" } ?? []))
    }
}

/// The role that denies nothing.
public enum SuperuserDescriptor {
    /// What a superuser's key is limited by, as Elasticsearch 8 echoes it.
    public static let text = """
        {"superuser":{"cluster":["all"],"indices":[{"names":["*"],"privileges":["all"],\
        "allow_restricted_indices":false},{"names":["*"],"privileges":["monitor","read","view_index_metadata",\
        "read_cross_cluster"],"allow_restricted_indices":true}],"applications":[{"application":"*","privileges":["*"],\
        "resources":["*"]}],"run_as":["*"],"metadata":{"_reserved":true},"transient_metadata":{"enabled":true}}}
        """

    /// Whether the snapshot of an owner's privileges is that of a superuser.
    public static func isWhole(_ limitedBy: String) -> Bool { limitedBy == self.text }
}
