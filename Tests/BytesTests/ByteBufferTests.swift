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

    @Test func poolKeepsAFewAndNoGiants() {
        let pool = BufferPool(freeMax: 2)
        let buffers = (0..<3).map { _ in pool.take() }
        for buffer in buffers { pool.give(buffer) }
        #expect(pool.freeCount == 2)
        _ = pool.take()
        pool.give(ByteBuffer(capacity: BufferPool.keptSizeMax + 1))
        #expect(pool.freeCount == 1)
    }
}
