public import Classify
public import Elasticsearch

/// What becomes of a request.
public enum Verdict: Sendable {
    /// It goes on; the target may have been rewritten.
    case forward(Passage)
    /// It needs a catalogue that is fresh.
    case needsCatalogue
    /// Answered with the methods that the path has.
    case options(MethodSet)
    /// 403: the action is not granted on these names; nil where the action's name alone was looked at. `beside`: names
    /// of the request that it is granted on.
    case denied(Action, [String]?, beside: [String] = [])
    case refused(ErrorResponse, StaticString)
}
