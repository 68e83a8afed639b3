/// What is written of a route in the OpenAPI document.
struct RouteDocumentation: Sendable {
    /// A few words.
    var summary: String
    /// What cannot be seen from the rest; empty: nothing.
    var details: String
    /// Meanings of names in braces and of query parameters.
    var parameters: [String: String]
    /// JSON Schema of the content, as JSON; nil: there is none.
    var request: String?
    /// JSON Schema of the answer, as JSON; nil: it is the document itself.
    var response: String?

    init(
        _ summary: String, _ details: String = "", parameters: [String: String] = [:],
        request: String? = nil, response: String?
    ) {
        self.summary = summary
        self.details = details
        self.parameters = parameters
        self.request = request
        self.response = response
    }
}
