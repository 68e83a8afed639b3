internal import Authenticate
internal import Elasticsearch
internal import HTTP
internal import JSON
internal import Keys

/// `GET /_keyward/_export`: keys, users or roles as documents that ``ImportRoute`` takes, a line each. With their hashes,
/// so only for those who manage security.
enum ExportRoute {
    enum Kind: String, CaseIterable, Sendable { case api_key, user, role }

    private static let sizeMax = 10_000
    private static let sizeDefault = 1_000

    static var route: SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "_export"], methods: [.get], parameters: ["kind", "after", "size"],
            isOfKeyService: true,
            documentation: RouteDocumentation(
                "Keys, users or roles as files",
                "NDJSON in the order of ids: lines `{\"_id\":...,\"_source\":{...}}` that `_import` takes. The last id is"
                    + " the next page's `after`. Has hashes of secrets and passwords; needs `manage_security`.",
                parameters: [
                    "kind": "One of api_key (default), user, role",
                    "after": "Only ids behind this one", "size": "Lines, from 1 to 10000, default 1000",
                ], response: #"{"type":"object","description":"One document a line"}"#),
            prepare: { (router, request) throws(ErrorResponse) in
                let kind = try OwnParameters.choice(request, "kind", Kind.self) ?? .api_key
                let size = try OwnParameters.integer(
                    request, "size", 1...self.sizeMax, default: self.sizeDefault)
                let after = request.parameter("after")
                return SecurityRoute.Prepared(
                    right: .cluster(SecurityAction.putUser),
                    run: { _, completion in
                        router.searches.run(completion) {
                            self.run(router, kind, after: after, size: size, completion)
                        }
                    })
            })
    }

    private static func run(
        _ router: SecurityRouter, _ kind: Kind, after: String?, size: Int,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        switch kind {
        case .api_key:
            var query = KeyQuery()
            query.after = after
            query.limit = size
            router.registry.find(query) { result in
                completion(
                    result.mapError(StoreFailure.response).map { records in
                        self.answer(records.map { .key($0) })
                    })
            }
        case .user:
            completion(
                .success(
                    self.answer(
                        self.page(router.realms.native.users, "user-", after, size).map {
                            .user(name: $0, $1)
                        })))
        case .role:
            let roles = router.resolver.roles.nativeRoles.mapValues(\.normal)
            completion(
                .success(
                    self.answer(self.page(roles, "role-", after, size).map { .role(name: $0, $1) })))
        }
    }

    private static func page<Value>(
        _ all: [String: Value], _ prefix: String, _ after: String?, _ size: Int
    ) -> [(String, Value)] {
        let rest = all.filter { entry in after.map { prefix + entry.key > $0 } ?? true }
        return rest.sorted { $0.key < $1.key }.prefix(size).map { ($0.key, $0.value) }
    }

    private static func answer(_ documents: [SecurityDocument]) -> SecurityResponse {
        var body: [UInt8] = []
        for document in documents {
            let (id, source) = document.exported
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("_id", id)
            writer.name("_source")
            writer.value(source)
            writer.endObject()
            body += writer.bytes + [UInt8(ascii: "\n")]
        }
        var response = SecurityResponse(body: body)
        response.headers.append(("content-type", "application/x-ndjson"))
        return response
    }
}
