import Authenticate
import Authorize
import Dispatch
import HTTP
import JSON
import Keys
import Security
import Synchronization
import TestSupport

extension FuzzTarget {
    /// A request to the proxy's own routes, by a user or a key: answered once, in JSON, with a status that there is.
    static let security = FuzzTarget("security", texts: SecurityDesk.seeds) { bytes in
        var input = FuzzInput(bytes)
        let route = input.choose(SecurityDesk.routes)
        let desk = SecurityDesk()
        let isMortal = input.byte() & 1 == 1
        let parts = input.bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map {
            text($0)
        }
        let answer = desk.ask(
            route, query: parts.count == 2 ? parts[0] : "", body: parts.last ?? "", isMortal: isMortal)
        try require((200...599).contains(answer.status), "status \(answer.status)")
        for (name, value) in answer.headers {
            try require(!(name + value).utf8.contains { $0 < 0x20 || $0 == 0x7f }, "\(name): \(value)")
        }
        guard !answer.body.isEmpty, route.method != .options else { return }
        let isJSON = answer.headers.contains { $0.0.lowercased() == "content-type" && $0.1.contains("json") }
        try require(!isJSON || (try? JSONParser.parse(answer.body)) != nil, "no JSON: \(text(answer.body))")
    }
}

private struct SecurityDesk {
    struct Route {
        var method: Method
        var path: String
    }

    static let routes: [Route] = [
        Route(method: .post, path: "_security/_query/api_key"),
        Route(method: .post, path: "_security/api_key"),
        Route(method: .get, path: "_security/api_key"), Route(method: .delete, path: "_security/api_key"),
        Route(method: .put, path: "_security/api_key/AAAAAAAAAAAAAAAAAAAA"),
        Route(method: .post, path: "_security/api_key/_bulk_update"),
        Route(method: .post, path: "_security/api_key/grant"),
        Route(method: .get, path: "_security/user/_has_privileges"),
        Route(method: .put, path: "_security/user/somebody"),
        Route(method: .put, path: "_security/role/some"), Route(method: .post, path: "_security/role"),
        Route(method: .put, path: "_security/privilege"), Route(method: .get, path: "_security/role"),
        Route(method: .get, path: "_security/_authenticate"), Route(method: .delete, path: "_security/role"),
        Route(method: .put, path: "_security/user/elastic/_password"),
    ]

    static var seeds: [String] {
        func seed(_ route: Int, _ query: String, _ body: String, isMortal: Bool = false) -> String {
            String(UnicodeScalar(UInt8(route))) + (isMortal ? "\u{1}" : "\u{2}") + query + "\u{0}" + body
        }
        return [
            seed(
                0, "pretty",
                #"{"query":{"range":{"creation":{"gte":"now-1d/d","lt":"2026-01-01||+1M/y","format":"yyyy-MM-dd"}}}}"#
            ),
            seed(
                0, "with_limited_by=true",
                #"{"query":{"bool":{"must":[{"term":{"name":"a"}},{"prefix":{"metadata.x":"y"}}]}},"from":0,"size":10}"#
            ),
            seed(
                0, "typed_keys",
                #"{"aggs":{"a":{"terms":{"field":"name","size":5}},"b":{"date_range":{"field":"creation","ranges":[{"to":"now"}]}}},"size":0}"#
            ),
            seed(
                0, "",
                #"{"sort":[{"creation":{"order":"desc","format":"date_time"}},"name"],"search_after":[1700000000000,"a"]}"#
            ),
            seed(0, "", #"{"query":{"simple_query_string":{"query":"a* -b \"c d\"","fields":["name"]}}}"#),
            seed(
                1, "refresh=wait_for",
                #"{"name":"k","expiration":"7d","role_descriptors":{"r":{"cluster":["all"]}},"metadata":{"a":{"b":1}}}"#
            ),
            seed(2, "owner=true&id=a", ""), seed(3, "", #"{"ids":["AAAAAAAAAAAAAAAAAAAA"],"owner":false}"#),
            seed(4, "", #"{"role_descriptors":{},"metadata":{"x":[1,2]},"expiration":"1h"}"#),
            seed(5, "", #"{"ids":["AAAAAAAAAAAAAAAAAAAA"]}"#),
            seed(6, "", #"{"grant_type":"password","username":"u","password":"p","api_key":{"name":"x"}}"#),
            seed(
                7, "",
                #"{"cluster":["monitor"],"index":[{"names":["a*"],"privileges":["read"]}],"application":[]}"#,
                isMortal: true),
            seed(
                8, "",
                #"{"password":"secret","roles":["a"],"full_name":"x","email":null,"enabled":true,"metadata":{}}"#
            ),
            seed(
                9, "",
                #"{"cluster":["all"],"indices":[{"names":["x"],"privileges":["read"],"field_security":{"grant":["*"]}}],"run_as":["y"]}"#
            ),
            seed(10, "", #"{"roles":{"a":{"cluster":["all"]}}}"#),
            seed(11, "", #"{"app":{"read":{"actions":["data:read/*"],"metadata":{}}}}"#),
            seed(13, "filter_path=a.*,-b", "", isMortal: true), seed(15, "", #"{"password":"abcdef"}"#),
        ]
    }

    struct Answer {
        var status = 0
        var headers: [(String, String)] = []
        var body: [UInt8] = []
    }

    private let router: SecurityRouter

    init() {
        let store = MemoryStore()
        let registry = KeyRegistry(store: store)
        let realms = Realms(
            file: FileRealm(usersPath: "/nonexistent/users", usersRolesPath: "/nonexistent/users_roles"),
            native: NativeRealm(store: store))
        let roles = RoleStore(store: store, builtIn: Self.builtIn)
        self.router = SecurityRouter(
            registry: registry, resolver: PrivilegeResolver(keys: registry.table, roles: roles),
            realms: realms,
            passwords: PasswordAuthenticator(realms: realms, ttl: 1000, parallel: 1, bcryptCost: 4),
            node: NodeIdentity(id: "node", name: "here", clusterName: "test"), settings: SecuritySettings())
        // Something to find.
        _ = self.ask(
            Route(method: .post, path: "_security/api_key"), query: "",
            body: #"{"name":"k","expiration":"7d","metadata":{"x":"y","n":{"m":[1,2.5,true,null]}}}"#,
            isMortal: false)
    }

    private static let builtIn = BuiltInRoles.names(.v8).compactMap { BuiltInRoles.role($0, .v8) }

    func ask(_ route: Route, query: String, body: String, isMortal: Bool) -> Answer {
        let parameters: [(String, String?)] = query.split(separator: "&").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            return (sides[0], sides.count == 2 ? sides[1] : nil)
        }
        let user =
            isMortal
            ? Principal(username: "mortal", roles: ["viewer"], realm: "f", realmType: "file")
            : Principal(username: "elastic", roles: ["superuser"], realm: "f", realmType: "file")
        let request = SecurityRequest(
            method: route.method, segments: route.path.split(separator: "/").map(String.init),
            parameters: parameters,
            uri: "/" + route.path, contentType: "application/json", accept: nil, body: Array(body.utf8),
            subject: .user(user), now: 1_700_000_000_000)
        let done = DispatchSemaphore(value: 0)
        let result = Mutex(Answer())
        self.router.handle(request) { response in
            result.withLock {
                $0 = Answer(status: response.status, headers: response.headers, body: response.body)
            }
            done.signal()
        }
        done.wait()
        return result.withLock { $0 }
    }
}
