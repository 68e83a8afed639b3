internal import Bodies
internal import Decide
internal import EventLoop
internal import Limit
internal import Metrics

/// Judges the items of a bulk request by name, and counts those that pass against the limits of documents.
struct LimitedBulkJudge: BulkJudge {
    private(set) var names: BulkNameJudge
    /// Items that pass, by index.
    private(set) var tally = IndexTally()
    private let limits: LimitSet?
    private let context: LoopContext
    /// Documents that were counted.
    private(set) var taken = 0
    /// Nanoseconds until the next one may be asked for, where it had to wait.
    private(set) var pause: Int64 = 0
    /// The first refusal holds for the rest of the request, or a later version of a document could pass an earlier one.
    private var refusal: String?

    /// - Parameter limits: nil where documents are not limited.
    init(_ names: BulkNameJudge, _ limits: LimitSet?, _ context: LoopContext) {
        self.names = names
        self.limits = limits
        self.context = context
    }

    mutating func judge(_ item: BulkItem) -> BulkVerdict {
        let verdict = self.names.judge(item)
        switch verdict {
        case .allowed: item.withBytes(item.index) { self.tally.select($0) }
        case .renamed(let name): name.withUnsafeBufferPointer { self.tally.select($0) }
        case .denied, .refused: break
        }
        return verdict
    }

    /// It is asked for each item that passes, of the index that was judged last.
    mutating func admit() -> BulkAdmission {
        let admission = self.admission()
        if case .passed = admission { self.tally.count() }
        return admission
    }

    private mutating func admission() -> BulkAdmission {
        guard let limits = self.limits else { return .passed }
        if let refusal = self.refusal { return .limited(reason: refusal) }
        switch limits.takeItem(now: self.context.loop.now, wallNow: self.context.loop.wallNow) {
        case .passed:
            self.taken &+= 1
            return .passed
        case .paused(let nanoseconds):
            self.pause = nanoseconds
            return .paused
        case .refused(let refusal):
            self.refusal = refusal.reason
            self.context.metrics.limit(LimitKind(refusal), .refused)
            return .limited(reason: refusal.reason)
        }
    }
}
