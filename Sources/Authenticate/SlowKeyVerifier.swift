internal import Bytes
internal import Dispatch
public import Keys
internal import Synchronization

/// A secret that was shown for a key whose hash is too slow for a loop.
public struct SlowQuestion: Sendable {
    public var entry: KeyEntry
    /// Text form of the hash.
    public var hash: String
    public var secret: [UInt8]
    /// The hash is the one of the secret that was replaced.
    public var isFormer: Bool
}

/// Checks secrets of keys that were brought from elsewhere with slow hashes, on a worker queue, and stores a quick hash
/// when one was right: the next time the loop does it alone.
///
/// A verification that is under way for the same key and secret is shared. What a secret turned out to be is remembered:
/// a wrong one that is shown again and again is hashed once.
public final class SlowKeyVerifier: Sendable {
    /// Verifications that may wait or run.
    static let pendingMax = 256
    /// Keys of which something is remembered; at the bound all is forgotten.
    static let rememberedMax = 10_000

    public enum Knowledge: Sendable { case right, wrong, unknown }

    private struct Remembered {
        var hash: String
        /// The last wrong guess stands beside what is right, and pushes it not out.
        var right: [UInt64]?
        var wrong: [UInt64]?
    }

    private struct Pending: Hashable {
        var id: APIKeyID
        var digest: [UInt64]
    }

    private struct State {
        var remembered: [APIKeyID: Remembered] = [:]
        var pending: [Pending: [@Sendable () -> Void]] = [:]
        var computed = 0
    }

    private let registry: KeyRegistry
    private let workers = DispatchQueue(label: "keyward.keys", qos: .utility, attributes: .concurrent)
    private let gate: DispatchSemaphore
    private let state = Mutex(State())
    private let salt = UInt64.random(in: 0...UInt64.max)

    /// - Parameter parallel: slow hashes computed at a time.
    public init(registry: KeyRegistry, parallel: Int) {
        self.registry = registry
        self.gate = DispatchSemaphore(value: max(1, parallel))
    }

    /// Slow hashes computed so far.
    public var computedCount: Int { self.state.withLock { $0.computed } }

    private func digest(_ secret: [UInt8], _ hasher: SecretHasher) -> [UInt64] {
        let digest = secret.withUnsafeBufferPointer { hasher.digest($0, salt: self.salt) }
        return [digest.0, digest.1, digest.2, digest.3]
    }

    /// What is known of a secret without hashing it slowly.
    public func knowledge(_ question: SlowQuestion, hasher: SecretHasher) -> Knowledge {
        let digest = self.digest(question.secret, hasher)
        return self.state.withLock { state in
            guard let remembered = state.remembered[question.entry.id], remembered.hash == question.hash
            else { return .unknown }
            if remembered.right == digest { return .right }
            return remembered.wrong == digest ? .wrong : .unknown
        }
    }

    /// Finds out. Afterwards ``knowledge(_:hasher:)`` has the answer, or the key has a quick hash.
    ///
    /// - Parameter completion: called once, on any thread, only when true is returned.
    /// - Returns: false when too many wait already.
    public func verify(
        _ question: SlowQuestion, hasher: SecretHasher, completion: @escaping @Sendable () -> Void
    ) -> Bool {
        let pending = Pending(id: question.entry.id, digest: self.digest(question.secret, hasher))
        let isFirst: Bool? = self.state.withLock { state in
            if state.pending[pending] != nil {
                state.pending[pending]?.append(completion)
                return false
            }
            guard state.pending.count < Self.pendingMax else { return nil }
            state.pending[pending] = [completion]
            return true
        }
        guard let isFirst else { return false }
        if isFirst { self.workers.async { self.work(question, pending) } }
        return true
    }

    private func work(_ question: SlowQuestion, _ pending: Pending) {
        self.gate.wait()
        let isRight = PasswordHash.verify(question.hash, password: question.secret)
        let quick = isRight ? SecretHasher().hash(question.secret) : nil
        self.gate.signal()
        self.state.withLock { state in
            state.computed += 1
            var known = state.remembered[pending.id]
            if known == nil, state.remembered.count >= Self.rememberedMax { state.remembered.removeAll() }
            if known?.hash != question.hash { known = nil }
            var remembered = known ?? Remembered(hash: question.hash)
            if isRight { remembered.right = pending.digest } else { remembered.wrong = pending.digest }
            state.remembered[pending.id] = remembered
        }
        guard let quick else { return self.finish(pending) }
        let slow = question.hash
        self.registry.change([question.entry.id]) { record in
            var next = record
            if record.hash == slow { next.hash = quick.text }
            if record.previous?.hash == slow { next.previous?.hash = quick.text }
            return next == record ? nil : next
        } completion: { _ in
            // Where it could not be stored, what is remembered serves until it can.
            self.finish(pending)
        }
    }

    private func finish(_ pending: Pending) {
        let waiting = self.state.withLock { $0.pending.removeValue(forKey: pending) ?? [] }
        for completion in waiting { completion() }
    }
}
