internal import Authenticate
internal import Elasticsearch
internal import JSON

/// `GET|POST /_security/_query/user`: looks for users of the native realm, page by page.
enum QueryUsers {
    private static let scope = DocumentScope(
        [
            DocumentField(name: "username", kind: .keyword), DocumentField(name: "roles", kind: .keyword),
            DocumentField(name: "full_name", kind: .text), DocumentField(name: "email", kind: .text),
            DocumentField(name: "enabled", kind: .boolean),
        ], analyses: ["full_name": .standard, "email": .email],
        textSortFault: { .illegalArgument("sorting is not supported for field [\($0)]") })

    static var route: SecurityRoute {
        DocumentSearch.route(
            "user", parameters: ["with_profile_uid"], scope: self.scope, action: SecurityAction.queryUser,
            check: { (request) throws(ErrorResponse) in _ = try request.flag("with_profile_uid") },
            answer: { self.answer($0, $1.realms.native.users) })
    }

    private static func answer(_ search: DocumentSearch, _ users: [String: NativeUser]) -> SecurityResponse {
        search.answer("users", users.map { self.document($0.key, $0.value) }) { name, writer in
            if let user = users[name] { UserRoutes.write(name, user, &writer) }
        }
    }

    private static func document(_ name: String, _ user: NativeUser) -> SearchDocument {
        var document = SearchDocument(id: "user-\(name)", name: name)
        document.set("username", [name])
        document.set("roles", user.roles)
        document.set("full_name", user.fullName, .standard)
        document.set("email", user.email, .email)
        document.set("enabled", [user.isEnabled ? "true" : "false"])
        return document
    }
}
