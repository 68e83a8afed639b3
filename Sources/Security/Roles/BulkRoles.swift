internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `POST|DELETE /_security/role`: several roles in one call, each settled by itself.
enum BulkRoles {
    private static let putParser = ObjectParser("bulk_update_roles_request_payload", ["roles"])
    private static let deleteParser = ObjectParser("bulk_delete_roles_request", ["names"])

    static var routes: [SecurityRoute] {
        [
            SecurityRoute(
                path: ["_security", "role"], methods: [.post], parameters: ["refresh"], takesBody: true,
                prepare: { (router, request) throws(ErrorResponse) in
                    let roles = try self.readRoles(request.body)
                    try request.checkRefresh()
                    return SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.bulkPutRole),
                        run: { _, completion in self.put(router.resolver, roles, completion) })
                }),
            SecurityRoute(
                path: ["_security", "role"], methods: [.delete], parameters: ["refresh"], takesBody: true,
                prepare: { (router, request) throws(ErrorResponse) in
                    let names = try self.readNames(request.body)
                    try request.checkRefresh()
                    return SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.bulkDeleteRole),
                        run: { _, completion in self.delete(router.resolver.roles, names, completion) })
                }),
        ]
    }

    private static func readRoles(_ bytes: [UInt8]) throws(ErrorResponse) -> [ParsedDescriptor] {
        var roles: [ParsedDescriptor]?
        try self.putParser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            roles = try KeyBody.descriptors(field, self.putParser, &reader, .description).roles
        }
        guard let roles else { throw .illegalArgument("Required [roles]") }
        return roles
    }

    private static func readNames(_ bytes: [UInt8]) throws(ErrorResponse) -> [String] {
        var names: [String]?
        try self.deleteParser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            names = try self.deleteParser.strings(field, &reader)
        }
        guard let names else { throw .illegalArgument("Required [names]") }
        return names
    }

    private static func put(
        _ resolver: PrivilegeResolver, _ roles: [ParsedDescriptor],
        _ completion: @escaping SecurityRoute.Completion
    ) {
        var failed: [(String, ErrorResponse)] = []
        var good: [ParsedDescriptor] = []
        for role in roles {
            let complaints = RoleRoutes.complaints(role, resolver)
            if !complaints.isEmpty {
                failed.append((role.name, .validation(complaints)))
            } else if let error = RoleValidation.unsupported([role]) {
                failed.append((role.name, error))
            } else {
                good.append(role)
            }
        }
        let (errors, stored) = (failed, good)
        let changes = Dictionary(stored.map { ($0.name, Optional($0.normal)) }) { _, last in last }
        resolver.roles.changeRoles(changes) { result in
            completion(
                result.mapError(StoreFailure.response).map { outcome in
                    .object { writer in
                        let names = stored.map(\.name)
                        self.write(
                            "noop", names.filter { !outcome.changed.contains($0) }, &writer)
                        self.write(
                            "created",
                            names.filter { outcome.changed.contains($0) && !outcome.before.contains($0) },
                            &writer)
                        self.write(
                            "updated",
                            names.filter { outcome.changed.contains($0) && outcome.before.contains($0) },
                            &writer)
                        BulkErrors.write(errors, &writer)
                    }
                })
        }
    }

    private static func delete(
        _ store: RoleStore, _ names: [String], _ completion: @escaping SecurityRoute.Completion
    ) {
        let errors = names.compactMap { name in RoleRoutes.reserved(name, store).map { (name, $0) } }
        let good = names.filter { name in !errors.contains { $0.0 == name } }
        store.changeRoles(Dictionary(good.map { ($0, nil) }) { first, _ in first }) { result in
            completion(
                result.mapError(StoreFailure.response).map { outcome in
                    .object { writer in
                        self.write("deleted", good.filter { outcome.before.contains($0) }, &writer)
                        self.write("not_found", good.filter { !outcome.before.contains($0) }, &writer)
                        BulkErrors.write(errors, &writer)
                    }
                })
        }
    }

    private static func write(_ field: String, _ names: [String], _ writer: inout JSONWriter) {
        if !names.isEmpty { writer.strings(field, names) }
    }
}
