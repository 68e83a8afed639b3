public import Authorize
internal import JSON
public import Keys
internal import Synchronization

/// Roles by name: those that are built in, those of `roles.yml`, those that are managed over the API. All in
/// memory; every change gives a new generation, so that what was derived can be told stale.
public final class RoleStore: Sendable {
    /// A role of the API as it is stored.
    struct NativeRole: Sendable {
        /// The complete form, without `name`.
        var normal: JSONValue
        var descriptor: RoleDescriptor
    }

    private struct State {
        var generation: UInt64 = 1
        var file: [String: RoleDescriptor] = [:]
        var native: [String: NativeRole] = [:]
        var privileges: [String: StoredPrivilege] = [:]
        var applications = ApplicationPrivileges.none
    }

    private let builtIn: [String: RoleDescriptor]
    let store: any DocumentStore
    private let state = Mutex(State())

    /// Knows the built-in roles only: call ``load()``.
    public init(store: any DocumentStore, builtIn: [RoleDescriptor]) {
        self.store = store
        self.builtIn = Dictionary(builtIn.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Reads what is stored. Blocks.
    ///
    /// - Returns: names of roles and privileges that could not be read: they do not exist until written again.
    public func load() throws(StoreError) -> [String] {
        var unread: [String] = []
        var native: [String: NativeRole] = [:]
        for (name, body) in try self.store.documents(.role) {
            if let role = Self.role(name, body) { native[name] = role } else { unread.append("role \(name)") }
        }
        var privileges: [String: StoredPrivilege] = [:]
        for (name, body) in try self.store.documents(.privilege) {
            if let privilege = StoredPrivilege(text: body) {
                privileges[name] = privilege
            } else {
                unread.append("privilege \(name)")
            }
        }
        self.state.withLock { state in
            state.native = native
            state.privileges = privileges
            state.applications = Self.applications(privileges)
            state.generation += 1
        }
        return unread.sorted()
    }

    /// The roles of `roles.yml` from now on.
    public func setFileRoles(_ roles: [RoleDescriptor]) {
        self.state.withLock { state in
            state.file = Dictionary(roles.map { ($0.name, $0) }) { first, _ in first }
            state.generation += 1
        }
    }

    // MARK: Look-up

    /// Grows with every change of a role or of an application's privileges.
    public var generation: UInt64 { self.state.withLock { $0.generation } }
    /// What applications have declared.
    public var applications: ApplicationPrivileges { self.state.withLock { $0.applications } }

    /// The descriptors behind `names`; where a name has several, the built-in one counts, then that of the file.
    public func descriptors(_ names: [String]) -> (known: [RoleDescriptor], unknown: [String]) {
        self.state.withLock { state in
            var known: [RoleDescriptor] = []
            var unknown: [String] = []
            var seen: Set<String> = []
            for name in names where seen.insert(name).inserted {
                if let role = self.builtIn[name] ?? state.file[name] ?? state.native[name]?.descriptor {
                    known.append(role)
                } else {
                    unknown.append(name)
                }
            }
            return (known, unknown)
        }
    }

    var builtInRoles: [String: RoleDescriptor] { self.builtIn }
    var nativeRoles: [String: NativeRole] { self.state.withLock { $0.native } }
    /// Built-in roles and those of the API in their complete form, without `name`.
    var shown: [String: JSONValue] {
        self.nativeRoles.mapValues(\.normal).merging(self.builtIn.mapValues(\.normal)) { $1 }
    }
    var storedPrivileges: [String: StoredPrivilege] { self.state.withLock { $0.privileges } }

    // MARK: Changes

    /// Writes or removes (nil) roles; completes, when that is on disk and in force, with the names that there were
    /// before and those that have changed.
    func changeRoles(
        _ roles: [String: JSONValue?],
        completion:
            @escaping @Sendable (Result<(before: Set<String>, changed: Set<String>), StoreError>) -> Void
    ) {
        let texts = roles.mapValues { $0.map { JSONWriter.text($0) } }
        let before = Mutex<Set<String>>([])
        self.store.changeDocuments(.role, Array(texts.keys)) { bodies in
            before.withLock { $0 = Set(bodies.keys) }
            return texts.filter { $0.value != bodies[$0.key] }
        } completion: { result in
            switch result {
            case .success(let changes):
                self.state.withLock { state in
                    for (name, body) in changes {
                        state.native[name] = body.flatMap { Self.role(name, $0) }
                    }
                    state.generation += 1
                }
                completion(.success((before.withLock { $0 }, Set(changes.keys))))
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    /// Writes or removes (nil) privileges of applications; completes like ``changeRoles(_:completion:)``.
    func changePrivileges(
        _ privileges: [String: StoredPrivilege?],
        completion:
            @escaping @Sendable (Result<(before: Set<String>, changed: Set<String>), StoreError>) -> Void
    ) {
        let before = Mutex<Set<String>>([])
        self.store.changeDocuments(.privilege, Array(privileges.keys)) { bodies in
            before.withLock { $0 = Set(bodies.keys) }
            return privileges.mapValues { $0?.text }.filter { $0.value != bodies[$0.key] }
        } completion: { result in
            switch result {
            case .success(let changes):
                self.state.withLock { state in
                    for (name, body) in changes {
                        state.privileges[name] = body.flatMap { StoredPrivilege(text: $0) }
                    }
                    state.applications = Self.applications(state.privileges)
                    state.generation += 1
                }
                completion(.success((before.withLock { $0 }, Set(changes.keys))))
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    private static func role(_ name: String, _ body: String) -> NativeRole? {
        guard let value = try? JSONParser.parse(Array(body.utf8)),
            let descriptor = try? RoleDescriptor(name, value)
        else { return nil }
        return NativeRole(normal: value, descriptor: descriptor)
    }

    private static func applications(_ privileges: [String: StoredPrivilege]) -> ApplicationPrivileges {
        ApplicationPrivileges(
            privileges.values.map {
                ApplicationPrivileges.Entry(application: $0.application, name: $0.name, actions: $0.actions)
            })
    }
}
