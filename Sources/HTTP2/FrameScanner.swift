/// Walks over the frames of a connection without reading their payload: who counts frames sees every one, also
/// those that the library behind it drops in silence, and sees it before any work is done for it.
struct FrameScanner {
    /// Octets of the client's connection preface (RFC 9113 §3.4) before the first frame.
    private static let prefaceSize = 24

    private var prefaceLeft = Self.prefaceSize
    /// The header that came last, or as far as it has come.
    private(set) var octets = InlineArray<9, UInt8>(repeating: 0)
    private var octetCount = 0
    private var payloadLeft = 0
    /// A header block is open: HEADERS without END_HEADERS, up to the CONTINUATION that has it.
    private(set) var isInHeaderBlock = false

    /// Frames whose header was seen.
    private(set) var frameCount: UInt64 = 0
    private var isData = false
    /// The first four octets of a PRIORITY frame's payload, as far as they have come.
    private var dependency: UInt32 = 0
    private var dependencyCount = 0
    private var priority: FrameHeader?

    /// The number of the frame that was begun and has not ended, or of the last of an open header block; nil
    /// between frames. Within DATA it is nil as well: the rate of content is another matter.
    var unfinishedFrame: UInt64? {
        let isWithin = self.octetCount > 0 || self.payloadLeft > 0 && !self.isData
        return self.prefaceLeft > 0 || isWithin || self.isInHeaderBlock ? self.frameCount : nil
    }

    /// The PRIORITY frame that has just ended makes its stream depend on itself (RFC 7540 §5.3.1).
    var dependsOnItself: Bool {
        guard let priority = self.priority, self.payloadLeft == 0 else { return false }
        return self.dependency & 0x7fff_ffff == UInt32(priority.streamID)
    }

    private mutating func readDependency(_ payload: Slice<UnsafeBufferPointer<UInt8>>) {
        for octet in payload where self.dependencyCount < 4 {
            self.dependency = self.dependency << 8 | UInt32(octet)
            self.dependencyCount += 1
        }
    }

    struct Part {
        /// What is to be read: empty while a header has not fully arrived.
        var range: Range<Int>
        /// The header came in pieces and lies in ``octets``, not in the slice.
        var headerIsApart = false
        /// The index behind what was looked at: the end of a frame, or of the input.
        var end: Int { self.range.upperBound }
        /// The header of the frame whose ninth octet lies in the slice.
        var header: FrameHeader?
    }

    /// The next part of the input that belongs to one frame. Headers are never given in pieces: a library that
    /// counts CONTINUATION frames was seen to count the pieces.
    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Part {
        var index = start
        if self.prefaceLeft > 0 {
            let count = min(self.prefaceLeft, bytes.count - start)
            self.prefaceLeft -= count
            return Part(range: start..<start + count)
        }
        var header: FrameHeader?
        var isApart = false
        if self.payloadLeft == 0 {
            isApart = self.octetCount > 0
            while self.octetCount < FrameHeader.size, index < bytes.count {
                self.octets[self.octetCount] = bytes[index]
                self.octetCount += 1
                index += 1
            }
            guard self.octetCount == FrameHeader.size else { return Part(range: index..<index) }
            let found = FrameHeader(self.octets)
            self.octetCount = 0
            self.frameCount &+= 1
            self.isData = found.type == .data
            self.priority = found.type == .priority && found.length == 5 ? found : nil
            self.dependency = 0
            self.dependencyCount = 0
            self.payloadLeft = found.length
            if found.type == .headers || found.type == .continuation {
                self.isInHeaderBlock = !found.has(FrameHeader.endHeaders)
            }
            header = found
        }
        let count = min(self.payloadLeft, bytes.count - index)
        self.payloadLeft -= count
        if self.priority != nil { self.readDependency(bytes[index..<index + count]) }
        return Part(range: (isApart ? index : start)..<index + count, headerIsApart: isApart, header: header)
    }
}
