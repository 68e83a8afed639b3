internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON

/// `_clear_cache` of keys, realms, roles and privileges. A change is in force here when it is answered; what is kept is
/// dropped all the same, so that the next use looks anew.
enum ClearCaches {
    static var keys: SecurityRoute {
        SecurityRoute(
            path: ["_security", "api_key", "{ids}", "_clear_cache"], methods: [.post],
            prepare: { (router, request) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.clearKeyCache),
                    run: { _, completion in completion(.success(self.answer(router))) })
            })
    }

    static var others: [SecurityRoute] {
        [
            SecurityRoute(
                path: ["_security", "realm", "{realms}", "_clear_cache"], methods: [.post],
                parameters: ["usernames"],
                prepare: { (router, request) throws(ErrorResponse) in
                    let names = request.parameter("usernames")?.split(separator: ",").map(String.init)
                    return SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.clearRealmCache),
                        run: { _, completion in
                            router.passwords.clearCache(names)
                            completion(.success(self.answer(router)))
                        })
                }),
            SecurityRoute(
                path: ["_security", "role", "{name}", "_clear_cache"], methods: [.post],
                prepare: { (router, request) throws(ErrorResponse) in
                    SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.clearRolesCache),
                        run: { _, completion in completion(.success(self.answer(router))) })
                }),
            SecurityRoute(
                path: ["_security", "privilege", "{application}", "_clear_cache"], methods: [.post],
                prepare: { (router, request) throws(ErrorResponse) in
                    SecurityRoute.Prepared(
                        right: .cluster(SecurityAction.clearKeyCache),
                        run: { _, completion in completion(.success(self.answer(router))) })
                }),
        ]
    }

    /// How many nodes have answered.
    static func writeNodes(_ writer: inout JSONWriter) {
        writer.name("_nodes")
        writer.beginObject()
        writer.member("total", 1)
        writer.member("successful", 1)
        writer.member("failed", 0)
        writer.endObject()
    }

    /// As of a cluster of one node: this process.
    static func answer(_ router: SecurityRouter) -> SecurityResponse {
        .object { writer in
            self.writeNodes(&writer)
            writer.member("cluster_name", router.node.clusterName)
            writer.name("nodes")
            writer.beginObject()
            writer.name(router.node.id)
            writer.beginObject()
            writer.member("name", router.node.name)
            writer.endObject()
            writer.endObject()
        }
    }
}

/// How this process appears where an answer names nodes.
public struct NodeIdentity: Sendable {
    public var id: String
    public var name: String
    public var clusterName: String

    public init(id: String, name: String, clusterName: String) {
        self.id = id
        self.name = name
        self.clusterName = clusterName
    }
}
