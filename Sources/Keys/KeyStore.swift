/// Why the store could not do what was asked. Nothing of it was done.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Too many changes wait already.
    case busy
    /// The disk or the file failed; the words are the library's.
    case failed(String)
    /// A key of that id is there already.
    case duplicate
    case closed

    public var description: String {
        switch self {
        case .busy: "too many changes wait to be stored"
        case .failed(let words): words
        case .duplicate: "a key with this id exists"
        case .closed: "the store is closed"
        }
    }
}

/// Where keys are kept for good. Calls come from any thread; completions run on a queue of the store's, after
/// the change is on disk.
public protocol KeyStore: Sendable {
    func create(_ record: KeyRecord, completion: @escaping @Sendable (StoreError?) -> Void)
    /// Marks those of `ids` that exist and are not marked yet; completes with them.
    func invalidate(
        _ ids: [APIKeyID], at time: Int64,
        completion: @escaping @Sendable (Result<[APIKeyID], StoreError>) -> Void)
    func find(_ query: KeyQuery, completion: @escaping @Sendable (Result<[KeyRecord], StoreError>) -> Void)
    /// Calls `body` with every key, on the calling thread.
    func forEach(_ body: (KeyRecord) -> Void) throws(StoreError)
    /// How many keys there are.
    func count() throws(StoreError) -> Int
}
