internal import Synchronization

/// The latest lines of the trail, for whoever looks on. Holds the batches that the loops hand over as they are; a line is
/// taken out only when it is asked for.
public final class AuditTail: Sendable {
    /// Bytes of lines that are kept.
    static let bytesMax = 4 << 20
    /// Lines of one page.
    public static let pageMax = 1000

    public struct Page: Sendable {
        /// Lines without their end, the oldest first.
        public var lines: [ArraySlice<UInt8>]
        /// What to ask for next: the number of the line behind the last one.
        public var next: Int
        /// Lines that were asked for and are gone already.
        public var missed: Int
    }

    private struct Batch: Sendable {
        var first: Int
        var count: Int
        var bytes: [UInt8]
    }

    private struct State: Sendable {
        var batches: [Batch] = []
        var bytes = 0
        var next = 0
    }

    private let state = Mutex(State())

    public init() {}

    func append(_ bytes: [UInt8], lineCount: Int) {
        self.state.withLock { state in
            state.batches.append(Batch(first: state.next, count: lineCount, bytes: bytes))
            state.next += lineCount
            state.bytes += bytes.count
            var gone = 0
            while state.bytes > Self.bytesMax, gone < state.batches.count - 1 {
                state.bytes -= state.batches[gone].bytes.count
                gone += 1
            }
            if gone > 0 { state.batches.removeFirst(gone) }
        }
    }

    /// Lines from number `after` on, or the last ones where it is nil. Goes through up to ``bytesMax``, which takes
    /// milliseconds: not for a loop.
    ///
    /// - Parameter count: from 0 to ``pageMax``.
    public func page(after: Int?, count: Int, matching filter: AuditTailFilter = AuditTailFilter()) -> Page {
        let (batches, next) = self.state.withLock { ($0.batches, $0.next) }
        let count = min(max(count, 0), Self.pageMax)
        guard let after else {
            return Page(lines: self.last(batches, count, filter), next: next, missed: 0)
        }
        let wanted = min(max(after, 0), next)
        let first = max(wanted, batches.first?.first ?? next)
        var page = Page(lines: [], next: first, missed: first - wanted)
        for batch in batches where batch.first + batch.count > first {
            var number = batch.first
            for line in batch.bytes.split(separator: 0x0a) {
                defer { number += 1 }
                guard number >= first else { continue }
                if page.lines.count == count { return page }
                if filter.matches(line) { page.lines.append(line) }
                page.next = number + 1
            }
        }
        return page
    }

    private func last(_ batches: [Batch], _ count: Int, _ filter: AuditTailFilter) -> [ArraySlice<UInt8>] {
        // From the newest on, as far as it takes.
        var found: [ArraySlice<UInt8>] = []
        for batch in batches.reversed() {
            for line in batch.bytes.split(separator: 0x0a).reversed() {
                if found.count == count { return found.reversed() }
                if filter.matches(line) { found.append(line) }
            }
        }
        return found.reversed()
    }
}
