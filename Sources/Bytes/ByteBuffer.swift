internal import Glibc

/// A contiguous queue of bytes: written at its end, read at its front.
///
/// Owned by one connection or exchange and confined to its loop. It grows by doubling up to what the
/// caller asks for; the *limits* are the caller's (watermarks, head and body sizes).
public final class ByteBuffer {
    @usableFromInline var base: UnsafeMutableRawPointer
    public private(set) var capacity: Int
    @usableFromInline var readerIndex = 0
    @usableFromInline var writerIndex = 0

    /// - Parameter capacity: bytes to begin with; at least 64 are taken.
    public init(capacity: Int) {
        self.capacity = max(capacity, 64)
        self.base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { self.base.deallocate() }

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
        var value = value
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            repeat {
                start &-= 1
                let (quotient, digit) = value.quotientAndRemainder(dividingBy: 10)
                digits.initializeElement(at: start, to: UInt8(truncatingIfNeeded: digit) &+ 0x30)
                value = quotient
            } while value > 0
            self.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[start..<20]))
        }
    }

    /// `value` in lower-case hexadecimal digits without leading zeros.
    public func append(hexadecimal value: UInt) {
        var value = value
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digits in
            var start = 16
            repeat {
                start &-= 1
                digits.initializeElement(at: start, to: Hexadecimal.lowerDigit(UInt8(value & 15)))
                value >>= 4
            } while value > 0
            self.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[start..<16]))
        }
    }

    /// The waiting bytes as an array: for tests and rare paths.
    public var array: [UInt8] { Array(self.readable) }

    /// Overwrites the memory, for a buffer that held a secret.
    public func wipe() {
        explicit_bzero(self.base, self.capacity)
        self.removeAll()
    }

    @usableFromInline @inline(never)
    func makeRoom(for count: Int) {
        let waiting = self.count
        if self.readerIndex > 0, self.capacity - waiting >= count, self.readerIndex >= waiting {
            memcpy(self.base, self.base + self.readerIndex, waiting)
        } else if self.readerIndex > 0, self.capacity - waiting >= count {
            memmove(self.base, self.base + self.readerIndex, waiting)
        } else {
            let needed = waiting + count
            var size = self.capacity
            while size < needed { size *= 2 }
            let fresh = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
            memcpy(fresh, self.base + self.readerIndex, waiting)
            self.base.deallocate()
            self.base = fresh
            self.capacity = size
        }
        self.readerIndex = 0
        self.writerIndex = waiting
    }
}
