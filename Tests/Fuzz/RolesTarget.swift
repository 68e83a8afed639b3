import Authorize
import Elasticsearch
import JSON

extension FuzzTarget {
    /// Role descriptors: what is stored of them is the same role, and it grants nothing that the text did not.
    static let roles = FuzzTarget(
        "roles",
        texts: [
            #"{"r":{"cluster":["monitor"],"indices":[{"names":["logs-*"],"privileges":["read","write"]}]}}"#,
            #"{"r":{"index":[{"names":"/a.*/","privileges":"all","allow_restricted_indices":true}],"run_as":["*"]}}"#,
            #"{"r":{"applications":[{"application":"kibana-.kibana","privileges":["feature_x.read"],"resources":["space:a"]}]}}"#,
            #"{"r":{"global":{"application":{"manage":{"applications":["a*"]}}},"metadata":{"a":[1]}}}"#,
            #"{"a":{"cluster":["all"]},"b":{"indices":[{"names":["*"],"privileges":["all"]}]}}"#,
            #"{"r":{"indices":[{"names":["a"],"privileges":["read"],"query":"{}"}],"transient_metadata":{"enabled":true}}}"#,
            #"{"r":{"indices":[{"names":["x?\\*"],"privileges":["indices:data/read/*"],"field_security":{"grant":["*"]}}]}}"#,
        ]
    ) { bytes in
        guard let tree = try? JSONParser.parse(bytes), let descriptors = try? RoleDescriptor.all(tree) else {
            return
        }
        let stored = RoleDescriptor.normal(descriptors)
        let again = try? RoleDescriptor.all(try JSONParser.parse(Array(JSONWriter.text(stored).utf8)))
        guard let again else { throw FuzzFailure(description: "not read: \(JSONWriter.text(stored))") }
        try require(RoleDescriptor.normal(again) == stored, "stored otherwise: \(JSONWriter.text(stored))")
        for table in [PrivilegeTable.v7, .v8] {
            guard let role = try? Role(descriptors, table) else { continue }
            guard let second = try? Role(again, table) else {
                throw FuzzFailure(description: "not compiled: \(JSONWriter.text(stored))")
            }
            try Self.compare(Privileges(user: role), Privileges(user: second))
        }
    }

    private static func compare(_ first: Privileges, _ second: Privileges) throws {
        let names = ["logs-a", "a", "secret", ".security-7", "x?*", "*"]
        for action in ["indices:data/read/search", "indices:data/write/bulk", "indices:admin/delete"] {
            guard let action = Action(action) else { throw FuzzFailure(description: "no action \(action)") }
            for name in names {
                let bytes = Array(name.utf8)
                let isAllowed = first.allows(action, index: bytes.span)
                try require(isAllowed == second.allows(action, index: bytes.span), "\(action) on \(name)")
                let isEverywhere = first.allows(action, everyNameOf: "*")
                try require(!isEverywhere || isAllowed || name == "*", "everywhere but on \(name)")
            }
        }
        try require(first.isUnrestricted == second.isUnrestricted, "all")
        try require(first.mayRunAs("someone") == second.mayRunAs("someone"), "run_as")
    }
}
