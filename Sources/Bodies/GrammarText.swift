/// The forms of all contents, in the notation of ``GrammarBuilder``: what stands where in the requests of
/// Elasticsearch 1.x to 9.x and of OpenSearch. What is not here is refused, so a release that brings a new query or a
/// new member needs a line here, and no line can be missing where it would do harm.
enum GrammarText {
    static let all = [Self.queries, Self.search, Self.aggregations, Self.documents, Self.administration]
        .joined(separator: "\n")
}
