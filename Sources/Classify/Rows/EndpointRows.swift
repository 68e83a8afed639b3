/// Every route of Elasticsearch 1 to 9 and of OpenSearch, and what it needs: see ``EndpointRowParser`` for
/// the form.
///
/// Read from the public API specification and from releases of each major version, and checked against
/// running nodes: which routes there are, which action each is refused by, and what wildcards expand to.
enum EndpointRows {
    static let texts = [
        Self.search, Self.indices, Self.cluster, Self.cat, Self.storage, Self.security, Self.machineLearning,
        Self.xpack, Self.enterprise, Self.legacy, Self.legacyXPack, Self.opensearch,
    ]

    /// Read once, when the first table is built.
    static let all: [EndpointRow] = Self.texts.flatMap { text in
        do throws(EndpointRowParser.Fault) {
            return try EndpointRowParser.rows(text)
        } catch {
            preconditionFailure("row \(error.line): \(error.token)")
        }
    }
}
