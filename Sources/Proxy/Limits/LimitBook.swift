internal import Address
internal import JSON
public import Keys
public import Limit

/// Who has a budget.
public enum LimitSubject: Hashable, Sendable {
    /// Of a key by the policy of the configuration.
    case key(APIKeyID)
    /// Of a key by what was set for it alone.
    case own(APIKeyID)
    case owner(username: String, realm: String)

    /// As it is stored.
    var text: String {
        switch self {
        case .key(let id): "key/\(id)"
        case .own(let id): "own/\(id)"
        case .owner(let username, let realm): "owner/\(realm)/\(username)"
        }
    }

    init?(text: String) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(
            String.init)
        switch parts.first {
        case "key" where parts.count == 2:
            guard let id = APIKeyID(parts[1]) else { return nil }
            self = .key(id)
        case "own" where parts.count == 2:
            guard let id = APIKeyID(parts[1]) else { return nil }
            self = .own(id)
        case "owner" where parts.count == 3: self = .owner(username: parts[2], realm: parts[1])
        default: return nil
        }
    }
}

/// All limits of keys and owners, and what has been used of them. Shared by the loops.
public final class LimitBook: Sendable {
    /// Policies of the configuration: a key remembers its policy's number in one octet.
    public static let rulesMax = 255

    /// Why a credential's limits are not known.
    enum Failure: Error {
        /// Too many others are in use.
        case full
        /// What was set for the key is not understood.
        case notUnderstood
    }

    private let rules: [LimitRule]
    private let ownerRules: [LimitRule]
    private let table: LimitTable<LimitSubject>
    /// Failed authentications by address; nil: they are not counted.
    let failures: FailureTable?

    /// - Parameter budgetsMax: budgets in use at a time.
    public init(rules: [LimitRule] = [], budgetsMax: Int = 1_000_000, failures: FailureTable? = nil) {
        self.failures = failures
        self.rules = Array(rules.prefix(Self.rulesMax))
        self.ownerRules = self.rules.filter { $0.scope == .owner }
        self.table = LimitTable(max: budgetsMax)
    }

    /// Budgets in use.
    public var count: Int { self.table.count }

    /// The number of the first policy that is for the key, from 1; 0: none.
    public func classify(_ record: KeyRecord) -> UInt8 {
        var metadata: JSONValue?
        var isParsed = false
        let found = self.rules.firstIndex { rule in
            rule.matches(name: record.name ?? "", owner: record.owner.username) {
                if !isParsed {
                    metadata = try? JSONParser.parse(Array(record.metadata.utf8))
                    isParsed = true
                }
                return metadata
            }
        }
        return UInt8(clamping: (found ?? -1) + 1)
    }

    // MARK: Budgets

    @inline(__always)
    func mayLimit(_ entry: KeyEntry) -> Bool {
        entry.policy != 0 || entry.hasLimits || !self.ownerRules.isEmpty
    }

    /// - Returns: nil where nothing is limited.
    func limits(
        of entry: KeyEntry, _ keys: KeyTable, now: Int64, wallNow: Int64
    ) throws(Failure) -> LimitSet? {
        var budgets: [LimitBudget] = []
        var addresses = AddressList()
        if entry.hasLimits {
            guard let text = keys.limits(of: entry), let own = try? KeyLimits(text: text) else {
                throw .notUnderstood
            }
            addresses = own.addresses
            if !own.policy.isEmpty {
                budgets.append(try self.budget(own.policy, .own(entry.id), now, wallNow))
            }
        }
        if entry.policy != 0, Int(entry.policy) <= self.rules.count {
            budgets.append(
                try self.budget(self.rules[Int(entry.policy) - 1].policy, .key(entry.id), now, wallNow))
        }
        if !self.ownerRules.isEmpty {
            guard let owner = keys.owner(of: entry) else { throw .notUnderstood }
            let found = try self.ownerBudget(owner.username, owner.realm, now: now, wallNow: wallNow)
            if let found { budgets.append(found) }
        }
        return budgets.isEmpty && addresses.isEmpty ? nil : LimitSet(budgets, addresses: addresses)
    }

    /// Of a user who shows his password.
    func limits(
        ofUser username: String, realm: String, now: Int64, wallNow: Int64
    ) throws(Failure) -> LimitSet? {
        guard !self.ownerRules.isEmpty else { return nil }
        let found = try self.ownerBudget(username, realm, now: now, wallNow: wallNow)
        return found.map { LimitSet([$0]) }
    }

    private func ownerBudget(
        _ username: String, _ realm: String, now: Int64, wallNow: Int64
    ) throws(Failure) -> LimitBudget? {
        guard let rule = self.ownerRules.first(where: { $0.matches(owner: username) }) else { return nil }
        return try self.budget(rule.policy, .owner(username: username, realm: realm), now, wallNow)
    }

    private func budget(
        _ policy: LimitPolicy, _ subject: LimitSubject, _ now: Int64, _ wallNow: Int64
    ) throws(Failure) -> LimitBudget {
        guard let state = self.table.state(of: subject, now: now, wallNow: wallNow) else { throw .full }
        return LimitBudget(policy: policy, state: state)
    }

    // MARK: Quotas over a restart

    /// Takes up what former processes have counted. Call before anything is served.
    ///
    /// - Returns: what could not be read.
    public func load(_ store: any DocumentStore, wallNow: Int64) throws(StoreError) -> [String] {
        var stale: [String] = []
        var faults: [String] = []
        for (name, body) in try store.documents(.quota) {
            guard let subject = LimitSubject(text: name), let use = QuotaUse(text: body) else {
                faults.append(name)
                continue
            }
            guard use.matters(now: wallNow) else {
                stale.append(name)
                continue
            }
            guard let state = self.table.state(of: subject, now: 0, wallNow: wallNow) else {
                faults.append(name)
                continue
            }
            use.restore(state)
        }
        if !stale.isEmpty {
            let names = stale
            store.changeDocuments(.quota, names) { _ in
                Dictionary(uniqueKeysWithValues: names.map { ($0, String?.none) })
            } completion: { _ in
            }
        }
        return faults
    }

    /// Stores what has been used of quotas since the last time.
    ///
    /// - Parameter completion: gets how many could not be stored; they are tried again the next time.
    public func flush(
        _ store: any DocumentStore, wallNow: Int64, completion: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let changes = self.table.takeChanges(now: wallNow)
        guard !changes.isEmpty else { return completion(0) }
        let bodies: [String: String?] = Dictionary(
            changes.map { ($0.0.text, $0.1.text) }, uniquingKeysWith: { $1 })
        let ids = changes.map(\.0)
        store.changeDocuments(.quota, []) { _ in
            bodies
        } completion: { result in
            switch result {
            case .success: completion(0)
            case .failure:
                self.table.putBack(ids)
                completion(ids.count)
            }
        }
    }
}
