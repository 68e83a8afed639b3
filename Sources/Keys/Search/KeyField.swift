/// What keys can be sorted and counted by.
public enum KeyField: Sendable, Hashable {
    case name, username, realm, realmType, type, invalidated, creation, expiration, invalidation
    /// Names of members joined by dots; nil: all of the metadata.
    case metadata(String?)
    /// No field: the order in which keys were made.
    case order

    /// Whether its values are numbers.
    public var isNumeric: Bool {
        switch self {
        case .invalidated, .creation, .expiration, .invalidation: true
        default: false
        }
    }

    public var isTime: Bool { self == .creation || self == .expiration || self == .invalidation }
}

/// One value of a field.
public enum KeyValue: Sendable, Hashable, Comparable {
    case number(Int64)
    case text([UInt8])

    public static func < (left: KeyValue, right: KeyValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
        case (.number, .text): true
        case (.text, .number): false
        }
    }
}

/// Values of metadata that the store has looked up, by path and key.
public typealias MetadataValues = [String?: [APIKeyID: [String]]]

extension KeySelection {
    /// Of a key: none, one, or several of a list in metadata, which are sorted.
    func values(_ field: KeyField, _ place: Place, _ metadata: MetadataValues) -> [KeyValue] {
        let entry = self.entry(place)
        func time(_ time: Int64) -> [KeyValue] { time == .max ? [] : [.number(time)] }
        func text(_ text: String?) -> [KeyValue] { text.map { [.text(Array($0.utf8))] } ?? [] }
        switch field {
        case .name:
            let name = self.name(place)
            return name.isEmpty ? [] : [.text(name)]
        case .username: return text(self.owners[entry.owner]?.username)
        case .realm: return text(self.owners[entry.owner]?.realm)
        case .realmType: return text(self.owners[entry.owner]?.realmType)
        case .type: return text("rest")
        case .invalidated: return [.number(entry.isInvalidated ? 1 : 0)]
        case .creation: return time(entry.creation)
        case .expiration: return time(entry.expiration)
        case .invalidation: return time(entry.invalidation)
        case .order: return text(entry.id.description)
        case .metadata(let path):
            return Set(metadata[path]?[entry.id] ?? []).map { .text(Array($0.utf8)) }.sorted()
        }
    }
}
