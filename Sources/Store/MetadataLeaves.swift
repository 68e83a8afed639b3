internal import JSON

/// The values of a key's metadata as they can be looked for: path and text, as Elasticsearch's `flattened` field
/// has them. Nulls are nothing; arrays are their elements.
enum MetadataLeaves {
    /// Octets of a value that can be looked for, as `ignore_above` would bound it; longer ones are not found.
    static let valueMax = 8191
    /// Values of one key.
    static let countMax = 1000

    static func of(_ metadata: String) -> [(path: String, value: String)] {
        guard metadata != "{}", let value = try? JSONParser.parse(Array(metadata.utf8)) else { return [] }
        var leaves: [(String, String)] = []
        self.collect(value, "", &leaves)
        return leaves
    }

    private static func collect(_ value: JSONValue, _ path: String, _ leaves: inout [(String, String)]) {
        guard leaves.count < self.countMax else { return }
        switch value.kind {
        case .null: break
        case .bool(let bool): leaves.append((path, bool ? "true" : "false"))
        case .number(let digits): leaves.append((path, digits))
        case .string(let text): if text.utf8.count <= self.valueMax { leaves.append((path, text)) }
        case .array(let elements): for element in elements { self.collect(element, path, &leaves) }
        case .object(let members):
            for member in members {
                self.collect(member.value, path.isEmpty ? member.name : "\(path).\(member.name)", &leaves)
            }
        }
    }
}
