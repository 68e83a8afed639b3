public import Bytes

/// One stream of a ``ServerSession``. The proxy derives its own class from it, so that an exchange's stream is
/// found without a search. Owned by its session while open; reused afterwards.
open class ServerStream {
    /// 0 while not in use.
    public final internal(set) var id: Int32 = 0
    /// The request's head as HTTP/1.1 would write it; empty once it has been taken up.
    public final let head: ByteBuffer
    /// END_STREAM has come: no content follows.
    public final internal(set) var requestIsWhole = false
    /// The last frame of the response has been written.
    public final internal(set) var responseIsWhole = false
    /// Nothing can be sent or comes any more.
    public final internal(set) var isClosed = true
    /// What is left of a request whose answer is whole is read and dropped, rather than stopped by a reset: clients
    /// take a reset in the middle of what they send for a failure, though the answer came first.
    public final var readsOn = false
    /// Octets of content that came, and that were written: what a slow peer is measured by.
    public final internal(set) var bytesMoved = 0

    /// Content that the peer's window or a full connection holds back.
    final let pending: ByteBuffer
    /// Content that is being sent in this call.
    final var chunk = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// No more content will be given: the last of it ends the stream.
    final var contentEnds = false
    /// The library asks for content, once it has been told of any.
    final var hasDataItem = false
    final var isDeferred = false
    /// It waits for a larger window.
    final var isHeldForWindow = false
    /// The owner waits to hear that nothing is held back any more.
    final var wantsDrained = false

    /// Octets of content that are left of its turn; they count only while others wait.
    final var turnLeft = 0
    /// Its place in the ``TurnLine``.
    final var isInLine = false
    final unowned(unsafe) var lineNext: ServerStream?
    final unowned(unsafe) var linePrevious: ServerStream?

    final var next: ServerStream?
    final unowned(unsafe) var previous: ServerStream?

    /// - Parameter pool: of small buffers, as thousands of streams may wait.
    public init(pool: BufferPool) {
        self.head = ByteBuffer(pool: pool)
        self.pending = ByteBuffer(pool: pool)
    }

    /// Whether content is held back, by the peer's window or by a connection that takes no more.
    public final var isHeldBack: Bool { !self.pending.isEmpty }

    final var available: Int { self.pending.count &+ self.chunk.count }

    final func open(id: Int32) {
        self.id = id
        self.head.removeAll()
        self.requestIsWhole = false
        self.responseIsWhole = false
        self.isClosed = false
        self.readsOn = false
        self.bytesMoved = 0
        self.contentEnds = false
        self.hasDataItem = false
        self.isDeferred = false
        self.isHeldForWindow = false
        self.wantsDrained = false
        self.turnLeft = 0
    }
}

/// The open streams of a session, in no order that matters.
struct StreamList {
    private(set) var first: ServerStream?
    private(set) var count = 0

    mutating func insert(_ stream: ServerStream) {
        stream.next = self.first
        stream.previous = nil
        self.first?.previous = stream
        self.first = stream
        self.count += 1
    }

    mutating func remove(_ stream: ServerStream) {
        let next = stream.next
        next?.previous = stream.previous
        if let previous = stream.previous { previous.next = next } else { self.first = next }
        stream.next = nil
        stream.previous = nil
        self.count -= 1
    }
}
