public import Keys
internal import Synchronization

/// Who still shows secrets that were replaced: what is known since the process started. Shared by the loops; asked
/// for only by requests with such a secret. Everything in it is bounded.
public final class FormerSecretUses: Sendable {
    /// Keys that are watched at a time; of more nothing is noted.
    static let keysMax = 10_000
    /// Clients of one key that are told apart; uses by others are counted together.
    static let clientsMax = 64
    /// Octets of a user agent that are kept.
    static let agentMax = 256

    /// One program at one place.
    public struct Client: Sendable, Hashable {
        /// As the connection came from it, without the port.
        public var address: String
        /// The `User-Agent` that was sent, cut at ``FormerSecretUses/agentMax``; empty: none.
        public var agent: String
    }

    public struct Use: Sendable, Equatable {
        public var client: Client
        public var count: UInt64
        /// Milliseconds since 1970.
        public var last: Int64
    }

    /// What is known of one key.
    public struct Report: Sendable, Equatable {
        /// The latest first.
        public var uses: [Use] = []
        /// Uses by clients beyond those that are told apart.
        public var others: UInt64 = 0
    }

    fileprivate struct Tally {
        var count: UInt64
        var last: Int64
    }

    fileprivate struct Watched {
        var clients: [Client: Tally] = [:]
        var others: UInt64 = 0
    }

    private let state = Mutex<[APIKeyID: Watched]>([:])

    public init() {}

    /// Counts one use of the former secret of `id`.
    ///
    /// - Parameters:
    ///   - agent: octets of the `User-Agent`; nil where none was sent.
    ///   - now: milliseconds since 1970.
    public func note(
        _ id: APIKeyID, address: String, agent: UnsafeBufferPointer<UInt8>?, at now: Int64
    ) {
        let text = agent.map { String(decoding: $0.prefix(Self.agentMax), as: UTF8.self) } ?? ""
        let client = Client(address: address, agent: text)
        self.state.withLock { state in
            guard state[id] != nil || state.count < Self.keysMax else { return }
            state[id, default: Watched()].count(client, now)
        }
    }

    public func report(_ id: APIKeyID) -> Report {
        guard let watched = self.state.withLock({ $0[id] }) else { return Report() }
        let uses = watched.clients.map { Use(client: $0.key, count: $0.value.count, last: $0.value.last) }
        return Report(
            uses: uses.sorted {
                ($1.last, $0.client.address, $0.client.agent) < ($0.last, $1.client.address, $1.client.agent)
            }, others: watched.others)
    }

    /// Forgets what was noted of keys: their former secrets are others now, or none.
    public func forget(_ ids: [APIKeyID]) {
        self.state.withLock { state in for id in ids { state[id] = nil } }
    }
}

extension FormerSecretUses.Watched {
    fileprivate mutating func count(_ client: FormerSecretUses.Client, _ now: Int64) {
        if var tally = self.clients[client] {
            tally.count &+= 1
            tally.last = max(tally.last, now)
            self.clients[client] = tally
        } else if self.clients.count < FormerSecretUses.clientsMax {
            self.clients[client] = FormerSecretUses.Tally(count: 1, last: now)
        } else {
            self.others &+= 1
        }
    }
}
