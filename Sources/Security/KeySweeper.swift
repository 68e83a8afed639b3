public import Authenticate
internal import Dispatch
public import Keys
internal import Synchronization

/// Removes keys for good that were ended long ago, and hashes of former secrets that are accepted no more. On a queue
/// of its own, a few keys at a time, so that other changes come between.
public final class KeySweeper: Sendable {
    /// Keys of one transaction.
    static let batchMax = 500

    private let registry: KeyRegistry
    private let formerSecrets: FormerSecretUses
    private let retention: Int64
    private let isSweeping = Atomic<Bool>(false)
    private let report: @Sendable (_ removed: Int, StoreError?) -> Void

    /// - Parameters:
    ///   - retention: milliseconds that ended keys are kept.
    ///   - report: gets what each sweep came to, when it did anything or failed.
    public init(
        registry: KeyRegistry, formerSecrets: FormerSecretUses, retention: Int64,
        report: @escaping @Sendable (_ removed: Int, StoreError?) -> Void
    ) {
        self.registry = registry
        self.formerSecrets = formerSecrets
        self.retention = retention
        self.report = report
    }

    /// One sweep; nothing while another is under way.
    ///
    /// - Parameter now: milliseconds since 1970.
    public func sweep(now: Int64, completion: @escaping @Sendable () -> Void = {}) {
        guard !self.isSweeping.exchange(true, ordering: .acquiringAndReleasing) else { return completion() }
        let finish: @Sendable (Int, StoreError?) -> Void = { removed, error in
            self.isSweeping.store(false, ordering: .releasing)
            if removed > 0 || error != nil { self.report(removed, error) }
            completion()
        }
        self.forgetFormer(self.registry.table.formerEnded(at: now)[...], now) { error in
            if let error { return finish(0, error) }
            self.purge(before: now - self.retention, removed: 0, finish)
        }
    }

    private func forgetFormer(
        _ ids: ArraySlice<APIKeyID>, _ now: Int64, _ completion: @escaping @Sendable (StoreError?) -> Void
    ) {
        guard !ids.isEmpty else { return completion(nil) }
        let batch = Array(ids.prefix(Self.batchMax))
        self.registry.change(batch) { record in
            // It may have been rotated again meanwhile.
            guard let previous = record.previous, previous.until <= now else { return nil }
            var next = record
            next.previous = nil
            return next
        } completion: { result in
            switch result {
            case .failure(let error): completion(error)
            case .success(let changed):
                self.formerSecrets.forget(changed.map(\.id))
                self.forgetFormer(ids.dropFirst(batch.count), now, completion)
            }
        }
    }

    private func purge(
        before time: Int64, removed: Int, _ completion: @escaping @Sendable (Int, StoreError?) -> Void
    ) {
        self.registry.purge(before: time, limit: Self.batchMax) { result in
            switch result {
            case .failure(let error): completion(removed, error)
            case .success(let ids):
                self.formerSecrets.forget(ids)
                guard !ids.isEmpty else { return completion(removed, nil) }
                self.purge(before: time, removed: removed + ids.count, completion)
            }
        }
    }
}
