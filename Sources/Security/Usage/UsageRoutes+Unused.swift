internal import Elasticsearch
internal import Keys
internal import Usage

/// Keys that nobody misses: found among those in memory, so that a million of them take no longer than a search.
extension UsageRoutes {
    /// Which keys are meant.
    struct Unused: Sendable {
        /// Milliseconds since 1970: only keys that are as old.
        var createdUntil: Int64
        /// Milliseconds since 1970: only keys that were not used at that time or later.
        var unusedSince: Int64

        /// - Returns: nil where neither `unused_for` nor `never_used` is asked.
        init?(_ request: SecurityRequest) throws(ErrorResponse) {
            self.createdUntil = request.now
            self.unusedSince = 0
            if let text = request.parameter("unused_for") {
                do throws(TimeValue.Failure) {
                    let time = try TimeValue(text, setting: "unused_for")
                    self.createdUntil = max(0, request.now - min(max(time.seconds, 0), 1 << 40) * 1000)
                    self.unusedSince = self.createdUntil
                } catch {
                    throw .illegalArgument(error.reason)
                }
                if try request.flag("never_used") { self.unusedSince = 0 }
            } else if try !request.flag("never_used") {
                return nil
            }
        }
    }

    /// A name, or its beginning with `*` behind.
    static func named(_ name: String) -> KeyCondition {
        if name == "*" { return .all }
        let octets = Array((name.hasSuffix("*") ? name.dropLast() : name[...]).utf8)
        return .name(name.hasSuffix("*") ? .prefix(octets) : .oneOf([octets]))
    }

    /// Valid keys that have not been used, the oldest first.
    static func unused(
        _ ledger: UsageLedger, _ router: SecurityRouter, _ asked: Asked, _ unused: Unused,
        _ scope: KeyCondition, _ completion: @escaping SecurityRoute.Completion
    ) {
        ledger.read { store in
            do throws(StoreError) {
                let used = try store.used(since: unused.unusedSince)
                router.searches.run(completion) {
                    let keys = router.registry.table.all.selecting(
                        .and([
                            .invalidated(false), .not(.time(.expiration, .min...asked.now)),
                            .time(.creation, .min...unused.createdUntil), scope, .not(.ids(used)),
                        ]))
                    let ids = keys.page(
                        KeyOrder([KeyOrder.Part(.creation)]), from: asked.from, size: asked.size
                    ).map(\.id)
                    self.tell(ledger, router, ids, total: keys.count, completion)
                }
            } catch {
                completion(.failure(StoreFailure.response(error)))
            }
        }
    }

    private static func tell(
        _ ledger: UsageLedger, _ router: SecurityRouter, _ ids: [APIKeyID], total: Int,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        router.registry.find(KeyQuery(ids: ids)) { result in
            switch result {
            case .failure(let error): completion(.failure(StoreFailure.response(error)))
            case .success(let records):
                let byID = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
                let shown = ids.compactMap { byID[$0] }
                ledger.read { store in
                    do throws(StoreError) {
                        let totals = try store.totals(
                            shown.map(\.id), sort: .lastUsed, from: 0, size: shown.count)
                        completion(.success(UsageView.unused(shown, total: total, totals.totals)))
                    } catch {
                        completion(.failure(StoreFailure.response(error)))
                    }
                }
            }
        }
    }
}
