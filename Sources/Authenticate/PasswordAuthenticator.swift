internal import Bytes
internal import Dispatch
public import Keys
internal import Synchronization

/// What became of a name and password that were shown.
public enum PasswordVerdict: Sendable {
    case valid(Principal)
    /// Wrong password or unknown name, which are not told apart.
    case invalid(username: String)
    /// Not Base64, no colon, not UTF-8.
    case malformed
    /// Too many verifications wait: to be tried again later.
    case busy
}

/// Checks users' passwords: from a short-lived cache on the loop, else by the slow hash on a worker queue.
///
/// The cache holds no password but its SHA-256 under a random key of the process. A verification that is under
/// way for the same name and password is shared. A changed hash or role in a realm is noticed at once.
public final class PasswordAuthenticator: Sendable {
    /// Verifications that may wait or run; each keeps a core busy for tens of milliseconds.
    static let pendingMax = 256
    /// Verdicts in the cache; at the bound it is emptied.
    static let cacheMax = 10_000

    private struct Cached {
        var digest: (UInt64, UInt64, UInt64, UInt64)
        /// Of the users of that name, in the order of the realms.
        var hashes: [String]
        /// Which of them the password belongs to; nil: to none.
        var right: Int?
        var until: Int64
    }

    private struct Question: Hashable {
        var username: String
        var digest: [UInt64]
    }

    private struct State {
        var cache: [String: Cached] = [:]
        var pending: [Question: [@Sendable (PasswordVerdict) -> Void]] = [:]
        /// Slow hashes computed so far.
        var computed = 0
        /// New passwords that are being hashed or wait for that.
        var hashing = 0
    }

    private let realms: Realms
    private let ttl: Int64
    private let workers: DispatchQueue
    private let gate: DispatchSemaphore
    private let state = Mutex(State())
    private let salt = UInt64.random(in: 0...UInt64.max)
    /// Hash that unknown names are checked against, so that they take as long.
    private let decoy: String
    private let bcryptCost: Int

    /// - Parameters:
    ///   - ttl: milliseconds that a verdict is remembered; 0: never.
    ///   - parallel: slow hashes computed at a time.
    public init(
        realms: Realms, ttl: Int64, parallel: Int, bcryptCost: Int = PasswordHash.bcryptCostDefault
    ) {
        self.realms = realms
        self.ttl = ttl
        self.workers = DispatchQueue(label: "keyward.passwords", qos: .utility, attributes: .concurrent)
        self.gate = DispatchSemaphore(value: max(1, parallel))
        self.bcryptCost = bcryptCost
        self.decoy = PasswordHash.bcrypt(SecureRandom.bytes(16).map { $0 | 1 }, cost: bcryptCost) ?? ""
    }

    /// Slow hashes computed so far: what the cache saves.
    public var computedCount: Int { self.state.withLock { $0.computed } }

    /// Checks what stands behind `Basic `.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - completion: gets the verdict on a worker, only when nil is returned.
    public func authenticate(
        _ digits: UnsafeBufferPointer<UInt8>, now: Int64, hasher: SecretHasher,
        completion: @escaping @Sendable (PasswordVerdict) -> Void
    ) -> PasswordVerdict? {
        guard let decoded = Base64.decode(Array(digits)),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":")),
            let username = String(validating: decoded[..<colon], as: UTF8.self), !username.isEmpty
        else { return .malformed }
        return self.authenticate(
            username: username, password: Array(decoded[(colon + 1)...]), now: now, hasher: hasher,
            completion: completion)
    }

    /// Checks a name and a password; see ``authenticate(_:now:hasher:completion:)``.
    public func authenticate(
        username: String, password: [UInt8], now: Int64, hasher: SecretHasher,
        completion: @escaping @Sendable (PasswordVerdict) -> Void
    ) -> PasswordVerdict? {
        let digest = password.withUnsafeBufferPointer { hasher.digest($0, salt: self.salt) }
        let users = self.realms.users(username).filter(\.isEnabled)
        if let verdict = self.remembered(username, digest, users, now) { return verdict }
        let question = Question(username: username, digest: [digest.0, digest.1, digest.2, digest.3])
        let isFirst: Bool? = self.state.withLock { state in
            if state.pending[question] != nil {
                state.pending[question]?.append(completion)
                return false
            }
            guard state.pending.count < Self.pendingMax else { return nil }
            state.pending[question] = [completion]
            return true
        }
        guard let isFirst else { return .busy }
        if isFirst { self.verify(question, password, users, now: now) }
        return nil
    }

    /// What is remembered of what stands behind `Basic `: no work is done for it.
    ///
    /// - Returns: nil when nothing is.
    public func recall(
        _ digits: UnsafeBufferPointer<UInt8>, now: Int64, hasher: SecretHasher
    ) -> PasswordVerdict? {
        guard let decoded = Base64.decode(Array(digits)),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":")),
            let username = String(validating: decoded[..<colon], as: UTF8.self), !username.isEmpty
        else { return .malformed }
        let digest = Array(decoded[(colon + 1)...]).withUnsafeBufferPointer {
            hasher.digest($0, salt: self.salt)
        }
        return self.remembered(username, digest, self.realms.users(username).filter(\.isEnabled), now)
    }

    private func remembered(
        _ username: String, _ digest: (UInt64, UInt64, UInt64, UInt64), _ users: [RealmUser], _ now: Int64
    ) -> PasswordVerdict? {
        guard !users.isEmpty, let cached = self.state.withLock({ $0.cache[username] }), cached.until > now,
            cached.hashes == users.map(\.hash),
            SecretHash(salt: 0, digest: cached.digest).matches(digest)
        else { return nil }
        if let right = cached.right { return .valid(users[right].principal) }
        return .invalid(username: username)
    }

    /// The users of that name are tried in the order of their realms; where there is none, a decoy.
    private func verify(_ question: Question, _ password: [UInt8], _ users: [RealmUser], now: Int64) {
        self.workers.async {
            self.gate.wait()
            let right = users.firstIndex { PasswordHash.verify($0.hash, password: password) }
            if users.isEmpty { _ = PasswordHash.verify(self.decoy, password: password) }
            self.gate.signal()
            let waiting = self.state.withLock { state in
                state.computed += 1
                // A wrong guess must not push out what the right password has earned.
                let earned =
                    state.cache[question.username].map { $0.right != nil && $0.until > now } ?? false
                if !users.isEmpty, self.ttl > 0, right != nil || !earned {
                    if state.cache.count >= Self.cacheMax { state.cache.removeAll() }
                    let digest = (
                        question.digest[0], question.digest[1], question.digest[2], question.digest[3]
                    )
                    state.cache[question.username] = Cached(
                        digest: digest, hashes: users.map(\.hash), right: right, until: now + self.ttl)
                }
                return state.pending.removeValue(forKey: question) ?? []
            }
            let verdict: PasswordVerdict =
                right.map { .valid(users[$0].principal) } ?? .invalid(username: question.username)
            for completion in waiting { completion(verdict) }
        }
    }

    /// Forgets what is remembered of `names`, or of everybody.
    public func clearCache(_ names: [String]?) {
        self.state.withLock { state in
            if let names { for name in names { state.cache[name] = nil } } else { state.cache.removeAll() }
        }
    }

    /// Hashes a new password on a worker.
    ///
    /// - Returns: false when too many wait already; `completion` is not called then.
    public func hash(_ password: [UInt8], completion: @escaping @Sendable (String?) -> Void) -> Bool {
        let isTaken = self.state.withLock { state in
            guard state.hashing < Self.pendingMax else { return false }
            state.hashing += 1
            return true
        }
        guard isTaken else { return false }
        self.workers.async {
            self.gate.wait()
            let hash = PasswordHash.bcrypt(password, cost: self.bcryptCost)
            self.gate.signal()
            self.state.withLock { $0.hashing -= 1 }
            completion(hash)
        }
        return true
    }
}
