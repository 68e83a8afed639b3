internal import CZlib

/// Compresses what is sent often, once.
enum Gzip {
    /// 15 bits of window, and 16 for a gzip wrapper (RFC 1952).
    private static let windowBits: Int32 = 15 + 16

    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let code = CZlib_deflateInit2(&stream, Z_BEST_COMPRESSION, Self.windowBits)
        precondition(code == Z_OK, "deflateInit2: \(code)")
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let written = bytes.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                // zlib reads through a pointer that it doesn't write to.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(clamping: input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: output.count)
                let code = deflate(&stream, Z_FINISH)
                precondition(code == Z_STREAM_END, "deflate: \(code)")
                return output.count - Int(stream.avail_out)
            }
        }
        output.removeSubrange(written...)
        return output
    }

    static func checksum(_ bytes: [UInt8]) -> UInt {
        bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32(clamping: $0.count)) }
    }
}
