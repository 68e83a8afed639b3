internal import Audit
internal import Authenticate
internal import Authorize
internal import Configuration
internal import Decide
internal import EventLoop
internal import Keys
internal import Observe
internal import Security
internal import Store
internal import Usage

/// Puts together users, roles and keys, and the routes that manage them.
struct SecurityAssembly {
    let passwords: PasswordAuthenticator
    let router: SecurityRouter
    let roles: StoredRoles

    init(
        _ configuration: Configuration, store: SQLiteStore, registry: KeyRegistry, file: FileRealm,
        nodeName: String, usage: UsageLedger?, reports: Reports, auditTail: AuditTail?,
        _ logger: Logger
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
        var sessions = SessionTable.Settings()
        sessions.idleTimeout = configuration.console.idleTimeout / 1_000_000
        sessions.lifetime = configuration.console.lifetime / 1_000_000
        settings.rotationGrace = configuration.authc.keys.rotationGrace / 1_000_000
        settings.rotationGraceMax = configuration.authc.keys.rotationGraceMax / 1_000_000
        settings.policy = try Self.policy(configuration.authc.keys)
        settings.secretFormat = try configuration.authc.keys.secretPrefix.map { try Self.format($0) }
        self.roles = StoredRoles(store: roles)
        self.router = SecurityRouter(
            registry: registry, resolver: PrivilegeResolver(keys: registry.table, roles: roles),
            realms: realms, passwords: self.passwords,
            node: NodeIdentity(
                id: APIKeyID.generate(now: 0).description, name: nodeName, clusterName: "keyward"),
            settings: settings, sessions: SessionTable(settings: sessions), usage: usage, reports: reports,
            auditTail: auditTail)
    }
}

extension SecurityAssembly {
    /// What is wrong with settings that only their modules understand.
    static func problems(_ settings: Configuration.Keys, file: String) -> [Problem] {
        var problems: [Problem] = []
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { problems.append(Problem(file: file, line: 0, message: "\(error)")) }
        }
        attempt { _ = try self.policy(settings) }
        attempt { _ = try settings.secretPrefix.map { try self.format($0) } }
        return problems
    }

    private static func policy(_ settings: Configuration.Keys) throws -> KeyPolicy {
        var policy = KeyPolicy()
        policy.lifetimeDefault = settings.lifetimeDefault.map { $0 / 1_000_000 }
        policy.lifetimeMax = settings.lifetimeMax.map { $0 / 1_000_000 }
        policy.perOwnerMax = settings.perOwnerMax
        policy.exempt = try self.patterns(settings.exempt, "authc.api_key.expiration.exempt")
        policy.names = try self.patterns(settings.namePatterns, "authc.api_key.name.patterns")
        return policy
    }

    private static func patterns(_ texts: [String], _ setting: String) throws -> NamePatterns? {
        guard !texts.isEmpty else { return nil }
        do throws(AuthorizeError) {
            return try NamePatterns(texts)
        } catch {
            throw SettingFault(description: "[\(setting)]: \(error.reason)")
        }
    }

    private static func format(_ prefix: String) throws -> SecretFormat {
        guard let format = SecretFormat(prefix: prefix) else {
            throw SettingFault(
                description:
                    "[authc.api_key.secret.prefix] is [\(prefix)], but must be 2 to 16 ASCII letters and digits"
            )
        }
        return format
    }
}

/// What is wrong with a setting.
private struct SettingFault: Error, CustomStringConvertible {
    var description: String
}

/// The roles as decisions look at them.
struct StoredRoles: RoleSource {
    let store: RoleStore

    var generation: UInt64 { self.store.generation }
    var applications: ApplicationPrivileges { self.store.applications }
    func descriptors(_ roles: [String]) -> [RoleDescriptor] { self.store.descriptors(roles).known }
}
