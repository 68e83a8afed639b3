/// Free buffers of one size, kept for reuse. One per loop, confined to it.
///
/// An idle connection holds no buffer: it takes one when bytes arrive and gives it back when nothing waits.
public final class BufferPool {
    /// Bytes of a fresh buffer: one TLS record of plaintext (16 KB).
    public static let bufferSize = 16 * 1024
    /// A buffer that grew beyond this is freed rather than kept.
    public static let keptSizeMax = 64 * 1024

    private var free: [ByteBuffer] = []
    private let freeMax: Int
    private let size: Int
    private let sizeMax: Int

    /// - Parameters:
    ///   - freeMax: buffers kept at most; the rest goes back to the allocator.
    ///   - size: bytes of a fresh buffer; one that grew to more than four times as much is freed.
    public init(freeMax: Int = 256, size: Int = BufferPool.bufferSize) {
        self.freeMax = freeMax
        self.size = size
        self.sizeMax = size * (Self.keptSizeMax / Self.bufferSize)
        self.free.reserveCapacity(freeMax)
    }

    public var freeCount: Int { self.free.count }

    @inline(__always)
    public func take() -> ByteBuffer { self.free.popLast() ?? ByteBuffer(capacity: self.size) }

    /// Takes `buffer` back, whatever it holds.
    public func give(_ buffer: consuming ByteBuffer) {
        guard self.free.count < self.freeMax, buffer.capacity <= self.sizeMax else { return }
        buffer.removeAll()
        self.free.append(buffer)
    }
}
