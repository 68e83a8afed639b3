/// Why the store could not do what was asked. Nothing of it was done.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Too many changes wait already.
    case busy
    /// The disk or the file failed; the words are the library's.
    case failed(String)
    /// A key of that id is there already.
    case duplicate
    /// The owner has as many keys as he may have.
    case ownerLimit(OwnerLimit)
    case closed

    public var description: String {
        switch self {
        case .busy: "too many changes wait to be stored"
        case .failed(let words): words
        case .duplicate: "a key with this id exists"
        case .ownerLimit(let limit): "the owner has \(limit.max) keys already"
        case .closed: "the store is closed"
        }
    }
}

/// How many keys an owner may have: looked at in the transaction that makes another.
public struct OwnerLimit: Sendable, Equatable {
    /// Keys that are neither invalidated nor expired.
    public var max: Int
    /// Milliseconds since 1970.
    public var now: Int64

    public init(max: Int, now: Int64) {
        self.max = max
        self.now = now
    }
}

/// Where keys are kept for good. Calls come from any thread; completions run on a queue of the store's, after
/// the change is on disk, in the order in which changes were made.
public protocol KeyStore: Sendable {
    /// All of them or none. With a limit, none where one of the owners would have more.
    func create(
        _ records: [KeyRecord], limit: OwnerLimit?, completion: @escaping @Sendable (StoreError?) -> Void)
    /// Marks those of `ids` that exist and are not marked yet; completes with them.
    func invalidate(
        _ ids: [APIKeyID], at time: Int64, tombstone: KeyRecord.Tombstone?,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void)
    /// Calls `change` with each of `ids` that exists, as it is at that moment, and stores what it returns, all in
    /// one transaction. Completes with what has changed.
    func change(
        _ ids: [APIKeyID], _ change: @escaping @Sendable (KeyRecord) -> KeyRecord?,
        completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void)
    /// Removes for good at most `limit` keys that were invalidated or expired before a time; completes with them.
    func purge(
        before time: Int64, limit: Int,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void)
    func find(_ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void)
    /// Ids of the keys that have such metadata, each once.
    func findMetadata(
        _ match: MetadataMatch, completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void)
    /// All values at a path of names joined by dots, or of all metadata, by key.
    func metadataValues(
        _ path: String?,
        completion: @escaping @Sendable (Result<[APIKeyID: [String]], StoreError>) -> Void)
    /// Calls `body` with every key, on the calling thread.
    func forEach(_ body: (KeyRecord) -> Void) throws(StoreError)
    /// How many keys there are.
    func count() throws(StoreError) -> Int
}

extension KeyStore {
    public func create(_ records: [KeyRecord], completion: @escaping @Sendable (StoreError?) -> Void) {
        self.create(records, limit: nil, completion: completion)
    }
}

/// Which metadata is looked for. Values are texts, whatever they are in the JSON.
public struct MetadataMatch: Sendable, Hashable {
    /// nil: anywhere in the metadata.
    public var path: String?
    public var test: TextTest

    public init(path: String?, test: TextTest) {
        self.path = path
        self.test = test
    }
}

/// Small documents of which all are kept in memory: users, roles, privileges of applications.
public protocol DocumentStore: Sendable {
    /// Calls `change` with those of `names` that there are, as they are at that moment, and stores what it
    /// returns (nil: removed), all in one transaction.
    func changeDocuments(
        _ kind: DocumentKind, _ names: [String],
        _ change: @escaping @Sendable ([String: String]) -> [String: String?],
        completion: @escaping @Sendable (Result<[String: String?], StoreError>) -> Void)
    /// Bodies by name, on the calling thread.
    func documents(_ kind: DocumentKind) throws(StoreError) -> [String: String]
}

public enum DocumentKind: String, Sendable {
    case user, role, privilege
    /// What keys and owners have used of the quotas of the current day and month.
    case quota
}
