/// How the content of a request has to be read to know which indices it touches.
public enum BodyKind: UInt8, Sendable, CaseIterable {
    /// Names no index and acts on none: not looked at.
    case opaque
    /// A document, or an update of one.
    case document
    /// NDJSON of `_bulk`: an action line for each item.
    case bulk
    /// NDJSON of `_msearch`: a header line and a search.
    case multiSearch
    /// The same with templates.
    case multiSearchTemplate
    /// `docs[]` or `ids[]`.
    case multiGet
    case multiTermVectors
    /// A search request: query, aggregations, `pit`, `indices_boost`, `suggest`, `rescore`, `retriever`...
    case search
    /// An object with query DSL: count, validate, explain, delete by query, `index_filter`...
    case query
    case updateByQuery
    case searchTemplate
    case rankEval
    case reindex
    /// `POST /_aliases`.
    case aliases
    /// `PUT /{index}/_alias/{name}`: may hold a filter, in old versions index and alias.
    case putAlias
    /// `aliases`, `mappings`, `settings` of a new index.
    case createIndex
    /// The new index of `_rollover`, `_shrink`, `_split`, `_clone`.
    case newIndex
    /// Index settings: `default_pipeline`, `final_pipeline` act on what others write.
    case settings
    /// Index, component or legacy template.
    case template
    case mapping
    case pipeline
    case scroll
    case clearScroll
    case closePointInTime
    case sql
    case esql
    case eql
    case painlessExecute
    case termsEnum
    case fieldCapabilities
    case termVectors
    case percolate
    case analyze
    /// A search of vector tiles.
    case vectorTile
    /// A query, with vertices and what is connected to them.
    case graph
    /// Suggestions by their names.
    case suggest
    /// Fields, and what their values must be like for an index to be told.
    case fieldStatistics
    /// A task that is stored, or an action on many indices, with names that are not read: only for whom nothing is
    /// denied.
    case unreadable
}
