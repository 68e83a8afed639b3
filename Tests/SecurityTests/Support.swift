import Authenticate
import Authorize
import Bytes
import Dispatch
import HTTP
import JSON
import Keys
import Synchronization
import TestSupport

@testable import Security

/// A router over keys in memory, and what it answers.
struct Desk {
    let store = MemoryStore()
    let registry: KeyRegistry
    let router: SecurityRouter
    let realms: Realms
    let roles: RoleStore
    static let now: Int64 = 1_700_000_000_000

    init(keysAreEnabled: Bool = true, settings: SecuritySettings = SecuritySettings()) {
        self.registry = KeyRegistry(store: self.store)
        self.realms = Realms(
            file: FileRealm(usersPath: "/nonexistent/users", usersRolesPath: "/nonexistent/users_roles"),
            native: NativeRealm(store: self.store))
        self.roles = RoleStore(
            store: self.store,
            builtIn: BuiltInRoles.names(.v8).compactMap { BuiltInRoles.role($0, .v8) })
        var settings = settings
        settings.keysAreEnabled = keysAreEnabled
        self.router = SecurityRouter(
            registry: self.registry,
            resolver: PrivilegeResolver(keys: self.registry.table, roles: self.roles), realms: self.realms,
            passwords: PasswordAuthenticator(realms: self.realms, ttl: 1000, parallel: 2, bcryptCost: 4),
            node: NodeIdentity(id: "node", name: "here", clusterName: "test"), settings: settings)
    }

    static let elastic = Subject.user(
        Principal(username: "elastic", roles: ["superuser"], realm: "default_file", realmType: "file"))
    static let mortal = Subject.user(
        Principal(
            username: "mortal", roles: ["viewer", "editor"], realm: "default_file", realmType: "file"))

    struct Answer {
        var status: Int
        var headers: [(String, String)]
        var text: String
        var json: JSONValue { (try? JSONParser.parse(Array(self.text.utf8))) ?? JSONValue(.null) }
        var error: JSONValue? { self.json["error"] }
        /// `error.reason`, or `error` where that is a text.
        var reason: String? { self.error?["reason"]?.string ?? self.error?.string }
        var type: String? { self.error?["type"]?.string }
        func header(_ name: String) -> [String] { self.headers.filter { $0.0 == name }.map(\.1) }
    }

    func ask(
        _ method: Method, _ path: String, _ query: [(String, String?)] = [], body: String = "",
        type: String? = "application/json", accept: String? = nil, as subject: Subject = Desk.elastic,
        now: Int64 = Desk.now
    ) -> Answer {
        let request = SecurityRequest(
            method: method, segments: path.split(separator: "/").map(String.init), parameters: query,
            uri: "/" + path, contentType: type, accept: accept, body: Array(body.utf8), subject: subject,
            now: now)
        return self.answer(to: request)
    }

    func answer(to request: SecurityRequest) -> Answer {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<SecurityResponse?>(nil)
        self.router.handle(request) { response in
            result.withLock { $0 = response }
            done.signal()
        }
        done.wait()
        guard let response = result.withLock({ $0 }) else {
            preconditionFailure("completed without an answer")
        }
        return Answer(
            status: response.status, headers: response.headers,
            text: String(decoding: response.body, as: UTF8.self))
    }

    func create(_ body: String, as subject: Subject = Desk.elastic, now: Int64 = Desk.now) -> Answer {
        self.ask(.post, "_security/api_key", body: body, as: subject, now: now)
    }

    func get(_ query: [(String, String?)] = [], as subject: Subject = Desk.elastic) -> Answer {
        self.ask(.get, "_security/api_key", query, as: subject)
    }

    func invalidate(_ body: String, as subject: Subject = Desk.elastic) -> Answer {
        self.ask(.delete, "_security/api_key", body: body, as: subject)
    }

    /// Makes a key and gives it as the subject of further calls.
    func key(_ body: String) -> Subject? {
        guard let id = self.create(body).json["id"]?.string, let id = APIKeyID(id),
            let entry = self.registry.table.lookup(id)
        else { return nil }
        return .key(entry)
    }
}
