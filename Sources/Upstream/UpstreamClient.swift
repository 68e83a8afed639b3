public import HTTP

/// One exchange as the upstream side sees it. All calls come on its loop.
public protocol UpstreamClient: AnyObject {
    /// Where it stands in the queue for a connection: the pool's own business. Empty to begin with.
    var queueLinks: UpstreamQueueLinks { get set }

    /// A connection is there: send the request. `connection` is this exchange's alone until released.
    func upstreamReady(_ connection: UpstreamConnection)
    /// No connection will come.
    func upstreamUnavailable(_ error: UpstreamError)
    /// The head of the final response. `head` and `bytes` are valid for the time of the call.
    func upstreamResponded(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>)
    /// Content of the response, valid for the time of the call.
    func upstreamBody(_ bytes: UnsafeBufferPointer<UInt8>)
    /// The response is whole. The connection must be released.
    func upstreamEnded()
    /// The connection is gone with the exchange unfinished. It must not be used or released any more.
    func upstreamFailed(_ error: UpstreamError)
    /// What waited for the upstream has gone below half of the high watermark.
    func upstreamDrained()
    /// Bytes of a response that may be read before others get a turn; asked for at each turn.
    var upstreamBytesPerTurn: Int { get }
    /// All that one read brought has been handed over: a moment to flush downstream.
    func upstreamTurnEnded()
}

/// The neighbours of an exchange in its pool's queue: leaving it costs no search.
public struct UpstreamQueueLinks {
    var isWaiting = false
    unowned(unsafe) var previous: (any UpstreamClient)?
    unowned(unsafe) var next: (any UpstreamClient)?

    public init() {}
}
