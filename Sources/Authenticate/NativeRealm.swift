public import Keys
internal import Synchronization

/// Users that are managed over the API: kept in the store, all of them in memory.
public final class NativeRealm: Sendable {
    public static let name = "default_native"
    public static let type = "native"

    private let store: any DocumentStore
    private let state = Mutex<[String: NativeUser]>([:])

    /// Knows nobody yet: call ``load()``.
    public init(store: any DocumentStore) { self.store = store }

    /// Blocks.
    ///
    /// - Returns: names of users that could not be read: they do not exist until they are written again.
    public func load() throws(StoreError) -> [String] {
        var users: [String: NativeUser] = [:]
        var unread: [String] = []
        for (name, body) in try self.store.documents(.user) {
            if let user = NativeUser(text: body) { users[name] = user } else { unread.append(name) }
        }
        self.state.withLock { $0 = users }
        return unread.sorted()
    }

    public func user(_ name: String) -> NativeUser? { self.state.withLock { $0[name] } }
    public var users: [String: NativeUser] { self.state.withLock { $0 } }

    public func realmUser(_ name: String) -> RealmUser? {
        guard let user = self.user(name), let hash = user.hash else { return nil }
        var principal = Principal(
            username: name, roles: user.roles, realm: Self.name, realmType: Self.type)
        principal.fullName = user.fullName
        principal.email = user.email
        principal.metadata = user.metadata
        return RealmUser(hash: hash, principal: principal, isEnabled: user.isEnabled)
    }

    /// Calls `change` with the user of that name, if there is one, and stores what it returns (nil: nobody).
    /// Completes, when that is on disk and in force, with the user before.
    public func change(
        _ name: String, _ change: @escaping @Sendable (NativeUser?) -> NativeUser?,
        completion: @escaping @Sendable (Result<NativeUser?, StoreError>) -> Void
    ) {
        let former = Mutex<NativeUser?>(nil)
        self.store.changeDocuments(.user, [name]) { bodies in
            let user = bodies[name].flatMap { NativeUser(text: $0) }
            former.withLock { $0 = user }
            let next = change(user)
            return next == user ? [:] : [name: next?.text]
        } completion: { result in
            switch result {
            case .success(let changes):
                for (name, body) in changes {
                    self.state.withLock { $0[name] = body.flatMap { NativeUser(text: $0) } }
                }
                completion(.success(former.withLock { $0 }))
            case .failure(let error): completion(.failure(error))
            }
        }
    }
}
