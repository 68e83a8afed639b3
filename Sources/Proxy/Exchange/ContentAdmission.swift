internal import Bodies
internal import Classify
internal import Decide
internal import Elasticsearch
internal import HTTP

/// Whether content that has to be read can be: its coding and its format.
enum ContentAdmission {
    /// - Returns: whether the content is compressed; nil for a coding that is not known.
    static func isCompressed(_ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard let line = head.first(.contentEncoding) else { return false }
        switch String(decoding: bytes[line.valueRange], as: UTF8.self).lowercased() {
        case "gzip", "x-gzip": return true
        case "identity", "": return false
        default: return nil
        }
    }

    /// - Parameter passage: of a request whose content is read.
    /// - Returns: nil when it can be.
    static func refusal(
        _ head: RequestHead, _ bytes: UnsafeBufferPointer<UInt8>, _ passage: Passage, _ judge: Judge
    ) -> Refusal? {
        guard self.isCompressed(head, bytes) != nil else {
            return Refusal(
                .httpRefusal(status: 415, reason: "content is taken as it is or in the coding [gzip] only"),
                reason: "content coding is not supported")
        }
        let kind: BodyKind
        switch passage.content {
        case .stream, .inspectKibana: return nil
        case .bulk: kind = .bulk
        case .inspect(let inspected): kind = inspected
        }
        let major = judge.expressionMajor
        guard let line = head.first(.contentType) else {
            guard ContentFormat.accepts(nil, for: kind, major: major) else {
                return Refusal(.contentTypeMissing(), reason: "content type is missing")
            }
            return nil
        }
        let value = UnsafeBufferPointer(rebasing: bytes[line.valueRange])
        guard ContentFormat.accepts(value.span, for: kind, major: major) else {
            return Refusal(
                .contentType(String(decoding: value, as: UTF8.self)), reason: "content type is not supported")
        }
        return nil
    }

    /// Whether a field is there and says JSON.
    ///
    /// - Parameter orLines: or NDJSON.
    static func isJSON(
        _ line: FieldLine?, _ bytes: UnsafeBufferPointer<UInt8>, orLines: Bool = false
    ) -> Bool {
        guard let line else { return false }
        let value = UnsafeBufferPointer(rebasing: bytes[line.valueRange])
        return ContentFormat.accepts(value.span, for: .search, major: 8)
            || orLines && ContentFormat.accepts(value.span, for: .bulk, major: 8)
    }

    /// `format` asks for another form of an answer that has to be read on its way.
    static func formatRefusal(_ head: RequestHead, _ passage: Passage) -> Refusal? {
        let hasContent = head.framing != .none && head.framing != .length(0)
        guard self.readsAnswer(passage, hasContent: hasContent), let format = head.target.parameter("format"),
            !format.value.isEmpty
        else { return nil }
        let name = head.target.text(format.value).lowercased()
        // Statements may be answered with a table.
        let tables = passage.gives == .sql ? ["csv", "tsv", "txt"] : []
        guard name != "json", !tables.contains(name) else { return nil }
        return Refusal(
            .illegalArgument(
                "parameter [format] must be [json]: the answer to this request is read on its way"),
            reason: "format of an answer that is read")
    }

    /// Whether something in the answer may have to be replaced.
    private static func readsAnswer(_ passage: Passage, hasContent: Bool) -> Bool {
        if passage.gives != .none || passage.hidesAliases { return true }
        switch passage.content {
        case .stream, .inspectKibana: return false
        case .bulk: return true
        case .inspect(let kind):
            switch kind {
            case .multiSearch, .multiSearchTemplate, .multiGet, .multiTermVectors: return true
            // With the id of a point in time in the content, there is one in the answer.
            case .search: return hasContent
            default: return false
            }
        }
    }
}
