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

    private static func inflate(
        _ chunks: [[UInt8]], portion: Int = 1000, limits: Inflater.Limits = Inflater.Limits()
    ) throws(InflateError) -> [UInt8] {
        let inflater = Inflater(limits: limits)
        let output = ByteBuffer(capacity: 64)
        for chunk in chunks {
            var rest = chunk[...]
            while true {
                let result = Result { () throws(InflateError) in
                    try rest.withUnsafeBufferPointerTyped { bytes throws(InflateError) in
                        try inflater.inflate(bytes, into: output, portion: portion)
                    }
                }
                let (taken, progress) = try result.get()
                rest = rest.dropFirst(taken)
                if progress != .hasMore, rest.isEmpty { break }
            }
        }
        try inflater.finish()
        return output.array
    }
}

extension ArraySlice<UInt8> {
    fileprivate func withUnsafeBufferPointerTyped<Value>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(InflateError) -> Value
    ) throws(InflateError) -> Value {
        let result = self.withUnsafeBufferPointer { bytes in Result { () throws(InflateError) in try body(bytes) } }
        return try result.get()
    }
}
