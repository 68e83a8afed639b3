internal import Elasticsearch
internal import HTTP
internal import JSON

/// Role mappings give roles to users of realms that know none: LDAP, SAML and the like. There is no such realm here, so
/// none is there, and none can be made.
enum RoleMappingRoutes {
    static var all: [SecurityRoute] { [self.list, self.get, self.put, self.delete] }

    private static var list: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role_mapping"], methods: [.get],
            prepare: { (_, _) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getRoleMapping),
                    run: { _, completion in completion(.success(.object { _ in })) })
            })
    }

    private static var get: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role_mapping", "{name}"], methods: [.get],
            prepare: { (_, request) throws(ErrorResponse) in
                let isAll = request.captures["name"] == "*"
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getRoleMapping),
                    run: { _, completion in completion(.success(.object(isAll ? 200 : 404) { _ in })) })
            })
    }

    private static var put: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role_mapping", "{name}"], methods: [.put, .post], parameters: ["refresh"],
            takesBody: true,
            prepare: { (_, request) throws(ErrorResponse) in
                guard !request.body.isEmpty else { throw .parse("request body is required") }
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.putRoleMapping),
                    run: { _, completion in
                        completion(.failure(.notEnabled("role mappings", feature: "role_mappings")))
                    })
            })
    }

    private static var delete: SecurityRoute {
        SecurityRoute(
            path: ["_security", "role_mapping", "{name}"], methods: [.delete], parameters: ["refresh"],
            prepare: { (_, request) throws(ErrorResponse) in
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.deleteRoleMapping),
                    run: { _, completion in completion(.success(.object(404) { $0.member("found", false) })) }
                )
            })
    }
}
