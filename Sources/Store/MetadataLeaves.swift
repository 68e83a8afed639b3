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
        return value.leaves(countMax: self.countMax, octetsMax: self.valueMax)
    }
}
