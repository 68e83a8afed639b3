/// What the sessions of one loop share, so that an idle one owns little. Confined to that loop.
public final class SessionResources {
    public let fields = ResponseFields()
    let makeStream: () -> ServerStream

    /// - Parameter makeStream: gives a stream that is not in use.
    public init(makeStream: @escaping () -> ServerStream) {
        self.makeStream = makeStream
    }
}
