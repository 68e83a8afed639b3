internal import Glibc

/// A contiguous queue of bytes: written at its end, read at its front.
///
/// Owned by one connection or exchange and confined to its loop. It grows by doubling up to what the
/// caller asks for; the *limits* are the caller's (watermarks, head and body sizes).
public final class ByteBuffer {
    @usableFromInline var base: UnsafeMutableRawPointer
    /// 0 while the buffer holds no memory.
    public private(set) var capacity: Int
    @usableFromInline var readerIndex = 0
    @usableFromInline var writerIndex = 0
    /// Where the memory comes from and goes back to; nil: the allocator. Not counted: the loop that owns the pool
    /// outlives whoever uses its buffers.
    private let pool: Unmanaged<BufferPool>?

    /// A buffer with memory of its own.
    ///
    /// - Parameter capacity: bytes to begin with; at least 64 are taken.
    public init(capacity: Int) {
        self.pool = nil
        self.capacity = max(capacity, 64)
        self.base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    /// A buffer that takes memory out of `pool` with its first byte and gives it back by ``giveBack()``.
    public init(pool: BufferPool) {
        self.pool = Unmanaged.passUnretained(pool)
        self.capacity = 0
        self.base = pool.nothing
    }

    // Not into the pool: the last reference may go on another thread than the pool's.
    deinit { if self.capacity > 0 { self.base.deallocate() } }

    /// Drops everything, and the memory too if it came out of a pool. Nobody may hold a pointer into it.
    public func giveBack() {
        self.removeAll()
        guard let pool = self.pool, self.capacity > 0 else { return }
        pool._withUnsafeGuaranteedRef {
            $0.give(BufferPool.Piece(base: self.base, capacity: self.capacity))
            self.base = $0.nothing
        }
        self.capacity = 0
    }

    /// Bytes that wait to be read.
    @inlinable @inline(__always)
    public var count: Int { self.writerIndex &- self.readerIndex }
    @inlinable @inline(__always)
    public var isEmpty: Bool { self.writerIndex == self.readerIndex }

    /// What waits to be read. Valid until the next call that changes the buffer.
    @inlinable @inline(__always)
    public var readable: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: UnsafePointer((self.base + self.readerIndex).assumingMemoryBound(to: UInt8.self)),
            count: self.writerIndex &- self.readerIndex)
    }

    /// Room behind the last byte for at least `count` more. Valid until the next call that changes the
    /// buffer; say with ``commit(_:)`` how much was written.
    @inlinable @inline(__always)
    public func writable(atLeast count: Int) -> UnsafeMutableRawBufferPointer {
        if self.capacity &- self.writerIndex < count { self.makeRoom(for: count) }
        return UnsafeMutableRawBufferPointer(
            start: self.base + self.writerIndex, count: self.capacity &- self.writerIndex)
    }

    /// Takes `count` bytes that were written behind the last one into the queue.
    @inlinable @inline(__always)
    public func commit(_ count: Int) {
        precondition(count >= 0 && count <= self.capacity &- self.writerIndex)
        self.writerIndex &+= count
    }

    /// Drops `count` bytes at the front.
    @inlinable @inline(__always)
    public func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.readerIndex &+= count
        if self.readerIndex == self.writerIndex {
            self.readerIndex = 0
            self.writerIndex = 0
        }
    }

    /// Drops everything; keeps the memory.
    @inlinable @inline(__always)
    public func removeAll() {
        self.readerIndex = 0
        self.writerIndex = 0
    }

    /// Drops the newest bytes, but for the first `count` that wait.
    public func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.writerIndex = self.readerIndex &+ count
    }

    /// Writes eight hexadecimal digits over those bytes that begin `offset` bytes behind the first that waits.
    public func overwrite(at offset: Int, hexadecimal value: UInt32) {
        precondition(offset >= 0 && self.count >= 8 && offset <= self.count &- 8)
        let target = self.base + self.readerIndex + offset
        for index in 0..<8 {
            let digit = UInt8(truncatingIfNeeded: value &>> UInt32(28 &- 4 &* index) & 15)
            target.storeBytes(of: Hexadecimal.lowerDigit(digit), toByteOffset: index, as: UInt8.self)
        }
    }

    @inlinable @inline(__always)
    public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        let room = self.writable(atLeast: bytes.count)
        room.baseAddress.unsafelyUnwrapped.copyMemory(from: source, byteCount: bytes.count)
        self.writerIndex &+= bytes.count
    }

    @inlinable @inline(__always)
    public func append(_ bytes: UnsafeBufferPointer<UInt8>) { self.append(UnsafeRawBufferPointer(bytes)) }

    @inlinable
    public func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { self.append($0) } }

    public func append(_ bytes: borrowing Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.append(UnsafeRawBufferPointer($0)) }
    }

    @inlinable @inline(__always)
    public func append(_ byte: UInt8) {
        let room = self.writable(atLeast: 1)
        room.baseAddress.unsafelyUnwrapped.storeBytes(of: byte, as: UInt8.self)
        self.writerIndex &+= 1
    }

    @inlinable @inline(__always)
    public func append(_ text: StaticString) {
        self.append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// UTF-8 of `text`. For rare paths: a `String` costs more than bytes do. Literals are static strings instead.
    @_disfavoredOverload
    public func append(_ text: String) {
        var text = text
        text.withUTF8 { self.append(UnsafeRawBufferPointer($0)) }
    }

    /// `value` in decimal digits, with a sign when negative.
    public func append(decimal value: Int) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        self.append(decimal: value.magnitude)
    }

    /// `value` in decimal digits.
    public func append(decimal value: UInt) {
        guard value >= 100_000_000 else {
            let digits = Self.eightDigits(value)
            // A zero is a digit too.
            return self.append(digits: digits, from: min(digits.trailingZeroBitCount / 8, 7))
        }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        self.append(decimal: high)
        self.append(digits: Self.eightDigits(low), from: 0)
    }

    /// The last of eight digits.
    @inline(__always)
    private func append(digits: UInt64, from first: Int) {
        let text = (digits | 0x3030_3030_3030_3030) &>> UInt64(first &* 8)
        self.writable(atLeast: 8).storeBytes(of: text.littleEndian, as: UInt64.self)
        self.commit(8 &- first)
    }

    /// Eight digits, an octet each, of which the first is the lowest: halves, then pairs, then digits are parted side by
    /// side in one word.
    ///
    /// - Parameter value: below 10^8.
    @inline(__always)
    private static func eightDigits(_ value: UInt) -> UInt64 {
        let value = UInt64(truncatingIfNeeded: value)
        let halves = value / 10_000 | (value % 10_000) &<< 32
        // 10486 / 2^20 is a hundredth of what is below 10^4, 103 / 2^10 a tenth of what is below a hundred.
        let hundreds = (halves &* 10_486) &>> 20 & 0x0000_007f_0000_007f
        let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
        let tens = (pairs &* 103) &>> 10 & 0x000f_000f_000f_000f
        return tens | (pairs &- tens &* 10) &<< 8
    }

    /// `value` in lower-case hexadecimal digits without leading zeros.
    public func append(hexadecimal value: UInt) {
        let count = max(1, (UInt.bitWidth &- value.leadingZeroBitCount &+ 3) / 4)
        let room = self.writable(atLeast: count)
        var rest = value
        var index = count
        while index > 0 {
            index &-= 1
            room[index] = Hexadecimal.lowerDigit(UInt8(truncatingIfNeeded: rest & 15))
            rest &>>= 4
        }
        self.commit(count)
    }

    /// The waiting bytes as an array: for tests and rare paths.
    public var array: [UInt8] { Array(self.readable) }

    /// Overwrites the memory, for a buffer that held a secret.
    public func wipe() {
        guard self.capacity > 0 else { return }
        explicit_bzero(self.base, self.capacity)
        self.removeAll()
    }

    @usableFromInline @inline(never)
    func makeRoom(for count: Int) {
        let waiting = self.count
        if self.capacity == 0, let pool = self.pool {
            let piece = pool._withUnsafeGuaranteedRef { $0.takePiece() }
            self.base = piece.base
            self.capacity = piece.capacity
            if count > self.capacity { self.grow(to: count) }
        } else if self.readerIndex > 0, self.capacity - waiting >= count {
            memmove(self.base, self.base + self.readerIndex, waiting)
        } else {
            self.grow(to: waiting + count)
        }
        self.readerIndex = 0
        self.writerIndex = waiting
    }

    private func grow(to needed: Int) {
        var size = self.capacity
        while size < needed { size *= 2 }
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        memcpy(fresh, self.base + self.readerIndex, self.count)
        self.base.deallocate()
        self.base = fresh
        self.capacity = size
    }
}
