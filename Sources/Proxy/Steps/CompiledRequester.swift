internal import Authenticate
internal import Authorize
internal import Decide

/// A requester with what it was compiled for: stale when any of it has changed.
final class CompiledRequester: Sendable {
    /// What a principal may do, or why that cannot be told: he may do nothing then.
    let result: Result<Requester, AuthorizeError>
    let upstream: Int
    let judge: Judge
    /// Of the roles.
    let generation: UInt64
    let memory = DecisionMemory()

    init(result: Result<Requester, AuthorizeError>, upstream: Int, judge: Judge, generation: UInt64) {
        self.result = result
        self.upstream = upstream
        self.judge = judge
        self.generation = generation
    }

    func isFor(_ upstream: Int, _ judge: Judge, _ generation: UInt64) -> Bool {
        self.upstream == upstream && self.judge === judge && self.generation == generation
    }
}

/// A bounded cache of what users may do. One per loop.
struct UserRequesters {
    /// Users that a loop remembers; a full cache begins anew.
    static let usersMax = 1024

    struct User: Hashable {
        var username: String
        var realm: String
        var roles: [String]
        /// Who acts in his name: a denial tells it.
        var runBy: String?

        init(_ principal: Principal) {
            self.username = principal.username
            self.realm = principal.realm
            self.roles = principal.roles
            self.runBy = principal.runBy?.username
        }
    }

    private var known: [User: CompiledRequester] = [:]

    subscript(user: User) -> CompiledRequester? {
        get { self.known[user] }
        set {
            if self.known.count >= Self.usersMax { self.known.removeAll(keepingCapacity: true) }
            self.known[user] = newValue
        }
    }
}
