internal import Authenticate
internal import Authorize
internal import Configuration
internal import Decide
internal import EventLoop
internal import Keys
internal import Observe
internal import Security
internal import Store

/// Puts together users, roles and keys, and the routes that manage them.
struct SecurityAssembly {
    let passwords: PasswordAuthenticator
    let router: SecurityRouter
    let roles: StoredRoles

    init(
        _ configuration: Configuration, store: SQLiteStore, registry: KeyRegistry, file: FileRealm,
        nodeName: String, _ logger: Logger
    ) throws {
        let native = NativeRealm(store: store)
        let roles = RoleStore(
            store: store, builtIn: BuiltInRoles.names(.v8).compactMap { BuiltInRoles.role($0, .v8) })
        for name in try native.load() {
            logger.error("a stored user cannot be read and does not exist", ["name": name])
        }
        for name in try roles.load() {
            logger.error("a stored role or privilege cannot be read and does not exist", ["name": name])
        }
        let realms = Realms(file: file, native: native)
        self.passwords = PasswordAuthenticator(
            realms: realms, ttl: configuration.authc.cacheTTL / 1_000_000, parallel: LoopGroup.usableCores,
            bcryptCost: configuration.authc.bcryptCost)
        var settings = SecuritySettings()
        settings.keysAreEnabled = configuration.authc.apiKeysAreEnabled
        settings.rotationGrace = configuration.authc.keys.rotationGrace / 1_000_000
        settings.rotationGraceMax = configuration.authc.keys.rotationGraceMax / 1_000_000
        self.roles = StoredRoles(store: roles)
        self.router = SecurityRouter(
            registry: registry, resolver: PrivilegeResolver(keys: registry.table, roles: roles),
            realms: realms, passwords: self.passwords,
            node: NodeIdentity(
                id: APIKeyID.generate(now: 0).description, name: nodeName, clusterName: "keyward"),
            settings: settings)
    }
}

/// The roles as decisions look at them.
struct StoredRoles: RoleSource {
    let store: RoleStore

    var generation: UInt64 { self.store.generation }
    var applications: ApplicationPrivileges { self.store.applications }
    func descriptors(_ roles: [String]) -> [RoleDescriptor] { self.store.descriptors(roles).known }
}
