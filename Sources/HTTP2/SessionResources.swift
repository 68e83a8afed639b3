public import Bytes

/// What the sessions of one loop share, so that an idle one owns little. Confined to that loop.
public final class SessionResources {
    let pool: BufferPool
    public let fields = ResponseFields()
    let makeStream: () -> ServerStream

    /// - Parameters:
    ///   - pool: where heads and held-back content get their buffers from: small ones, as many may wait.
    ///   - makeStream: gives a stream that is not in use.
    public init(pool: BufferPool, makeStream: @escaping () -> ServerStream) {
        self.pool = pool
        self.makeStream = makeStream
    }
}
