internal import Elasticsearch
internal import HTTP
internal import JSON

/// Service accounts, which Elasticsearch has for its own programs. None is there, so none has a token: Kibana and Fleet
/// have a user of their own here.
enum ServiceAccountRoutes {
    private static let root = ["_security", "service"]
    private static let account = Self.root + ["{namespace}", "{service}"]
    private static let tokens = Self.account + ["credential", "token"]

    static var all: [SecurityRoute] {
        [
            self.list(self.root), self.list(self.root + ["{namespace}"]), self.list(self.account),
            self.credentials, self.create, self.createNamed, self.delete, self.clearCache,
        ]
    }

    private static func list(_ path: [String]) -> SecurityRoute {
        SecurityRoute(
            path: path, methods: [.get],
            prepare: { (_, _) throws(ErrorResponse) in
                SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getServiceAccount),
                    run: { _, completion in completion(.success(.object { _ in })) })
            })
    }

    private static var credentials: SecurityRoute {
        SecurityRoute(
            path: self.account + ["credential"], methods: [.get],
            prepare: { (_, request) throws(ErrorResponse) in
                let name = self.name(request)
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.getServiceCredentials),
                    run: { _, completion in completion(.success(self.none(name))) })
            })
    }

    /// The answer where an account has no token, in a cluster of one node.
    private static func none(_ name: String) -> SecurityResponse {
        .object { writer in
            writer.member("service_account", name)
            writer.name("count")
            writer.integer(0)
            writer.name("tokens")
            writer.beginObject()
            writer.endObject()
            writer.name("nodes_credentials")
            writer.beginObject()
            ClearCaches.writeNodes(&writer)
            writer.name("file_tokens")
            writer.beginObject()
            writer.endObject()
            writer.endObject()
        }
    }

    private static var create: SecurityRoute { self.create(self.tokens, [.post]) }
    private static var createNamed: SecurityRoute { self.create(self.tokens + ["{name}"], [.post, .put]) }

    private static func create(_ path: [String], _ methods: [Method]) -> SecurityRoute {
        SecurityRoute(
            path: path, methods: methods, parameters: ["refresh"],
            prepare: { (_, request) throws(ErrorResponse) in
                try request.checkRefresh()
                let account = self.name(request)
                return SecurityRoute.Prepared(
                    complaints: request.captures["name"].flatMap(self.complaint).map { [$0] } ?? [],
                    right: .cluster(SecurityAction.createServiceToken),
                    run: { _, completion in
                        completion(
                            .failure(.illegalArgument("service account [\(account)] does not exist")))
                    })
            })
    }

    private static var delete: SecurityRoute {
        SecurityRoute(
            path: self.tokens + ["{name}"], methods: [.delete], parameters: ["refresh"],
            prepare: { (_, request) throws(ErrorResponse) in
                try request.checkRefresh()
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.deleteServiceToken),
                    run: { _, completion in completion(.success(.object(404) { $0.member("found", false) })) }
                )
            })
    }

    private static var clearCache: SecurityRoute {
        SecurityRoute(
            path: self.tokens + ["{name}", "_clear_cache"], methods: [.post],
            prepare: { (router, request) throws(ErrorResponse) in
                for name in UserRoutes.list(request.captures["name"]) where name != "*" {
                    if let complaint = self.complaint(name) { throw .illegalArgument(complaint) }
                }
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.clearKeyCache),
                    run: { _, completion in completion(.success(ClearCaches.answer(router))) })
            })
    }

    private static func name(_ request: SecurityRequest) -> String {
        "\(request.captures["namespace"] ?? "")/\(request.captures["service"] ?? "")"
    }

    /// What is wrong with the name of a token.
    private static func complaint(_ name: String) -> String? {
        let isValid =
            (1...256).contains(name.utf8.count) && !name.hasPrefix("_")
            && name.utf8.allSatisfy { ApplicationRules.isAlphanumeric($0) || "-_".utf8.contains($0) }
        return isValid
            ? nil
            : "invalid service token name [\(name)]. service account token name must have at least 1 character and at most"
                + " 256 characters that are alphanumeric (A-Z, a-z, 0-9) or hyphen (-) or underscore (_). It must not"
                + " begin with an underscore (_)."
    }
}
