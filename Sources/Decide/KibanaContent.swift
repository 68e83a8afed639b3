public import Elasticsearch
internal import JSON

/// Looks at the content of a request to Kibana whose sender may use one space: it must not name another. In JSON the
/// members that list spaces are read; in other content, of an import say, they must not be there.
public enum KibanaContent {
    /// - Parameters:
    ///   - type: the value of `Content-Type`.
    ///   - space: the one that the path names.
    /// - Returns: nil when it stays in the space.
    public static func refusal(_ bytes: [UInt8], type: String?, space: String) -> ErrorResponse? {
        guard !bytes.isEmpty else { return nil }
        let type = type.map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() } ?? ""
        if type == "application/json" || type.hasSuffix("+json") {
            do throws(JSONError) {
                let value = try JSONParser.parse(bytes)
                return self.names(value, space, isList: false) ? self.denied(space) : nil
            } catch {
                return .json(error, in: bytes)
            }
        }
        // Forms are read as objects too, by names that can be written in many ways.
        guard type == "multipart/form-data" || type == "application/x-ndjson" else {
            return .contentType(type)
        }
        return self.mayName(bytes) ? self.denied(space) : nil
    }

    private static func denied(_ space: String) -> ErrorResponse {
        .forbidden(
            "the content names other spaces than [\(space)]: it takes the privilege on the resource [*] of the application"
                + " [\(KibanaJudge.application)]")
    }

    /// Whether a value names another space.
    ///
    /// - Parameter isList: it is the value of a member that lists spaces.
    private static func names(_ value: JSONValue, _ space: String, isList: Bool) -> Bool {
        switch value.kind {
        case .object(let members):
            if isList { return true }
            return members.contains { member in
                self.names(member.value, space, isList: KibanaJudge.leavesSpace(member.name))
            }
        case .array(let elements): return elements.contains { self.names($0, space, isList: isList) }
        case .string(let text): return isList && text != space
        case .null: return false
        case .bool, .number: return isList
        }
    }

    /// Whether `amespaces` is there, or an escape that may stand for a letter of it.
    private static func mayName(_ bytes: [UInt8]) -> Bool {
        let word = Array("amespace".utf8)
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\\"), bytes[(index + 1)...].first == UInt8(ascii: "u") {
                return true
            }
            if bytes[index] == word[0], bytes[index...].starts(with: word) { return true }
        }
        return false
    }
}
