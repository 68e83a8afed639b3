internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `/_security/privilege`: privileges that applications declare, and the names of those that are built in.
enum PrivilegeRoutes {
    static var all: [SecurityRoute] { self.get + [self.put, self.delete, self.builtIn] }

    private static var get: [SecurityRoute] {
        [[], ["{application}"], ["{application}", "{privilege}"]].map { rest in
            SecurityRoute(
                path: ["_security", "privilege"] + rest, methods: [.get],
                prepare: { (router, request) throws(ErrorResponse) in
                    let application = request.captures["application"]
                    let names = request.captures["privilege"].map { UserRoutes.list($0) }
                    return SecurityRoute.Prepared(
                        right: .applications(SecurityAction.getPrivilege, application.map { [$0] } ?? []),
                        run: { _, completion in
                            completion(.success(self.answer(router.resolver.roles, application, names)))
                        })
                })
        }
    }

    private static func answer(
        _ store: RoleStore, _ application: String?, _ names: [String]?
    ) -> SecurityResponse {
        let found = store.storedPrivileges.values.filter { privilege in
            let isOfApplication =
                application.map { wanted in
                    wanted == "*" || wanted == privilege.application
                        || wanted.hasSuffix("*") && privilege.application.hasPrefix(wanted.dropLast())
                } ?? true
            return isOfApplication && names?.contains(privilege.name) != false
        }
        let byApplication = Dictionary(grouping: found, by: \.application)
        return .object(names != nil && found.isEmpty ? 404 : 200) { writer in
            for (application, privileges) in byApplication.sorted(by: { $0.key < $1.key }) {
                writer.name(application)
                writer.beginObject()
                for privilege in privileges.sorted(by: { $0.name < $1.name }) {
                    writer.name(privilege.name)
                    privilege.write(&writer)
                }
                writer.endObject()
            }
        }
    }

    private static var put: SecurityRoute {
        SecurityRoute(
            path: ["_security", "privilege"], methods: [.put, .post], parameters: ["refresh"],
            takesBody: true,
            prepare: { (router, request) throws(ErrorResponse) in
                let privileges = try PrivilegeBody.read(request.body)
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    complaints: PrivilegeBody.complaints(privileges),
                    right: .applications(
                        SecurityAction.putPrivilege, Array(Set(privileges.map(\.application))).sorted()),
                    run: { _, completion in
                        let changes = Dictionary(privileges.map { ($0.key, Optional($0)) }) { _, last in last
                        }
                        router.resolver.roles.changePrivileges(changes) { result in
                            completion(
                                result.mapError(StoreFailure.response).map { outcome in
                                    self.outcome("created", privileges.map { ($0.application, $0.name) }) {
                                        !outcome.before.contains($0)
                                    }
                                })
                        }
                    })
            })
    }

    private static var delete: SecurityRoute {
        SecurityRoute(
            path: ["_security", "privilege", "{application}", "{privilege}"], methods: [.delete],
            parameters: ["refresh"],
            prepare: { (router, request) throws(ErrorResponse) in
                let application = request.captures["application"] ?? ""
                let names = UserRoutes.list(request.captures["privilege"])
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    right: .applications(SecurityAction.deletePrivilege, [application]),
                    run: { _, completion in
                        let keys = names.map { (StoredPrivilege.key(application, $0), StoredPrivilege?.none) }
                        router.resolver.roles.changePrivileges(Dictionary(keys) { first, _ in first }) {
                            result in
                            completion(
                                result.mapError(StoreFailure.response).map { outcome in
                                    var response = self.outcome("found", names.map { (application, $0) }) {
                                        outcome.before.contains($0)
                                    }
                                    if outcome.before.isEmpty { response.status = 404 }
                                    return response
                                })
                        }
                    })
            })
    }

    /// One word about each privilege, by application.
    private static func outcome(
        _ word: String, _ privileges: [(application: String, name: String)], _ holds: (String) -> Bool
    ) -> SecurityResponse {
        let byApplication = Dictionary(grouping: privileges, by: \.application)
        return .object { writer in
            for (application, privileges) in byApplication.sorted(by: { $0.key < $1.key }) {
                writer.name(application)
                writer.beginObject()
                for privilege in privileges {
                    writer.name(privilege.name)
                    writer.beginObject()
                    writer.member(word, holds(StoredPrivilege.key(application, privilege.name)))
                    writer.endObject()
                }
                writer.endObject()
            }
        }
    }

    private static var builtIn: SecurityRoute {
        SecurityRoute(
            path: ["_security", "privilege", "_builtin"], methods: [.get],
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getBuiltinPrivileges),
                    run: { caller, completion in
                        completion(
                            .success(
                                .object { writer in
                                    writer.strings("cluster", caller.table.clusterNames)
                                    writer.strings("index", caller.table.indexNames)
                                    guard caller.table.edition != .v7 else { return }
                                    writer.strings("remote_cluster", RemotePrivileges.ofClusters)
                                }))
                    })
            })
    }
}
