import Bytes
import CZlib
import Testing

@testable import Inflate

@Suite struct InflaterTests {
    private static func gzip(_ bytes: [UInt8], windowBits: Int32 = 31) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        var input = bytes
        let count = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        deflateEnd(&stream)
        return Array(output.prefix(count))
    }

    /// Runs the engine over `chunks`, in portions.
    private static func inflate(
        _ chunks: [[UInt8]], portion: Int = 1000, limits: Inflater.Limits = Inflater.Limits()
    ) throws -> [UInt8] {
        let inflater = Inflater(limits: limits)
        let output = ByteBuffer(capacity: 64)
        for chunk in chunks {
            var rest = chunk[...]
            while true {
                let before = output.count
                let (taken, progress) = try rest.withUnsafeBufferPointer {
                    try inflater.inflate($0, into: output, portion: portion)
                }
                #expect(output.count - before <= portion)
                rest = rest.dropFirst(taken)
                if progress != .hasMore, rest.isEmpty { break }
            }
        }
        try inflater.finish()
        #expect(inflater.bytesOut == output.count)
        return output.array
    }

    private static func lines(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { Array("{\"index\":{\"_id\":\"\($0 &* 7919)\"}}\n".utf8) }
    }

    @Test func inflatesAtEverySplit() throws {
        let content = Self.lines(40)
        let packed = Self.gzip(content)
        for split in 0...packed.count {
            #expect(try Self.inflate([Array(packed[..<split]), Array(packed[split...])]) == content)
        }
        #expect(try Self.inflate(packed.map { [$0] }) == content)
        #expect(try Self.inflate([packed], portion: 1) == content)
    }

    @Test func emptyContentIsSound() throws { #expect(try Self.inflate([Self.gzip([])]) == []) }

    @Test func everyTruncationIsRefused() {
        let packed = Self.gzip(Self.lines(10))
        for count in 0..<packed.count {
            #expect(throws: InflateError.truncated) { try Self.inflate([Array(packed[..<count])]) }
        }
    }

    @Test func otherFormatsAreRefused() {
        let content = Self.lines(10)
        for foreign in [
            content, Self.gzip(content, windowBits: 15), Self.gzip(content, windowBits: -15),
            [0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00, 0x01, 0x00, 0x00],
        ] {
            #expect(throws: InflateError.malformed) { try Self.inflate([foreign]) }
        }
    }

    @Test func damageIsNeverTakenForContent() {
        let content = Self.lines(30)
        let packed = Self.gzip(content)
        // Octets 4 to 9 of the head tell a time and a system (RFC 1952 §2.3).
        for index in packed.indices where !(4...9).contains(index) {
            var damaged = packed
            damaged[index] ^= 0x10
            let result = try? Self.inflate([damaged])
            #expect(result == nil || result == content, "octet \(index)")
        }
    }

    @Test func whatFollowsTheEndIsRefused() {
        let packed = Self.gzip(Self.lines(3))
        #expect(throws: InflateError.trailingData) { try Self.inflate([packed + [0]]) }
        #expect(throws: InflateError.trailingData) { try Self.inflate([packed, packed]) }
    }

    @Test func sizeAndRatioAreBounded() throws {
        let zeros = Self.gzip([UInt8](repeating: 0, count: 4_000_000))
        #expect(zeros.count < 8000)
        #expect(throws: InflateError.tooDense) { try Self.inflate([zeros], portion: 65536) }
        var limits = Inflater.Limits()
        limits.ratioMax = 2000
        #expect(try Self.inflate([zeros], portion: 65536, limits: limits).count == 4_000_000)
        limits.sizeMax = 3_999_999
        #expect(throws: InflateError.tooLarge) { try Self.inflate([zeros], portion: 65536, limits: limits) }
    }

    @Test func failureLasts() {
        let inflater = Inflater()
        let output = ByteBuffer(capacity: 64)
        let packed = Self.gzip([1, 2, 3])
        #expect(throws: InflateError.malformed) {
            try [UInt8(1), 2, 3].withUnsafeBufferPointer {
                _ = try inflater.inflate($0, into: output, portion: 9)
            }
        }
        #expect(throws: InflateError.malformed) {
            try packed.withUnsafeBufferPointer { _ = try inflater.inflate($0, into: output, portion: 9) }
        }
        #expect(throws: InflateError.malformed) { try inflater.finish() }
    }
}
