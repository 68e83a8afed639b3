internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `/api/security/role` on listeners before a Kibana, whose own would ask a cluster without security. Changes need the
/// header `kbn-xsrf`, which no page of another site can send.
enum KibanaRoleRoutes {
    /// What stands before the path of such a request: nothing that a client sends leads here on other listeners.
    static let root = "_kibana"
    static let path = [root, "api", "security", "role"]

    static var all: [SecurityRoute] { [self.list, self.get, self.put, self.delete] }

    private static var list: SecurityRoute {
        SecurityRoute(
            path: self.path, methods: [.get], parameters: ["replaceDeprecatedPrivileges"],
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getRole),
                    run: { _, completion in
                        let roles = router.resolver.roles.shown.sorted { $0.key < $1.key }
                        let views = roles.map { KibanaRole.view($0.key, $0.value) }
                        completion(.success(self.answer(JSONValue(.array(views)))))
                    })
            })
    }

    private static var get: SecurityRoute {
        SecurityRoute(
            path: self.path + ["{name}"], methods: [.get], parameters: ["replaceDeprecatedPrivileges"],
            prepare: { (router, request) throws(ErrorResponse) in
                let name = request.captures["name"] ?? ""
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getRole),
                    run: { _, completion in
                        guard let role = router.resolver.roles.shown[name] else {
                            return completion(.failure(.notFound("Not Found")))
                        }
                        completion(.success(self.answer(KibanaRole.view(name, role))))
                    })
            })
    }

    private static var put: SecurityRoute {
        SecurityRoute(
            path: self.path + ["{name}"], methods: [.put], parameters: ["createOnly"], takesBody: true,
            prepare: { (router, request) throws(ErrorResponse) in
                try self.checkToken(request)
                let name = request.captures["name"] ?? ""
                let createsOnly = try request.flag("createOnly")
                let role = try self.read(name, request.body, router)
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.putRole),
                    run: { _, completion in
                        if createsOnly, router.resolver.roles.shown[name] != nil {
                            return completion(
                                .failure(
                                    .illegalArgument("Role already exists and cannot be created: \(name)")))
                        }
                        router.resolver.roles.changeRoles([name: role]) { result in
                            completion(
                                result.mapError(StoreFailure.response).map { _ in
                                    SecurityResponse(status: 204, body: [])
                                })
                        }
                    })
            })
    }

    private static var delete: SecurityRoute {
        SecurityRoute(
            path: self.path + ["{name}"], methods: [.delete],
            prepare: { (router, request) throws(ErrorResponse) in
                try self.checkToken(request)
                let name = request.captures["name"] ?? ""
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.deleteRole),
                    run: { _, completion in
                        if let error = RoleRoutes.reserved(name, router.resolver.roles) {
                            return completion(.failure(error))
                        }
                        router.resolver.roles.changeRoles([name: nil]) { result in
                            completion(
                                result.mapError(StoreFailure.response).flatMap { outcome in
                                    outcome.before.contains(name)
                                        ? .success(SecurityResponse(status: 204, body: []))
                                        : .failure(.notFound("Not Found"))
                                })
                        }
                    })
            })
    }

    // MARK: Parts

    static func checkToken(_ request: SecurityRequest) throws(ErrorResponse) {
        guard request.hasXSRFHeader else {
            throw .illegalArgument("Request must contain a kbn-xsrf header.")
        }
    }

    private static func read(
        _ name: String, _ bytes: [UInt8], _ router: SecurityRouter
    ) throws(ErrorResponse) -> JSONValue {
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONParser.parse(bytes)
        } catch {
            throw .illegalArgument("Invalid request payload JSON format")
        }
        let descriptor = try KibanaRole.descriptor(body)
        do throws(SecurityDocument.Fault) {
            return try RoleRoutes.imported(name, descriptor, router.resolver)
        } catch {
            throw .illegalArgument(error.reason)
        }
    }

    static func answer(_ value: JSONValue) -> SecurityResponse {
        var writer = JSONWriter()
        writer.value(value)
        return SecurityResponse(body: writer.bytes)
    }

    /// An error in Kibana's shape (that of hapi's boom).
    static func error(_ error: ErrorResponse) -> SecurityResponse {
        let status = error.type.isEmpty ? 404 : error.status
        let names = [
            400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Not Found",
            429: "Too Many Requests", 503: "Service Unavailable",
        ]
        return .object(status) { writer in
            writer.name("statusCode")
            writer.integer(status)
            writer.member("error", names[status] ?? "Internal Server Error")
            writer.member("message", error.reason)
        }
    }
}
