/// Which query parameters of a route need a look.
struct ParameterRules: Sendable {
    /// Names that a path of this API holds: refused in the query.
    var refused: [[UInt8]] = []
}
