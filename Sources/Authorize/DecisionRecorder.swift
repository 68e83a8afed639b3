public import Elasticsearch
internal import Synchronization

/// Notes what is asked of a principal's privileges while a request is judged, and what the answer was: an
/// explanation is made of the very decisions that the request met. Requests that are not explained have none.
public final class DecisionRecorder: Sendable {
    /// What an action was looked at on.
    public enum Scope: Hashable, Sendable {
        /// The cluster.
        case cluster
        /// Any name at all.
        case somewhere
        /// Every name that is not restricted.
        case everywhere
        /// An index, alias or data stream.
        case index(String)
        /// All names that a pattern can match.
        case pattern(String)
        /// All on the cluster and on every index; no action.
        case everything
        /// Whether an alias opens no more than its index; no action.
        case alias(String, index: String)
        /// One of some privileges of an application on a resource; no action. Without privileges any will do.
        case application(String, resource: String, privileges: [String])
    }

    public struct Question: Hashable, Sendable {
        public var action: Action?
        public var scope: Scope

        public init(_ action: Action?, _ scope: Scope) {
            self.action = action
            self.scope = scope
        }
    }

    /// Different questions that are kept, in the order in which they were asked first.
    public static let questionsMax = 500

    private struct State {
        var questions: [(Question, Bool)] = []
        var seen: Set<Question> = []
        var omitted = 0
    }

    private let state = Mutex(State())

    public init() {}

    func note(_ action: Action?, _ scope: Scope, _ isGranted: Bool) {
        let question = Question(action, scope)
        self.state.withLock { state in
            guard !state.seen.contains(question) else { return }
            guard state.questions.count < Self.questionsMax else {
                state.omitted += 1
                return
            }
            state.seen.insert(question)
            state.questions.append((question, isGranted))
        }
    }

    public var questions: [(question: Question, isGranted: Bool)] {
        self.state.withLock { $0.questions.map { (question: $0.0, isGranted: $0.1) } }
    }

    /// How often more was asked than is kept.
    public var omittedCount: Int { self.state.withLock { $0.omitted } }
}
