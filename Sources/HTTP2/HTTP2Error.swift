/// Why a connection cannot go on. What is left to send (GOAWAY) is to be sent, then it is closed.
public enum HTTP2Error: Error, Equatable, Sendable, CustomStringConvertible {
    /// The peer went over a budget; GOAWAY waits to be sent.
    case overBudget(Budget)
    /// nghttp2's own negative code (`nghttp2_error`): no HTTP/2 at all, or out of memory.
    case nghttp2(Int32)

    public var description: String {
        switch self {
        case .overBudget(let budget): "over budget: \(budget.text)"
        case .nghttp2(let code): "nghttp2: \(code)"
        }
    }
}
