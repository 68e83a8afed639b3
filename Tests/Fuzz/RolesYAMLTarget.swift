import Authorize
import Configuration
import JSON
import Security

extension FuzzTarget {
    /// A `roles.yml`: each role by itself, so that what stands behind it changes nothing; what is wrong is told with its
    /// line.
    static let rolesYAML = FuzzTarget(
        "roles-yaml",
        texts: [
            "a:\n  cluster: [monitor]\n  indices:\n    - names: ['logs-*']\n      privileges: [read]\n",
            "# x\n---\na: {cluster: all}\n\nb:\n  run_as: x\n",
            "a:\n  cluster: &x [all]\nb:\n  cluster: *x\n",
            "a:\n  indices: [{names: /a.*/, privileges: [read], allow_restricted_indices: true}]\n", "a: 1\n",
            "a: {}\na: {}\n", "a:\n  metadata: {x: 1.5e3, y: ~, z: \"\\u00e9\", w: 0x1}\n",
            "a: {b: [\nc: d\n", "a: |\n  x\nb: 'x\ny: z'\n", "\ta: b\n",
        ]
    ) { bytes in
        let lines = bytes.count { $0 == 0x0a || $0 == 0x0d } + 1
        let found = RolesText(bytes, file: "f")
        for role in found.roles {
            let written = Array(JSONWriter.text(role.value).utf8)
            try require((try? JSONParser.parse(written)) == role.value, "written: \(text(written))")
            var roles = FileRoles()
            roles.add(role.name, line: role.line, role.value, reserved: ["superuser"])
            try require(roles.roles.count + roles.faults.count == 1, "neither good nor bad: \(role.name)")
            try require(roles.roles.allSatisfy { $0.name == role.name }, "another name")
        }
        for problem in found.problems {
            try require(
                problem.line >= 0 && problem.line <= lines + bytes.count / 2 + 1, "line \(problem.line)")
        }
        let last = Array("\nlast-of-all:\n  cluster: [monitor]\n".utf8)
        let longer = RolesText(bytes + last, file: "f")
        let names = found.roles.map(\.name)
        guard !names.contains("last-of-all") else { return }
        try require(
            longer.roles.map(\.name) == names + ["last-of-all"], "\(names) and \(longer.roles.map(\.name))")
    }
}
