internal import Synchronization

/// Compiled roles by the number of their descriptors, and why those that are none could not be compiled. Bounded by
/// the memory that the roles hold: those that were not used for long are forgotten, and compiled again on demand.
/// Shared by threads; a look takes no longer when the cache is full.
public final class RoleCache: Sendable {
    /// Bytes of all roles that are kept.
    public static let bytesMax = 64 << 20

    public typealias Outcome = Result<Role, AuthorizeError>

    private struct Key: Hashable {
        var edition: PrivilegeTable.Edition
        var number: UInt32
    }

    /// Two generations: what is used of the old one moves to the young one; when that is full it becomes the old one.
    private struct State {
        var young: [Key: Outcome] = [:]
        var youngBytes = 0
        var old: [Key: Outcome] = [:]
        var oldBytes = 0
    }

    private let generationBytesMax: Int
    private let state = Mutex(State())

    public init(bytesMax: Int = RoleCache.bytesMax) { self.generationBytesMax = bytesMax / 2 }

    /// - Parameter number: of the descriptors' text; never given to another one.
    public func outcome(_ number: UInt32, _ table: PrivilegeTable) -> Outcome? {
        let key = Key(edition: table.edition, number: number)
        if let outcome = self.state.withLock({ $0.young[key] }) { return outcome }
        guard let outcome = self.state.withLock({ $0.old[key] }) else { return nil }
        self.keep(outcome, number, table)
        return outcome
    }

    public func keep(_ outcome: Outcome, _ number: UInt32, _ table: PrivilegeTable) {
        let bytes = Self.byteCount(outcome)
        guard bytes <= self.generationBytesMax else { return }
        let key = Key(edition: table.edition, number: number)
        // What is forgotten is released when the lock is no longer held.
        let forgotten = self.state.withLock { state -> [Key: Outcome] in
            guard state.young[key] == nil else { return [:] }
            var forgotten: [Key: Outcome] = [:]
            if state.youngBytes + bytes > self.generationBytesMax {
                forgotten = state.old
                state.old = state.young
                state.oldBytes = state.youngBytes
                state.young = [:]
                state.youngBytes = 0
            }
            state.young[key] = outcome
            state.youngBytes += bytes
            return forgotten
        }
        withExtendedLifetime(forgotten) {}
    }

    private static func byteCount(_ outcome: Outcome) -> Int {
        guard case .success(let role) = outcome else { return 1024 }
        return role.byteCount
    }

    /// Of all that is kept; what has moved to the young generation counts twice until the old one goes.
    public var byteCount: Int { self.state.withLock { $0.youngBytes + $0.oldBytes } }
}
