/// Free memory for buffers, kept for reuse. One per loop, confined to it.
///
/// An idle connection holds none: its ``ByteBuffer``s take memory when bytes arrive and give it back when
/// nothing waits.
public final class BufferPool {
    /// Bytes of a fresh piece: one TLS record of plaintext (16 KB).
    public static let bufferSize = 16 * 1024
    /// A piece that grew beyond this is freed rather than kept.
    public static let keptSizeMax = 64 * 1024

    struct Piece {
        let base: UnsafeMutableRawPointer
        let capacity: Int
    }

    private let free: UnsafeMutablePointer<Piece>
    private let freeMax: Int
    /// Pieces that wait for reuse.
    public private(set) var freeCount = 0
    /// What a buffer without memory points to: never read nor written.
    let nothing = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)

    private let size: Int
    private let sizeMax: Int

    /// - Parameters:
    ///   - freeMax: pieces kept at most; the rest goes back to the allocator.
    ///   - size: bytes of a fresh piece; one that grew to more than four times as much is freed.
    public init(freeMax: Int = 256, size: Int = BufferPool.bufferSize) {
        self.freeMax = freeMax
        self.size = size
        self.sizeMax = size * (Self.keptSizeMax / Self.bufferSize)
        self.free = .allocate(capacity: freeMax)
    }

    deinit {
        for index in 0..<self.freeCount { self.free[index].base.deallocate() }
        self.free.deallocate()
        self.nothing.deallocate()
    }

    /// A buffer for someone who holds it for a short time; ``give(_:)`` takes its memory back.
    public func take() -> ByteBuffer { ByteBuffer(pool: self) }

    /// Takes the memory of `buffer` back, whatever it holds.
    public func give(_ buffer: ByteBuffer) { buffer.giveBack() }

    /// - Returns: the piece that was used last, which is in the cache still, or a fresh one.
    @inline(__always)
    func takePiece() -> Piece {
        guard self.freeCount > 0 else { return self.fresh() }
        self.freeCount &-= 1
        return self.free[self.freeCount]
    }

    @inline(__always)
    func give(_ piece: Piece) {
        guard self.freeCount < self.freeMax, piece.capacity <= self.sizeMax else {
            return piece.base.deallocate()
        }
        (self.free + self.freeCount).initialize(to: piece)
        self.freeCount &+= 1
    }

    @inline(never)
    private func fresh() -> Piece {
        Piece(base: .allocate(byteCount: self.size, alignment: 16), capacity: self.size)
    }
}
