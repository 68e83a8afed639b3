internal import Bodies
internal import Decide
internal import EventLoop
internal import Limit

/// Judges the items of a bulk request by name, and counts those that pass against the limits of documents.
struct LimitedBulkJudge: BulkJudge {
    private(set) var names: BulkNameJudge
    private let limits: LimitSet?
    private let loop: EventLoop
    /// Documents that were counted.
    private(set) var taken = 0
    /// Nanoseconds until the next one may be asked for, where it had to wait.
    private(set) var pause: Int64 = 0
    /// The first refusal holds for the rest of the request, or a later version of a document could pass an earlier one.
    private var refusal: String?

    /// - Parameter limits: nil where documents are not limited.
    init(_ names: BulkNameJudge, _ limits: LimitSet?, loop: EventLoop) {
        self.names = names
        self.limits = limits
        self.loop = loop
    }

    mutating func judge(_ item: BulkItem) -> BulkVerdict { self.names.judge(item) }

    mutating func admit() -> BulkAdmission {
        guard let limits = self.limits else { return .passed }
        if let refusal = self.refusal { return .limited(reason: refusal) }
        switch limits.takeItem(now: self.loop.now, wallNow: self.loop.wallNow) {
        case .passed:
            self.taken &+= 1
            return .passed
        case .paused(let nanoseconds):
            self.pause = nanoseconds
            return .paused
        case .refused(let refusal):
            self.refusal = refusal.reason
            return .limited(reason: refusal.reason)
        }
    }
}
