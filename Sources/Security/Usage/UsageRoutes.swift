internal import Authorize
internal import Elasticsearch
internal import HTTP
internal import Keys
internal import Usage

/// What keys have been used for: `GET /_keyward/usage` and `GET /_keyward/keys/{id}/usage`. Who may see all keys sees the
/// usage of all, who may see his own sees theirs; a key sees itself.
enum UsageRoutes {
    static let sizeDefault = 100
    static let sizeMax = 10_000
    /// Hours that are told of each key of a list, and keys of such a list.
    static let hoursMax = 24
    static let hoursSizeMax = 100

    static func all(_ ledger: UsageLedger) -> [SecurityRoute] { [self.list(ledger), self.one(ledger)] }

    /// Which of the keys a caller may look at.
    fileprivate enum Scope: Sendable {
        case all
        case owner(username: String, realm: String)
        case key(APIKeyID)

        init(_ caller: Caller) {
            if caller.privileges.apiKeyScope(SecurityAction.getKey) == .all {
                self = .all
            } else if let id = caller.keyID {
                self = .key(id)
            } else {
                self = .owner(username: caller.owner.username, realm: caller.owner.realm)
            }
        }

        var condition: KeyCondition {
            func equals(_ text: String) -> TextTest { .oneOf([Array(text.utf8)]) }
            switch self {
            case .all: return .all
            case .owner(let username, let realm):
                return .and([.username(equals(username)), .realm(equals(realm))])
            case .key(let id): return .ids([id])
            }
        }

        var query: KeyQuery {
            switch self {
            case .all: KeyQuery()
            case .owner(let username, let realm): KeyQuery(username: username, realm: realm)
            case .key(let id): KeyQuery(ids: [id])
            }
        }
    }

    private static let right = Right.keysOrSelf(
        SecurityAction.getKey, isOwn: { _ in true }, isSelf: { $0.isKey })

    // MARK: All keys

    /// The parameters.
    struct Asked: Sendable {
        var ids: [APIKeyID]?
        var name: String?
        var sort: UsageOrder
        var from: Int
        var size: Int
        /// Hours up to now that are told of each key.
        var hours: Int
        /// Only keys that have not been used for so long, or never.
        var unused: Unused?
        var now: Int64

        init(_ request: SecurityRequest) throws(ErrorResponse) {
            self.now = request.now
            self.name = request.parameter("name")
            self.ids = request.parameter("id")?.split(separator: ",").compactMap { APIKeyID(String($0)) }
            self.from = try Self.number(request, "from", 0, 0...1_000_000_000)
            self.size = try Self.number(request, "size", sizeDefault, 0...sizeMax)
            self.sort = .requests
            if let sort = request.parameter("sort") {
                guard let order = UsageOrder(rawValue: sort) else {
                    let known = UsageOrder.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .illegalArgument("[sort] is [\(sort)], but must be one of [\(known)]")
                }
                self.sort = order
            }
            self.unused = try Unused(request)
            self.hours = try Self.number(request, "hours", 0, 0...hoursMax)
            guard self.hours == 0 || self.size <= hoursSizeMax else {
                throw .illegalArgument("[size] must be at most \(hoursSizeMax) with [hours]")
            }
        }

        private static func number(
            _ request: SecurityRequest, _ name: String, _ standard: Int, _ range: ClosedRange<Int>
        ) throws(ErrorResponse) -> Int {
            guard let text = request.parameter(name) else { return standard }
            guard let number = Int(text), range.contains(number) else {
                throw .illegalArgument(
                    "[\(name)] is [\(text)], but must be a number from \(range.lowerBound) to \(range.upperBound)"
                )
            }
            return number
        }

        /// nil: whatever key there is.
        fileprivate func query(_ scope: Scope) -> KeyQuery? {
            if case .all = scope, self.ids == nil, self.name == nil { return nil }
            var query = scope.query
            query.name = self.name == "*" ? nil : self.name
            if let ids = self.ids { query.ids = query.ids.map { own in own.filter(ids.contains) } ?? ids }
            return query
        }
    }

    private static func list(_ ledger: UsageLedger) -> SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "usage"], methods: [.get],
            parameters: ["id", "name", "sort", "from", "size", "unused_for", "never_used", "hours"],
            documentation: self.listDocumentation,
            prepare: { (router, request) throws(ErrorResponse) in
                let asked = try Asked(request)
                return SecurityRoute.Prepared(
                    right: self.right,
                    run: { caller, completion in
                        if let unused = asked.unused {
                            var all = [Scope(caller).condition]
                            if let ids = asked.ids { all.append(.ids(Set(ids))) }
                            if let name = asked.name { all.append(self.named(name)) }
                            return self.unused(ledger, router, asked, unused, .and(all), completion)
                        }
                        guard let query = asked.query(Scope(caller)) else {
                            return self.page(ledger, router, asked, keys: nil, completion)
                        }
                        router.registry.find(query) { result in
                            switch result {
                            case .failure(let error): completion(.failure(StoreFailure.response(error)))
                            case .success(let keys):
                                self.page(ledger, router, asked, keys: keys, completion)
                            }
                        }
                    })
            })
    }

    /// Keys that have been used, the busiest first.
    ///
    /// - Parameter keys: which they may be; nil: any.
    private static func page(
        _ ledger: UsageLedger, _ router: SecurityRouter, _ asked: Asked, keys: [KeyRecord]?,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        ledger.read { store in
            do throws(StoreError) {
                let page = try store.totals(
                    keys?.map(\.id), sort: asked.sort, from: asked.from, size: asked.size)
                var hours: [APIKeyID: [UsageHour]] = [:]
                if asked.hours > 0 {
                    let first = asked.now / 3_600_000 - Int64(asked.hours) + 1
                    for totals in page.totals { hours[totals.id] = try store.hours(totals.id, from: first) }
                }
                if let keys { return completion(.success(UsageView.page(page, keys, hours))) }
                router.registry.find(KeyQuery(ids: page.totals.map(\.id))) { [hours] result in
                    completion(
                        result.mapError(StoreFailure.response).map { UsageView.page(page, $0, hours) })
                }
            } catch {
                completion(.failure(StoreFailure.response(error)))
            }
        }
    }

    // MARK: One key

    private static func one(_ ledger: UsageLedger) -> SecurityRoute {
        SecurityRoute(
            path: ["_keyward", "keys", "{id}", "usage"], methods: [.get],
            documentation: self.oneDocumentation,
            prepare: { (router, request) throws(ErrorResponse) in
                let name = request.captures["id"] ?? ""
                let now = request.now
                return SecurityRoute.Prepared(
                    right: self.right,
                    run: { caller, completion in
                        let missing = ErrorResponse.notFound(
                            "API key [\(name)] does not exist, or is not yours")
                        guard let id = APIKeyID(name) else { return completion(.failure(missing)) }
                        var query = Scope(caller).query
                        query.ids = query.ids.map { own in own.filter { $0 == id } } ?? [id]
                        router.registry.find(query) { result in
                            switch result {
                            case .failure(let error): completion(.failure(StoreFailure.response(error)))
                            case .success(let keys):
                                guard let key = keys.first else { return completion(.failure(missing)) }
                                self.hours(ledger, key, now, completion)
                            }
                        }
                    })
            })
    }

    private static func hours(
        _ ledger: UsageLedger, _ key: KeyRecord, _ now: Int64,
        _ completion: @escaping SecurityRoute.Completion
    ) {
        ledger.read { store in
            do throws(StoreError) {
                let totals = try store.totals([key.id], sort: .requests, from: 0, size: 1)
                let first = now / 3_600_000 - UsageLedger.hoursKept + 1
                let hours = try store.hours(key.id, from: first)
                completion(.success(UsageView.one(key, totals.totals.first, hours)))
            } catch {
                completion(.failure(StoreFailure.response(error)))
            }
        }
    }
}
