/// The template that indices of a trail are made by.
enum IndexTemplate {
    /// Texts are keywords. What may have any names in it (roles, metadata, documents by index) and what was captured of
    /// contents is kept and not indexed: fields would grow without bound, and differ in type from line to line.
    private static let mappings = """
        {"date_detection":false,"numeric_detection":false,\
        "dynamic_templates":[{"texts":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":2048}}}],\
        "properties":{"@timestamp":{"type":"date"},\
        "put":\(opaque),"delete":\(opaque),"change":\(opaque),"create":\(opaque),"invalidate":\(opaque),\
        "elasticsearch":{"properties":{"audit":{"properties":{"put":\(opaque),"delete":\(opaque),"change":\(opaque),\
        "create":\(opaque),"invalidate":\(opaque)}}}},\
        "keyward":{"properties":{"before":\(opaque),"documents":\(opaque)}},\
        "request":{"properties":{"body":\(text)}},\
        "http":{"properties":{"request":{"properties":{"body":{"properties":{"bytes":{"type":"long"},"content":\(text)}}}}}}}}
        """
    private static let opaque = #"{"type":"object","enabled":false}"#
    private static let text = #"{"type":"keyword","index":false,"doc_values":false}"#

    /// Above what comes with Elasticsearch (100 to 200).
    private static let priority = 250

    /// The content of the request that makes it.
    static func content(_ name: IndexName, isDataStream: Bool, _ release: IndexRelease) -> String {
        let patterns = "\"index_patterns\":[\"\(name.pattern)\"]"
        if release.hasComposableTemplates {
            let stream = isDataStream ? "\"data_stream\":{}," : ""
            return
                "{\(patterns),\(stream)\"priority\":\(self.priority),\"template\":{\"mappings\":\(self.mappings)}}"
        }
        let mappings = release.namesTypes ? "{\"_doc\":\(self.mappings)}" : self.mappings
        return "{\(patterns),\"mappings\":\(mappings)}"
    }

    /// Where it is.
    static func path(_ name: IndexName, _ release: IndexRelease) -> [String] {
        [release.hasComposableTemplates ? "_index_template" : "_template", name.templateName]
    }
}
