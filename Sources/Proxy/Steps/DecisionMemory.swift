internal import Decide
internal import HTTP

/// What was decided last for a requester.
///
/// SAFETY: made empty, wherever the requester was compiled; used on the loop that keeps the requester only.
final class DecisionMemory: @unchecked Sendable {
    private final class Decided {
        let method: Method
        let target: TargetImage
        let isCompatible: Bool
        let passage: Passage

        init(method: Method, target: TargetImage, isCompatible: Bool, passage: Passage) {
            self.method = method
            self.target = target
            self.isCompatible = isCompatible
            self.passage = passage
        }
    }

    private var last: Decided?

    /// How a request like the last one goes on; nil where it is another, or its like has to be judged each time.
    func passage(_ method: Method, _ target: RequestTarget, isCompatible: Bool) -> Passage? {
        guard let last = self.last, last.method == method, last.isCompatible == isCompatible,
            target.matches(last.target)
        else { return nil }
        return last.passage
    }

    /// - Parameters:
    ///   - image: of the target before it was judged.
    ///   - target: the same target, which may have been written into since.
    func remember(
        _ method: Method, _ image: TargetImage?, _ target: RequestTarget, isCompatible: Bool,
        _ verdict: Verdict
    ) {
        guard case .forward(let passage) = verdict, passage.isRepeatable, let image, target.matches(image)
        else {
            return
        }
        self.last = Decided(method: method, target: image, isCompatible: isCompatible, passage: passage)
    }
}
