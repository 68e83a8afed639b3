internal import Bodies
internal import Bytes
internal import Decide
internal import Inflate

/// Content of a request that is read on its way: inflated where it is compressed, then filtered item by item or
/// collected. Owned by one exchange; confined to its loop.
final class RequestContent {
    enum Failure: Error {
        case refused(ContentRefusal)
        case inflate(InflateError)
        case tooLarge
    }

    enum Mode {
        case bulk(BulkFilter, LimitedBulkJudge)
        /// To be read in whole.
        case inspect
    }

    /// Bytes that are inflated at a time.
    private static let portion = 64 * 1024

    private(set) var mode: Mode
    private let inflater: Inflater?
    /// What has been inflated and not yet been read.
    private let inflated: ByteBuffer?
    /// What was collected of content that is read in whole.
    let output: ByteBuffer
    private let outputMax: Int
    /// What has come since the filter paused. Bounded by what a connection hands over at once: it is told to stop.
    private let pending: ByteBuffer
    /// The filter waits before an item; ``resume()`` goes on.
    private(set) var isPaused = false
    /// Its media type, where that counts.
    var type: String?

    /// - Parameter outputMax: bytes that are collected at most.
    init(
        _ mode: Mode, isCompressed: Bool, sizeMax: UInt64, output: ByteBuffer, outputMax: Int,
        pool: BufferPool
    ) {
        self.mode = mode
        self.output = output
        self.outputMax = outputMax
        self.pending = ByteBuffer(pool: pool)
        if isCompressed {
            var limits = Inflater.Limits()
            limits.sizeMax = Int(clamping: sizeMax)
            self.inflater = Inflater(limits: limits)
            self.inflated = ByteBuffer(capacity: Self.portion)
        } else {
            self.inflater = nil
            self.inflated = nil
        }
    }

    /// Takes the next bytes of the request. What goes on of a bulk request is appended to `upstream`, else it is
    /// collected.
    func receive(_ bytes: UnsafeBufferPointer<UInt8>, into upstream: ByteBuffer) throws(Failure) {
        if self.isPaused { return self.pending.append(bytes) }
        let taken = try self.process(bytes, upstream)
        if self.isPaused { self.pending.append(UnsafeBufferPointer(rebasing: bytes[taken...])) }
    }

    /// Goes on where the filter has paused.
    func resume(into upstream: ByteBuffer) throws(Failure) {
        self.isPaused = false
        let taken = try self.process(self.pending.readable, upstream)
        self.pending.consume(taken)
        if self.pending.isEmpty { self.pending.giveBack() }
    }

    /// - Returns: how many bytes were taken: all, unless the filter has paused.
    private func process(
        _ bytes: UnsafeBufferPointer<UInt8>, _ upstream: ByteBuffer
    ) throws(Failure) -> Int {
        guard let inflater = self.inflater, let inflated = self.inflated else {
            return try self.read(bytes, upstream)
        }
        var taken = 0
        var hasMore = true
        while true {
            inflated.consume(try self.read(inflated.readable, upstream))
            guard !self.isPaused, hasMore else { return taken }
            let step = try self.inflate(
                inflater, UnsafeBufferPointer(rebasing: bytes[taken...]), inflated)
            taken += step.0
            hasMore = step.1 == .hasMore
        }
    }

    private func inflate(
        _ inflater: Inflater, _ bytes: UnsafeBufferPointer<UInt8>, _ buffer: ByteBuffer
    ) throws(Failure) -> (Int, Inflater.Progress) {
        do throws(InflateError) {
            let step = try inflater.inflate(bytes, into: buffer, portion: Self.portion)
            return (step.taken, step.progress)
        } catch {
            throw .inflate(error)
        }
    }

    /// - Returns: how many bytes were taken.
    private func read(_ bytes: UnsafeBufferPointer<UInt8>, _ upstream: ByteBuffer) throws(Failure) -> Int {
        switch self.mode {
        case .inspect:
            guard self.output.count + bytes.count <= self.outputMax else { throw .tooLarge }
            self.output.append(bytes)
            return bytes.count
        case .bulk(var filter, var judge):
            // Moved out and back: no second reference, so no copy.
            self.mode = .inspect
            defer { self.mode = .bulk(filter, judge) }
            do throws(ContentRefusal) {
                let taken = try filter.filter(bytes.span, into: upstream, judge: &judge)
                self.isPaused = taken < bytes.count
                return taken
            } catch {
                throw .refused(error)
            }
        }
    }

    /// The request has ended.
    func finish() throws(Failure) {
        if let inflater = self.inflater {
            do throws(InflateError) { try inflater.finish() } catch { throw .inflate(error) }
        }
        guard case .bulk(var filter, let judge) = self.mode else { return }
        defer { self.mode = .bulk(filter, judge) }
        do throws(ContentRefusal) { try filter.finish() } catch { throw .refused(error) }
    }

    /// Items that were taken out.
    var denials: BulkDenials? {
        guard case .bulk(let filter, _) = self.mode, !filter.denials.isEmpty else { return nil }
        return filter.denials
    }

    /// The same by index; nil: it is no bulk request.
    var tally: IndexTally? {
        guard case .bulk(_, let judge) = self.mode else { return nil }
        return judge.tally
    }

    /// Items of a bulk request that have gone on.
    var documents: Int {
        guard case .bulk(let filter, _) = self.mode else { return 0 }
        return filter.counts.forwarded
    }

    var isEverythingDenied: Bool {
        guard case .bulk(let filter, _) = self.mode else { return false }
        return filter.isEverythingDenied
    }

    var hasNewName: Bool {
        guard case .bulk(_, let judge) = self.mode else { return false }
        return judge.names.hasNewName
    }

    /// Nanoseconds until the filter may go on.
    var pause: Int64 {
        guard case .bulk(_, let judge) = self.mode else { return 0 }
        return judge.pause
    }

    /// Documents that were counted on their way.
    var documentsTaken: Int {
        guard case .bulk(_, let judge) = self.mode else { return 0 }
        return judge.taken
    }

    /// Items that were too many for a limit.
    var limitedCount: Int {
        guard case .bulk(let filter, _) = self.mode else { return 0 }
        return filter.counts.limited
    }
}
