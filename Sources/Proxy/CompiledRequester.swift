internal import Decide
internal import HTTP

/// A requester with what it was compiled for: stale when any of it has changed. Confined to its loop.
final class CompiledRequester {
    let requester: Requester
    let upstream: Int
    let judge: Judge
    /// Of the roles.
    let generation: UInt64
    /// What was decided last for it.
    private var last: Decided?

    private struct Decided {
        let method: Method
        let target: TargetImage
        let isCompatible: Bool
        let passage: Passage
    }

    init(requester: Requester, upstream: Int, judge: Judge, generation: UInt64) {
        self.requester = requester
        self.upstream = upstream
        self.judge = judge
        self.generation = generation
    }

    /// How a request like the last one goes on; nil where it is another, or its like has to be judged each time.
    func passage(_ method: Method, _ target: RequestTarget, isCompatible: Bool) -> Passage? {
        guard let last = self.last, last.method == method, last.isCompatible == isCompatible,
            target.matches(last.target)
        else { return nil }
        return last.passage
    }

    /// - Parameters:
    ///   - image: of the target before it was judged.
    ///   - target: the same target, which may have been written into since.
    func remember(
        _ method: Method, _ image: TargetImage?, _ target: RequestTarget, isCompatible: Bool,
        _ verdict: Verdict
    ) {
        guard case .forward(let passage) = verdict, passage.isRepeatable, let image, target.matches(image)
        else {
            return
        }
        self.last = Decided(method: method, target: image, isCompatible: isCompatible, passage: passage)
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
