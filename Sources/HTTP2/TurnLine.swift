/// Streams that wait for their turn to send content, first come, first served.
///
/// The library's own order will not do: it forgets how much a stream has sent as soon as that waits for its owner, and
/// among equals it is the order of a heap, so that one stream may get twice what another does for as long as both last.
struct TurnLine {
    /// Octets of content in one turn: a frame of the size that every peer takes.
    static let turn = 16 * 1024

    // Streams leave the line before they are closed or let go of.
    private(set) unowned(unsafe) var first: ServerStream?
    private unowned(unsafe) var last: ServerStream?

    var isEmpty: Bool { self.first == nil }

    /// Puts a stream at the end, unless it waits already.
    mutating func append(_ stream: ServerStream) {
        guard !stream.isInLine else { return }
        stream.isInLine = true
        stream.lineNext = nil
        stream.linePrevious = self.last
        if let last = self.last { last.lineNext = stream } else { self.first = stream }
        self.last = stream
    }

    mutating func remove(_ stream: ServerStream) {
        guard stream.isInLine else { return }
        stream.isInLine = false
        if let previous = stream.linePrevious {
            previous.lineNext = stream.lineNext
        } else {
            self.first = stream.lineNext
        }
        if let next = stream.lineNext {
            next.linePrevious = stream.linePrevious
        } else {
            self.last = stream.linePrevious
        }
        stream.lineNext = nil
        stream.linePrevious = nil
    }
}
