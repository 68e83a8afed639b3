internal import Bytes
internal import Keys
internal import Synchronization

/// Who is signed in. In memory only: a restart signs everybody out.
///
/// Shared by all loops. It reads no clock: `now` is milliseconds since 1970.
public final class SessionTable: Sendable {
    public struct Settings: Sendable {
        /// Milliseconds without a request after which a session ends (`console.session.idle_timeout`).
        public var idleTimeout: Int64 = 30 * 60 * 1000
        /// Milliseconds after which it ends in any case (`console.session.lifetime`).
        public var lifetime: Int64 = 12 * 60 * 60 * 1000
        /// Sessions in all. One more ends the one that was unused for longest.
        public var countMax = 10_000
        /// Sessions of one user or key. One more ends his own that was unused for longest.
        public var countPerHolderMax = 16

        public init() {}
    }

    /// Random octets of a token: 256 bits.
    static let tokenSize = 32
    /// Random octets of a CSRF token.
    static let csrfSize = 24

    public let settings: Settings
    private let sessions = Mutex<[SessionID: Session]>([:])

    public init(settings: Settings = Settings()) { self.settings = settings }

    public var count: Int { self.sessions.withLock { $0.count } }

    /// Begins a session.
    ///
    /// - Returns: the token for the cookie, in URL-safe Base64 without padding, and the session.
    public func begin(_ holder: Session.Holder, now: Int64) -> (token: [UInt8], session: Session) {
        let token = Base64.encode(SecureRandom.bytes(Self.tokenSize), alphabet: .urlSafe, padding: false)
        let session = Session(
            holder: holder,
            csrfToken: Base64.encode(SecureRandom.bytes(Self.csrfSize), alphabet: .urlSafe, padding: false),
            created: now, expires: now &+ self.settings.lifetime, lastUsed: now)
        let id = Self.id(token)
        self.sessions.withLock { sessions in
            if sessions.count >= self.settings.countMax {
                sessions = sessions.filter { self.isAlive($0.value, now) }
                if sessions.count >= self.settings.countMax { Self.endOldest(&sessions) { _ in true } }
            }
            let own = sessions.values.count { $0.holder.isSameAs(holder) }
            if own >= self.settings.countPerHolderMax {
                Self.endOldest(&sessions) { $0.holder.isSameAs(holder) }
            }
            sessions[id] = session
        }
        return (token, session)
    }

    /// The session of a token that a cookie held.
    ///
    /// - Parameter isBackground: asked by a page that refreshes itself, with nobody at it: it does not count as used.
    /// - Returns: nil for an unknown token and for a session that has ended.
    public func use(
        _ token: UnsafeBufferPointer<UInt8>, now: Int64, isBackground: Bool = false
    ) -> (id: SessionID, session: Session)? {
        // Of any other length it is none of ours; nothing is hashed for it.
        guard token.count == (Self.tokenSize * 4 + 2) / 3 else { return nil }
        let id = Self.id(Array(token))
        return self.sessions.withLock { sessions in
            guard var session = sessions[id] else { return nil }
            guard self.isAlive(session, now) else {
                sessions[id] = nil
                return nil
            }
            if !isBackground {
                session.lastUsed = now
                sessions[id] = session
            }
            return (id, session)
        }
    }

    public func end(_ id: SessionID) { self.sessions.withLock { $0[id] = nil } }

    /// Ends every session of `holder`.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func endAll(of holder: Session.Holder) -> Int {
        self.sessions.withLock { sessions in
            let before = sessions.count
            sessions = sessions.filter { !$0.value.holder.isSameAs(holder) }
            return before - sessions.count
        }
    }

    public func session(_ id: SessionID) -> Session? { self.sessions.withLock { $0[id] } }

    private func isAlive(_ session: Session, _ now: Int64) -> Bool {
        now < session.expires && now < session.lastUsed &+ self.settings.idleTimeout
    }

    private static func endOldest(
        _ sessions: inout [SessionID: Session], where isMeant: (Session) -> Bool
    ) {
        let oldest = sessions.filter { isMeant($0.value) }.min { $0.value.lastUsed < $1.value.lastUsed }
        if let oldest { sessions[oldest.key] = nil }
    }

    private static func id(_ token: [UInt8]) -> SessionID {
        let digest = token.withUnsafeBufferPointer { SecretHasher().digest($0, salt: 0) }
        return SessionID(digest: [digest.0, digest.1, digest.2, digest.3])
    }
}
