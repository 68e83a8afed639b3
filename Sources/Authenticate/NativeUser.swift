internal import JSON

/// A user of the native realm as he is stored.
public struct NativeUser: Sendable, Equatable {
    /// nil: there is no password, nobody can sign in by this name.
    public var hash: String?
    public var roles: [String]
    public var fullName: String?
    public var email: String?
    /// A JSON object.
    public var metadata: String
    public var isEnabled: Bool

    public init(
        hash: String?, roles: [String] = [], fullName: String? = nil, email: String? = nil,
        metadata: String = "{}", isEnabled: Bool = true
    ) {
        self.hash = hash
        self.roles = roles
        self.fullName = fullName
        self.email = email
        self.metadata = metadata
        self.isEnabled = isEnabled
    }

    /// - Returns: nil for a text that no user was written as.
    init?(text: String) {
        guard let value = try? JSONParser.parse(Array(text.utf8)), value.members != nil,
            let roles = value["roles"]?.elements, let enabled = value["enabled"]?.bool
        else { return nil }
        self.hash = value["password"]?.string
        self.roles = roles.compactMap(\.string)
        self.fullName = value["full_name"]?.string
        self.email = value["email"]?.string
        self.metadata = value["metadata"].map { JSONWriter.text($0) } ?? "{}"
        self.isEnabled = enabled
    }

    /// The form that is stored.
    var text: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("password")
        writer.string(self.hash)
        writer.name("roles")
        writer.beginArray()
        for role in self.roles { writer.string(role) }
        writer.endArray()
        writer.name("full_name")
        writer.string(self.fullName)
        writer.name("email")
        writer.string(self.email)
        writer.name("metadata")
        if let value = try? JSONParser.parse(Array(self.metadata.utf8)) {
            writer.value(value)
        } else {
            writer.null()
        }
        writer.name("enabled")
        writer.bool(self.isEnabled)
        writer.endObject()
        return writer.text
    }
}
