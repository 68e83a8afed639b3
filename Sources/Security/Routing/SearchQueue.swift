internal import Dispatch
internal import Elasticsearch
internal import Synchronization

/// Where all keys are gone through: one search after the other, off the loops.
final class SearchQueue: Sendable {
    /// Searches that may wait; one more is told to come again.
    static let waitingMax = 256

    private let queue = DispatchQueue(label: "keyward.searches", qos: .utility)
    private let waiting = Atomic<Int>(0)

    func run(_ completion: @escaping SecurityRoute.Completion, _ body: @escaping @Sendable () -> Void) {
        guard self.waiting.add(1, ordering: .relaxed).newValue <= Self.waitingMax else {
            self.waiting.subtract(1, ordering: .relaxed)
            return completion(.failure(.tooManyRequests("too many searches wait", retryAfter: 1)))
        }
        self.queue.async {
            body()
            self.waiting.subtract(1, ordering: .relaxed)
        }
    }
}
