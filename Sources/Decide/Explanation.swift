public import Authorize
public import Bodies
public import Classify
public import Elasticsearch
public import HTTP

/// How a request was judged: what was recognised of it, what was asked of the principal's privileges and what each
/// side said, and what became of it. Made only when somebody asks for it.
public struct Explanation: Sendable {
    /// One side of a principal's privileges; all must grant.
    public struct Side: Sendable {
        /// `roles` of a user; `role_descriptors` and `limited_by` of a key.
        public var name: String
        public var isGranted: Bool
        /// The entries that grant it, or those that come near.
        public var sources: [GrantSources.Source]
    }

    public struct Decision: Sendable {
        public var question: DecisionRecorder.Question
        public var isGranted: Bool
        public var sides: [Side]
    }

    /// A name in the path or the query.
    public struct Name: Sendable {
        public var kind: NameKind
        public var place: NamePlace
        /// Of the parameter, where it stands in the query.
        public var parameter: String?
        /// As it was given, decoded; nil where none was.
        public var expression: String?
    }

    /// A part of the content that was taken out.
    public struct DeniedItem: Sendable, Equatable {
        /// From 0, among all items.
        public var position: Int
        public var reason: String

        public init(position: Int, reason: String) {
            self.position = position
            self.reason = reason
        }
    }

    public enum Outcome: Sendable {
        /// It goes to the upstream.
        case forwarded
        /// The proxy answers it by itself.
        case own
        /// The same, as no item is left or it is about methods only, with that status.
        case answered(status: Int)
        case refused(ErrorResponse)
    }

    /// What is told of denied items one by one.
    public static let deniedItemsMax = 100

    /// nil: the upstream has not told it, or it is Kibana.
    public var release: String?
    /// nil: the request was not recognised, or not looked at.
    public var endpoint: Endpoint?
    /// What Kibana's route needs.
    public var kibana: KibanaRequest?
    public var names: [Name] = []
    public var content: BodyKind?
    public var targets: [BodyTarget] = []
    public var itemCount: Int?
    /// At most ``deniedItemsMax`` of them.
    public var deniedItems: [DeniedItem] = []
    public var deniedItemCount = 0
    public var decisions: [Decision] = []
    /// How many more there were.
    public var omittedDecisions = 0
    public var outcome = Outcome.own
    /// Path and query as the upstream gets them.
    public var forwardedTarget: String?
    /// The content as the upstream gets it, where that is not what came.
    public var forwardedContent: [UInt8]?

    public init() {}

    /// Notes what method, path and query of a request say, before it is judged.
    public mutating func recognise(
        _ method: Method, _ target: RequestTarget, _ judge: Judge, isCompatible: Bool
    ) {
        self.release = judge.release.description
        guard case .endpoint(let request) = judge.table.match(method, target, isCompatible: isCompatible)
        else {
            return
        }
        self.endpoint = request.endpoint
        if request.endpoint.body != .opaque { self.content = request.endpoint.body }
        for kind in NameKind.allCases {
            let place = request.place(of: kind)
            guard place != .none else { continue }
            var name = Name(kind: kind, place: place)
            switch place {
            case .segment(let index) where index < target.segmentCount:
                name.expression = target.segmentText(index)
            case .parameter(let index) where index < target.parameters.count:
                name.parameter = target.text(target.parameters[index].name)
                name.expression = target.text(target.parameters[index].value)
            default: break
            }
            self.names.append(name)
        }
    }

    /// Notes what was asked, and looks for what each of `sides` says to it.
    public mutating func note(
        _ recorder: DecisionRecorder, _ privileges: Privileges,
        _ sides: [(name: String, sources: GrantSources)]
    ) {
        self.omittedDecisions = recorder.omittedCount
        for (question, isGranted) in recorder.questions {
            // Asked of everybody; worth telling only of those to whom nothing is denied.
            if question.scope == .everything, !isGranted, self.endpoint != nil || self.kibana != nil {
                continue
            }
            let answers = privileges.answers(to: question)
            let told = zip(sides, answers).map { side, answer in
                let sources = side.sources.sources(of: question)
                return Side(
                    name: side.name, isGranted: answer,
                    sources: sources.filter { ($0.lacks == nil) == answer })
            }
            self.decisions.append(Decision(question: question, isGranted: isGranted, sides: told))
        }
    }

    /// Without what its own principal may not be told: names of indices that he has not named and may not see, and
    /// what his key's owner may do.
    public var withoutWhatIsHidden: Explanation {
        var explanation = self
        let given =
            self.names.compactMap(\.expression)
            + self.targets.compactMap { $0.expression.map { String(decoding: $0, as: UTF8.self) } }
        let named = Set(given.flatMap { $0.split(separator: ",").map(String.init) })
        explanation.decisions.removeAll { decision in
            guard case .index(let name) = decision.question.scope, !decision.isGranted else { return false }
            // Items of a bulk request name theirs.
            return self.content != .bulk && !named.contains(name)
        }
        for index in explanation.decisions.indices {
            for side in explanation.decisions[index].sides.indices
            where explanation.decisions[index].sides[side].name == Self.limitedBy {
                explanation.decisions[index].sides[side].sources = []
            }
        }
        return explanation
    }

    public static let limitedBy = "limited_by"

    public mutating func note(_ denied: [DeniedItem], count: Int) {
        self.deniedItems = denied
        self.deniedItemCount = count
    }
}
