internal import Authorize
internal import Decide
internal import JSON
internal import Security

struct BuiltInRoleSource: RoleSource {
    var generation: UInt64 { 1 }
    func descriptors(_ roles: [String]) -> [RoleDescriptor] {
        guard roles.contains("superuser"),
            let value = try? JSONParser.parse(Array(SuperuserDescriptor.text.utf8))
        else { return [] }
        return (try? RoleDescriptor.all(value)) ?? []
    }
    var applications: ApplicationPrivileges { .none }
}
