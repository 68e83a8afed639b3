internal import Elasticsearch

/// `Content-Type` and `Accept` as Elasticsearch takes them; only JSON is served.
struct MediaTypes {
    /// Of the response.
    private(set) var response = "application/json"
    /// The request speaks the API of release 7.
    private(set) var isCompatibleWith7 = false

    private struct Parsed {
        var type: String
        var version: String?
        /// As it is told back: without spaces.
        var text: String
    }

    private static let json = ["application/json", "application/x-ndjson"]
    private static let versioned = [
        "application/vnd.elasticsearch+json", "application/vnd.elasticsearch+x-ndjson",
    ]

    /// - Parameter hasBody: the request has content, whose type must be told.
    init(contentType: String?, accept: String?, hasBody: Bool) throws(ErrorResponse) {
        let content = try Self.parse(contentType, header: "Content-Type")
        let wanted = try Self.parse(accept, header: "Accept")
        let versions = (content?.version, wanted?.version)
        if hasBody, (versions.0 == nil) != (versions.1 == nil) {
            throw Self.invalid(
                "[Content-Type, Accept]", "status_exception",
                "A compatible version is required on both Content-Type and Accept headers if either one has requested"
                    + " a compatible version. Accept=\(accept ?? "null"), Content-Type=\(contentType ?? "null")"
            )
        }
        self.isCompatibleWith7 = (versions.1 ?? versions.0) == "7"
        if let wanted, Self.isJSON(wanted) {
            self.response = wanted.text
        } else if hasBody, let content, Self.isJSON(content) {
            self.response = content.version == nil ? content.type : content.text
        }
        if self.response.hasSuffix("x-ndjson") { self.response = "application/json" }
        if hasBody { guard let content, Self.isJSON(content) else { throw .contentType(contentType ?? "") } }
    }

    private static func isJSON(_ type: Parsed) -> Bool {
        self.json.contains(type.type) || self.versioned.contains(type.type)
    }

    private static func invalid(_ headers: String, _ type: String, _ reason: String) -> ErrorResponse {
        ErrorResponse(
            status: 400, type: "media_type_header_exception",
            reason: "Invalid media-type value on headers \(headers)",
            causedBy: .cause(type: type, reason: reason))
    }

    /// - Returns: nil for none, and for a list, which counts as none.
    private static func parse(_ value: String?, header: String) throws(ErrorResponse) -> Parsed? {
        guard let value, !value.contains(","), value != "*/*" else { return nil }
        let parts = value.lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { self.trimmed($0) }
        let type = parts.first ?? ""
        let names = type.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy(self.isToken) else {
            throw self.invalid(
                "[\(header)]", "illegal_argument_exception", "invalid media-type [\(value)]")
        }
        var parsed = Parsed(type: type, text: type)
        for part in parts.dropFirst() where !part.isEmpty {
            let pair = part.split(separator: "=", omittingEmptySubsequences: false)
            guard pair.count == 2 else {
                throw self.invalid(
                    "[\(header)]", "illegal_argument_exception", "invalid parameters for header [\(value)]")
            }
            if pair[0] == "compatible-with" {
                parsed.version = String(pair[1])
                if self.versioned.contains(type) { parsed.text += ";compatible-with=\(pair[1])" }
            }
        }
        return parsed
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isSpace)
        return String(rest.reversed().drop(while: isSpace).reversed())
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                ApplicationRules.isAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0)
            }
    }
}
