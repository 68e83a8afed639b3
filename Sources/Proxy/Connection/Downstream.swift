internal import HTTP

/// The client side of one exchange: an HTTP/1.1 connection's current request or one HTTP/2 stream. The exchange
/// does not know which.
protocol Downstream: AnyObject {
    /// Begins the response with an upstream's head, whose `bytes` are valid for the time of the call.
    func respond(_ head: ResponseHead, _ bytes: UnsafeBufferPointer<UInt8>, extraFields: [UInt8])
    /// Sends a whole response of the proxy's own.
    func respond(_ response: LocalResponse)
    /// Content of the response that ``respond(_:_:extraFields:)`` began.
    func send(_ bytes: UnsafeBufferPointer<UInt8>)
    /// The content is whole.
    func endResponse()
    /// Sends what was written.
    func flush()
    /// The response cannot be completed: the client must notice.
    func abortResponse()
    /// The exchange takes content of the request from now on.
    func wantContent()
    /// The exchange takes no content for now.
    func stopContent()
    /// Bytes of content that the client takes at once as far as is known: no more is read from the upstream in one go.
    var contentRoom: Int { get }
    /// Bytes of content that one turn of the upstream may bring. Whoever shares a connection with others takes little and
    /// comes back behind them: windows and room would all go to the first else.
    var contentPerTurn: Int { get }
    /// More waits for the client than may: the upstream is not read until it has gone.
    var isFull: Bool { get }
    /// Parses the head again and passes it to the exchange: after a credential was verified elsewhere.
    func resumeHead()
}
