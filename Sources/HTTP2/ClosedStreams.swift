/// Which streams are over, and how: frames on a stream that the peer has ended are its fault, frames on one that
/// we have reset may have been under way (RFC 9113 §5.1). The library remembers neither.
struct ClosedStreams {
    /// Streams reset by us that are remembered; older ones get the benefit of the doubt.
    private static let rememberedMax = 128

    /// The highest stream that HEADERS have come for.
    private(set) var last: Int32 = 0
    /// Streams that were left out when the last one was opened.
    private var skipped: Range<Int32> = 0..<0
    private var ours: [Int32] = []
    private var oldest = 0
    private var forgotten: Int32 = 0

    /// We have reset the stream, or refused to open it.
    mutating func resetByUs(_ id: Int32) {
        guard !self.ours.contains(id) else { return }
        guard self.ours.count == Self.rememberedMax else { return self.ours.append(id) }
        self.forgotten = max(self.forgotten, self.ours[self.oldest])
        self.ours[self.oldest] = id
        self.oldest = (self.oldest + 1) % Self.rememberedMax
    }

    /// - Parameter isOpen: whether the stream is open now.
    /// - Returns: how the connection must end because of the frame, or nil.
    mutating func check(_ header: FrameHeader, isOpen: (Int32) -> Bool) -> ErrorCode? {
        let id = header.streamID
        guard header.type == .data || header.type == .headers, id > 0 else { return nil }
        if id > self.last {
            guard header.type == .headers else { return nil }
            self.skipped = self.last + 1..<id
            self.last = id
            return nil
        }
        guard !isOpen(id), id > self.forgotten, !self.ours.contains(id) else { return nil }
        // RFC 9113 §5.1.1: what was left out cannot be opened any more.
        return header.type == .headers && self.skipped.contains(id) ? .protocolError : .streamClosed
    }
}
