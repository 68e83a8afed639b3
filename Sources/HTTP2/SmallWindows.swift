/// When to wait for a larger window rather than send a crumb: a client that gives back each frame as it comes would
/// otherwise get smaller and smaller ones (the silly window syndrome; RFC 9293 §3.8.6.2.1 for TCP).
///
/// The wait ends with the next WINDOW_UPDATE that makes room enough, or by the owner's word after some
/// milliseconds: a client may give nothing back before it has got all.
struct SmallWindows {
    /// Octets that a frame should have at least, as far as there is content.
    static let frameMin = 2048

    /// Streams that wait.
    private(set) var heldCount = 0
    /// The connection's window leaves too little for whoever is next in line.
    var holdsConnection = false
    /// Everything is sent as it is in the call in progress.
    var isOverridden = false

    /// - Parameters:
    ///   - room: octets that the windows and the frame leave.
    ///   - initialWindow: what the client has set for its streams: one that wants crumbs gets crumbs.
    func holds(available: Int, room: Int, initialWindow: Int) -> Bool {
        guard !self.isOverridden, room < available else { return false }
        return room < min(Self.frameMin, initialWindow / 4)
    }

    mutating func hold(_ stream: ServerStream) {
        guard !stream.isHeldForWindow else { return }
        stream.isHeldForWindow = true
        self.heldCount += 1
    }

    /// - Returns: whether the stream waited.
    mutating func release(_ stream: ServerStream) -> Bool {
        guard stream.isHeldForWindow else { return false }
        stream.isHeldForWindow = false
        self.heldCount -= 1
        return true
    }
}
