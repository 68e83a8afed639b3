import Testing

@testable import Bytes

@Suite struct ByteBufferTests {
    @Test func isAQueue() {
        let buffer = ByteBuffer(capacity: 64)
        var expected: [UInt8] = []
        for round in 0..<200 {
            let piece = (0..<(round % 37)).map { UInt8(truncatingIfNeeded: $0 &+ round) }
            buffer.append(piece)
            expected += piece
            let taken = min(expected.count, round % 29)
            buffer.consume(taken)
            expected.removeFirst(taken)
            #expect(buffer.array == expected)
        }
    }

    @Test func reusesTheFrontBeforeItGrows() {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append([UInt8](repeating: 1, count: 60))
        buffer.consume(50)
        buffer.append([UInt8](repeating: 2, count: 50))
        #expect(buffer.capacity == 64)
        #expect(buffer.array == [UInt8](repeating: 1, count: 10) + [UInt8](repeating: 2, count: 50))
    }

    @Test func movesOverlappingBytes() {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append((0..<64).map { UInt8($0) })
        buffer.consume(8)
        buffer.append([100, 101])
        #expect(buffer.capacity == 64)
        #expect(buffer.array == (8..<64).map { UInt8($0) } + [100, 101])
    }

    @Test(arguments: [0, 1, 9, 10, 99, 12_345, Int.max, Int.min, -1])
    func writesDecimals(_ value: Int) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(decimal: value)
        #expect(String(decoding: buffer.array, as: UTF8.self) == "\(value)")
    }

    @Test(arguments: [0, 1, 15, 16, 255, 4096, UInt.max])
    func writesHexadecimals(_ value: UInt) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(hexadecimal: value)
        #expect(String(decoding: buffer.array, as: UTF8.self) == String(value, radix: 16))
    }

    @Test(arguments: 0...19)
    func writesDecimalsOfEachLength(_ exponent: Int) {
        var bound = 1
        for _ in 0..<exponent where bound <= Int.max / 10 { bound *= 10 }
        for value in [bound - 1, bound, bound + 1] {
            let buffer = ByteBuffer(capacity: 64)
            buffer.append(decimal: value)
            #expect(String(decoding: buffer.array, as: UTF8.self) == "\(value)")
        }
    }

    @Test func writesAnyDecimal() {
        let buffer = ByteBuffer(capacity: 64)
        for length in 0...64 {
            for _ in 0..<500 {
                let value = length == 0 ? 0 : UInt.random(in: 0...UInt.max) >> UInt(64 - length)
                buffer.removeAll()
                buffer.append(decimal: value)
                #expect(String(decoding: buffer.array, as: UTF8.self) == "\(value)")
            }
        }
    }

    @Test func takesMemoryOutOfThePoolWithItsFirstByte() {
        let pool = BufferPool(freeMax: 2)
        let buffer = ByteBuffer(pool: pool)
        #expect(buffer.capacity == 0 && buffer.isEmpty && buffer.readable.isEmpty && buffer.array.isEmpty)
        buffer.giveBack()
        buffer.wipe()
        #expect(pool.freeCount == 0)
        buffer.append([1, 2, 3])
        #expect(buffer.capacity == BufferPool.bufferSize)
        buffer.giveBack()
        #expect(buffer.capacity == 0 && buffer.isEmpty && pool.freeCount == 1)
        buffer.append([4])
        #expect(buffer.array == [4] && pool.freeCount == 0)
    }

    @Test func aFirstPieceMayBeLargerThanThePoolsOwn() {
        let pool = BufferPool()
        let buffer = ByteBuffer(pool: pool)
        let bytes = (0..<BufferPool.bufferSize * 3).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        buffer.append(bytes)
        #expect(buffer.array == bytes)
        buffer.append(bytes)
        #expect(buffer.array == bytes + bytes)
    }

    @Test func poolKeepsAFewAndNoGiants() {
        let pool = BufferPool(freeMax: 2)
        let buffers = (0..<3).map { _ in pool.take() }
        for buffer in buffers { buffer.append([0]) }
        for buffer in buffers { pool.give(buffer) }
        #expect(pool.freeCount == 2)
        let giant = pool.take()
        giant.append([0])
        #expect(pool.freeCount == 1)
        giant.append([UInt8](repeating: 0, count: BufferPool.keptSizeMax))
        pool.give(giant)
        #expect(pool.freeCount == 1)
    }
}
