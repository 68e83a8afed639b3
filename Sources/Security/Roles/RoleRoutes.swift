internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// Roles that are managed over the API, one at a time.
enum RoleRoutes {
    static var all: [SecurityRoute] {
        [self.getAll, self.get, QueryRoles.route, self.put, self.delete] + BulkRoles.routes
    }

    // MARK: Look-up

    private static var getAll: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role"], methods: [.get],
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getRole),
                    run: { _, completion in completion(.success(self.answer(router.resolver.roles, nil))) })
            })
    }

    private static var get: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role", "{name}"], methods: [.get],
            prepare: { (router, request) throws(ErrorResponse) in
                let names = UserRoutes.list(request.captures["name"])
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getRole),
                    run: { _, completion in completion(.success(self.answer(router.resolver.roles, names))) })
            })
    }

    /// Built-in roles and those of the API, as in Elasticsearch: those of `roles.yml` are not shown.
    private static func answer(_ store: RoleStore, _ wanted: [String]?) -> SecurityResponse {
        let roles = store.shown
        let found = (wanted ?? roles.keys.sorted()).compactMap { name in roles[name].map { (name, $0) } }
        return .object(wanted != nil && found.isEmpty ? 404 : 200) { writer in
            for (name, role) in found {
                writer.name(name)
                writer.value(role)
            }
        }
    }

    // MARK: Changes

    private static var put: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role", "{name}"], methods: [.put, .post], parameters: ["refresh"],
            takesBody: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let name = request.captures["name"] ?? ""
                let role = try self.read(request.body, name)
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    complaints: self.complaints(role, router.resolver),
                    right: .cluster(SecurityAction.putRole),
                    run: { _, completion in
                        if let error = RoleValidation.unsupported([role]) {
                            return completion(.failure(error))
                        }
                        router.resolver.roles.changeRoles([name: role.normal]) { result in
                            completion(
                                result.mapError(StoreFailure.response).map { outcome in
                                    .object { writer in
                                        writer.name("role")
                                        writer.beginObject()
                                        writer.member("created", !outcome.before.contains(name))
                                        writer.endObject()
                                    }
                                })
                        }
                    })
            })
    }

    private static func read(_ bytes: [UInt8], _ name: String) throws(ErrorResponse) -> ParsedDescriptor {
        guard !bytes.isEmpty else { throw .parse("request body is required") }
        var reader = JSONReader(bytes)
        if let complaint = RoleName.complaint(name) { throw .invalid(complaint) }
        do throws(ObjectParser.Fault) {
            try ObjectParser.advance(&reader)
            let role = try RoleDescriptorParser.parse(name, &reader, .description)
            try ObjectParser.advance(&reader)
            return role
        } catch {
            throw FieldReader.error(error, reader)
        }
    }

    /// What is wrong with a role, its name included.
    static func complaints(_ role: ParsedDescriptor, _ resolver: PrivilegeResolver) -> [String] {
        var complaints: [String] = []
        if !RoleName.isValid(role.name, lengthMax: 507) {
            complaints.append(RoleName.rule("Role names", 507))
        }
        if resolver.roles.builtInRoles[role.name] != nil {
            complaints.append("Role [\(role.name)] is reserved and may not be used.")
        }
        if let description = role.description, description.utf16.count > 1000 {
            complaints.append("Role description must be less than 1000 characters.")
        }
        return complaints + RoleValidation.complaints(role, resolver.table)
    }

    private static var delete: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role", "{name}"], methods: [.delete], parameters: ["refresh"],
            prepare: { (router, request) throws(ErrorResponse) in
                let name = request.captures["name"] ?? ""
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.deleteRole),
                    run: { _, completion in
                        if let error = self.reserved(name, router.resolver.roles) {
                            return completion(.failure(error))
                        }
                        router.resolver.roles.changeRoles([name: nil]) { result in
                            completion(
                                result.mapError(StoreFailure.response).map { outcome in
                                    let isFound = outcome.before.contains(name)
                                    return .object(isFound ? 200 : 404) { $0.member("found", isFound) }
                                })
                        }
                    })
            })
    }

    /// Why a role cannot be deleted.
    static func reserved(_ name: String, _ store: RoleStore) -> ErrorResponse? {
        store.builtInRoles[name].map { _ in
            .illegalArgument("role [\(name)] is reserved and cannot be deleted")
        }
    }
}
