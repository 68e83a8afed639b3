public import Bytes
internal import CZlib

/// Inflates a `Content-Encoding: gzip` content (RFC 1952) while it streams. Owned by one exchange; confined to its
/// loop.
///
/// It holds zlib's window, 40 KB or so. Output comes in portions, so that a small input which stands for much is
/// taken step by step, as the caller has room.
public final class Inflater {
    public struct Limits: Sendable {
        /// Bytes that may come out: what the caller takes of an uncompressed content.
        public var sizeMax = 2 * 1024 * 1024 * 1024
        /// Bytes out for each byte in. DEFLATE reaches 1032 at most; logs and their like compress to a twentieth.
        public var ratioMax = 200
        /// Bytes out below which the ratio is not looked at: the first block of a small content may be dense.
        public var ratioFreeSize = 1024 * 1024

        public init() {}
    }

    public enum Progress: Equatable, Sendable {
        /// All of the input was taken, more is expected.
        case needsInput
        /// The output is as large as was asked for; there may be more without further input.
        case hasMore
        /// The content has ended with the checksum right.
        case ended
    }

    /// zlib keeps this address in its own state, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let limits: Limits
    public private(set) var bytesIn = 0
    public private(set) var bytesOut = 0
    public private(set) var hasEnded = false
    private var failure: InflateError?

    /// 15 bits of window, and 16 for a gzip wrapper: zlib's and raw data are refused.
    private static let windowBits: Int32 = 15 + 16

    public init(limits: Limits = Limits()) {
        self.limits = limits
        self.stream = .allocate(capacity: 1)
        self.stream.initialize(to: z_stream())
        let code = CZlib_inflateInit2(self.stream, Self.windowBits)
        // Out of memory is no state to go on in; a wrong version of the library is a fault of the build.
        precondition(code == Z_OK, "inflateInit2: \(code)")
    }

    deinit {
        inflateEnd(self.stream)
        self.stream.deallocate()
    }

    /// Inflates `input` from its start and appends what comes out to `output`.
    ///
    /// - Parameters:
    ///   - portion: bytes that are appended at most.
    /// - Returns: how many bytes of the input were taken, and how it goes on.
    public func inflate(
        _ input: UnsafeBufferPointer<UInt8>, into output: ByteBuffer, portion: Int
    ) throws(InflateError) -> (taken: Int, progress: Progress) {
        if let failure = self.failure { throw failure }
        do throws(InflateError) {
            return try self.step(input, output, portion)
        } catch {
            self.failure = error
            throw error
        }
    }

    /// The content has ended: so must the compressed data.
    public func finish() throws(InflateError) {
        if let failure = self.failure { throw failure }
        guard self.hasEnded else { throw .truncated }
    }

    private func step(
        _ input: UnsafeBufferPointer<UInt8>, _ output: ByteBuffer, _ portion: Int
    ) throws(InflateError) -> (taken: Int, progress: Progress) {
        if self.hasEnded {
            // A second member (RFC 1952 §2.2) is legal, and read by some and ignored by others.
            guard input.isEmpty else { throw .trailingData }
            return (0, .ended)
        }
        let size = min(max(portion, 1), Int(Int32.max))
        let room = output.writable(atLeast: size)
        // zlib reads through a pointer that it doesn't write to.
        self.stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        self.stream.pointee.avail_in = UInt32(clamping: input.count)
        self.stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        self.stream.pointee.avail_out = UInt32(clamping: size)
        let code = CZlib.inflate(self.stream, Z_NO_FLUSH)
        let taken = Int(UInt32(clamping: input.count) &- self.stream.pointee.avail_in)
        let written = size &- Int(self.stream.pointee.avail_out)
        self.stream.pointee.next_in = nil
        self.stream.pointee.next_out = nil
        output.commit(written)
        self.bytesIn &+= taken
        self.bytesOut &+= written
        guard self.bytesOut <= self.limits.sizeMax else { throw .tooLarge }
        if self.bytesOut > self.limits.ratioFreeSize,
            self.bytesOut / max(self.bytesIn, 1) >= self.limits.ratioMax
        {
            throw .tooDense
        }
        switch code {
        case Z_STREAM_END:
            self.hasEnded = true
            guard taken == input.count else { throw .trailingData }
            return (taken, .ended)
        case Z_OK, Z_BUF_ERROR:
            // Z_BUF_ERROR is no failure: there was nothing to do.
            return (taken, written == size ? .hasMore : .needsInput)
        default: throw .malformed
        }
    }
}
