internal import Authenticate
internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `_has_privileges` and `_privileges`: what the caller may do.
enum HasPrivilegesRoutes {
    static var all: [SecurityRoute] { self.has + [self.list] }

    // MARK: Has

    private static var has: [SecurityRoute] {
        [["_security", "user", "_has_privileges"], ["_security", "user", "{username}", "_has_privileges"]].map
        {
            path in
            SecurityRoute(
                path: path, methods: [.get, .post], parameters: ["source", "source_content_type"],
                takesBody: true,
                prepare: { (router, request) throws(ErrorResponse) in
                    let caller = self.username(request, router)
                    let name = request.captures["username"] ?? caller
                    let asked = try self.read(request, name)
                    return SecurityRoute.Prepared(
                        right: .clusterOrSelf(SecurityAction.hasPrivileges) { _ in name == caller },
                        run: { caller, completion in completion(self.answer(asked, name, caller, router)) })
                })
        }
    }

    /// The name of the user who asks, or of the owner of the key that asks.
    private static func username(_ request: SecurityRequest, _ router: SecurityRouter) -> String {
        switch request.subject {
        case .user(let principal): principal.username
        case .key(let entry): router.registry.table.owner(of: entry)?.username ?? ""
        }
    }

    private static func read(
        _ request: SecurityRequest, _ username: String
    ) throws(ErrorResponse) -> HasPrivileges.Request {
        guard !request.content.isEmpty else { throw .parse("request body or source parameter is required") }
        var reader = JSONReader(request.content)
        try FieldReader.advance(&reader)
        let value = try FieldReader.value(&reader)
        try FieldReader.advance(&reader)
        return try HasPrivileges.Request(json: value, username: username)
    }

    private static func answer(
        _ asked: HasPrivileges.Request, _ name: String, _ caller: Caller, _ router: SecurityRouter
    ) -> Result<SecurityResponse, ErrorResponse> {
        guard name == caller.owner.username else {
            return .failure(.illegalArgument("users may only check the privileges of their own account"))
        }
        do throws(AuthorizeError) {
            let held = try HasPrivileges(
                asked, caller.privileges, declared: router.resolver.roles.applications)
            let body = Array(JSONWriter.text(held.json(username: name)).utf8)
            return .success(SecurityResponse(body: body))
        } catch {
            return .failure(.illegalArgument(error.reason))
        }
    }

    // MARK: List

    private static var list: SecurityRoute {
        SecurityRoute(
            path: ["_security", "user", "_privileges"], methods: [.get],
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .anyone(SecurityAction.hasPrivileges),
                    run: { caller, completion in completion(self.privileges(caller, router)) })
            })
    }

    /// A user's, or those of a key that has none of its own.
    private static func privileges(
        _ caller: Caller, _ router: SecurityRouter
    ) -> Result<SecurityResponse, ErrorResponse> {
        let roles: [RoleDescriptor]
        switch caller.subject {
        case .user(let principal): roles = router.resolver.roles.descriptors(principal.roles).known
        case .key(let entry):
            guard !entry.hasRoleDescriptors else {
                var error = ErrorResponse.illegalArgument(
                    "Cannot retrieve privileges for API keys with assigned role descriptors. Please use the Get API"
                        + " key information API https://ela.st/es-api-get-api-key")
                error.causedBy = .cause(
                    type: "unsupported_operation_exception",
                    reason: "cannot retrieve cluster permission on limited role")
                return .failure(error)
            }
            let text = router.registry.table.limitedBy(of: entry) ?? "{}"
            roles =
                (try? JSONParser.parse(Array(text.utf8))).flatMap { try? RoleDescriptor.all($0) } ?? []
        }
        return .success(.object { self.write(roles, &$0) })
    }

    private static func write(_ roles: [RoleDescriptor], _ writer: inout JSONWriter) {
        writer.strings("cluster", Set(roles.flatMap(\.cluster)).sorted())
        writer.name("global")
        writer.beginArray()
        for role in roles where !role.global.isEmpty {
            if let global = role.normal["global"] { writer.value(global) }
        }
        writer.endArray()
        writer.name("indices")
        writer.beginArray()
        for entry in MergedPrivileges.indices(roles) {
            writer.beginObject()
            writer.strings("names", entry.names)
            writer.strings("privileges", entry.privileges)
            writer.member("allow_restricted_indices", entry.allowsRestricted)
            writer.endObject()
        }
        writer.endArray()
        writer.name("applications")
        writer.beginArray()
        for entry in MergedPrivileges.applications(roles) {
            writer.beginObject()
            writer.member("application", entry.application)
            writer.strings("privileges", entry.privileges)
            writer.strings("resources", entry.resources)
            writer.endObject()
        }
        writer.endArray()
        writer.strings("run_as", Set(roles.flatMap(\.runAs)).sorted())
        self.write("remote_indices", MergedPrivileges.remoteIndices(roles), &writer)
        self.write("remote_cluster", MergedPrivileges.remoteClusters(roles), &writer)
    }

    private static func write(_ name: String, _ entries: [JSONValue], _ writer: inout JSONWriter) {
        if entries.isEmpty { return }
        writer.name(name)
        writer.value(JSONValue(.array(entries)))
    }
}
