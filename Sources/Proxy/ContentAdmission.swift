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
}
