internal import Elasticsearch
internal import JSON

/// The content of `POST /_keyward/explain`.
struct ExplainBody: Sendable {
    /// Who would make the request; neither: the caller.
    var apiKeyID: String?
    var username: String?
    var method = ""
    var path = ""
    /// nil: none.
    var contentType: String?
    /// nil: none.
    var content: [UInt8]?

    private static let parser = ObjectParser("explain_request", ["api_key", "user", "request"])
    private static let keyParser = ObjectParser("explain_api_key", ["id"])
    private static let requestParser = ObjectParser(
        "explained_request", ["method", "path", "body", "content_type"])

    init(_ bytes: [UInt8]) throws(ErrorResponse) {
        var body = Self()
        var hasRequest = false
        try Self.parser.parse(bytes) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "user": body.username = try Self.parser.string(field, &reader)
            case "api_key":
                guard reader.token == .beginObject else { throw Self.parser.wrongType(field, reader) }
                try Self.inner {
                    () throws(ErrorResponse) in
                    try Self.keyParser.parse(&reader) { (field, reader) throws(ObjectParser.Fault) in
                        body.apiKeyID = try Self.keyParser.string(field, &reader)
                    }
                }
            default:
                guard reader.token == .beginObject else { throw Self.parser.wrongType(field, reader) }
                hasRequest = true
                try Self.inner { () throws(ErrorResponse) in try body.readRequest(&reader) }
            }
        }
        guard hasRequest else { throw .illegalArgument("[request] is missing") }
        guard body.apiKeyID == nil || body.username == nil else {
            throw .illegalArgument("only one of [api_key, user] can be specified")
        }
        self = body
    }

    private init() {}

    private static func inner(_ read: () throws(ErrorResponse) -> Void) throws(ObjectParser.Fault) {
        do throws(ErrorResponse) { try read() } catch { throw .whole(error) }
    }

    private mutating func readRequest(_ reader: inout JSONReader) throws(ErrorResponse) {
        let parser = Self.requestParser
        var body = self
        var hasType = false
        try parser.parse(&reader) { (field, reader) throws(ObjectParser.Fault) in
            switch field {
            case "method": body.method = try parser.string(field, &reader)
            case "path": body.path = try parser.string(field, &reader)
            case "content_type":
                body.contentType = try parser.optionalString(field, &reader)
                hasType = true
            default:
                switch reader.token {
                case .string: body.content = Array(try ObjectParser.text(&reader).utf8)
                case .beginObject:
                    body.content = Array(JSONWriter.text(try parser.object(field, &reader)).utf8)
                case .null: body.content = nil
                default: throw parser.wrongType(field, reader)
                }
            }
        }
        if !hasType, body.content != nil { body.contentType = "application/json" }
        for (field, value) in [("method", body.method), ("path", body.path)] where value.isEmpty {
            throw .illegalArgument("[request.\(field)] is missing")
        }
        for (field, value) in [
            ("method", body.method), ("path", body.path), ("content_type", body.contentType ?? ""),
        ] where value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) {
            throw .illegalArgument("[request.\(field)] has a control character")
        }
        self = body
    }
}
