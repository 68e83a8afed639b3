internal import Bytes
internal import EventLoop
internal import HTTP2

/// The streams of a loop that are not in use, with their exchanges, and what its sessions share. Confined to the
/// loop.
final class HTTP2StreamPool {
    /// Streams that are kept; beyond, they are freed.
    private static let freeMax = 1024

    private unowned(unsafe) let context: LoopContext
    private var free: [HTTP2Stream] = []
    private(set) var resources: SessionResources

    init(context: LoopContext) {
        self.context = context
        let pool = context.loop.smallPool
        self.resources = SessionResources { ServerStream(pool: pool) }
        // Unowned: the context owns the pool and outlives its connections.
        self.resources = SessionResources { [unowned(unsafe) self] in self.take() }
    }

    private func take() -> HTTP2Stream { self.free.popLast() ?? HTTP2Stream(context: self.context) }

    /// Takes a stream back that is closed and whose exchange has ended.
    func give(_ stream: HTTP2Stream) {
        guard self.free.count < Self.freeMax else { return }
        self.free.append(stream)
    }

    /// Frees what is kept: streams hold the context that owns this.
    func removeAll() { self.free = [] }
}
