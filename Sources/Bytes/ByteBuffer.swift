internal import Glibc

/// A contiguous queue of bytes: written at its end, read at its front.
///
/// Owned by one connection or exchange and confined to its loop. It grows by doubling up to what the
/// caller asks for; the *limits* are the caller's (watermarks, head and body sizes).
package final class ByteBuffer {
    private var base: UnsafeMutableRawPointer
    package private(set) var capacity: Int
    private var readerIndex = 0
    private var writerIndex = 0

    /// - Parameter capacity: bytes to begin with; at least 64 are taken.
    package init(capacity: Int) {
        self.capacity = max(capacity, 64)
        self.base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { self.base.deallocate() }

    /// Bytes that wait to be read.
    @inline(__always)
    package var count: Int { self.writerIndex &- self.readerIndex }
    @inline(__always)
    package var isEmpty: Bool { self.writerIndex == self.readerIndex }

    /// What waits to be read. Valid until the next call that changes the buffer.
    @inline(__always)
    package var readable: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: UnsafePointer((self.base + self.readerIndex).assumingMemoryBound(to: UInt8.self)),
            count: self.writerIndex &- self.readerIndex)
    }

    /// Room behind the last byte for at least `count` more. Valid until the next call that changes the
    /// buffer; say with ``commit(_:)`` how much was written.
    @inline(__always)
    package func writable(atLeast count: Int) -> UnsafeMutableRawBufferPointer {
        if self.capacity &- self.writerIndex < count { self.makeRoom(for: count) }
        return UnsafeMutableRawBufferPointer(
            start: self.base + self.writerIndex, count: self.capacity &- self.writerIndex)
    }

    /// Takes `count` bytes that were written behind the last one into the queue.
    @inline(__always)
    package func commit(_ count: Int) {
        precondition(count >= 0 && count <= self.capacity &- self.writerIndex)
        self.writerIndex &+= count
    }

    /// Drops `count` bytes at the front.
    @inline(__always)
    package func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.readerIndex &+= count
        if self.readerIndex == self.writerIndex {
            self.readerIndex = 0
            self.writerIndex = 0
        }
    }

    /// Drops everything; keeps the memory.
    @inline(__always)
    package func removeAll() {
        self.readerIndex = 0
        self.writerIndex = 0
    }

    @inline(__always)
    package func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        let room = self.writable(atLeast: bytes.count)
        memcpy(room.baseAddress.unsafelyUnwrapped, source, bytes.count)
        self.writerIndex &+= bytes.count
    }

    @inline(__always)
    package func append(_ bytes: UnsafeBufferPointer<UInt8>) { self.append(UnsafeRawBufferPointer(bytes)) }

    package func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { self.append($0) } }

    package func append(_ bytes: borrowing Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.append(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    package func append(_ byte: UInt8) {
        let room = self.writable(atLeast: 1)
        room.baseAddress.unsafelyUnwrapped.storeBytes(of: byte, as: UInt8.self)
        self.writerIndex &+= 1
    }

    @inline(__always)
    package func append(_ text: StaticString) {
        self.append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// UTF-8 of `text`. For rare paths: a `String` costs more than bytes do.
    package func append(_ text: String) {
        var text = text
        text.withUTF8 { self.append(UnsafeRawBufferPointer($0)) }
    }

    /// `value` in decimal digits, with a sign when negative.
    package func append(decimal value: Int) {
        if value < 0 { self.append(UInt8(ascii: "-")) }
        self.append(decimal: value.magnitude)
    }

    /// `value` in decimal digits.
    package func append(decimal value: UInt) {
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
    package func append(hexadecimal value: UInt) {
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
    package var array: [UInt8] { Array(self.readable) }

    /// Overwrites the memory, for a buffer that held a secret.
    package func wipe() {
        explicit_bzero(self.base, self.capacity)
        self.removeAll()
    }

    private func makeRoom(for count: Int) {
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
