/// Names that are spoken for, and rules for passwords.
enum UserNames {
    /// Users that Elasticsearch brings along: nobody else may have their names.
    static let reserved = [
        "elastic", "kibana", "kibana_system", "logstash_system", "beats_system", "apm_system",
        "remote_monitoring_user",
    ]

    /// Characters that a password has at least.
    private static let passwordLengthMin = 6

    static func passwordComplaint(_ password: String) -> String? {
        password.utf16.count < self.passwordLengthMin
            ? "passwords must be at least [\(self.passwordLengthMin)] characters long" : nil
    }

    static func complaint(_ name: String) -> String? {
        RoleName.isValid(name, lengthMax: 507) ? nil : RoleName.rule("User names", 507)
    }
}
