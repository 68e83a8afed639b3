internal import Elasticsearch
internal import Keys

/// Keys as they are searched: fields as Elasticsearch offers them.
struct KeyScope: SearchScope {
    let names = [
        "username", "realm_name", "name", "type", "creation", "expiration", "invalidated", "invalidation",
        "metadata",
    ]
    let order = KeyField.order

    func field(_ name: String) throws(ErrorResponse) -> KeyField {
        switch name {
        case "username": return .username
        case "realm_name": return .realm
        case "name": return .name
        case "type": return .type
        case "creation": return .creation
        case "expiration": return .expiration
        case "invalidated": return .invalidated
        case "invalidation": return .invalidation
        case "metadata": return .metadata(nil)
        default:
            if name.hasPrefix("metadata."), !name.contains("*") {
                return .metadata(String(name.dropFirst("metadata.".count)))
            }
            throw Self.refused(name)
        }
    }

    func kind(_ field: KeyField) -> SearchFieldKind {
        switch field {
        case .invalidated: .boolean
        case .creation, .expiration, .invalidation: .date
        case .metadata(nil): .flattened
        case .metadata(_?): .keyed
        default: .keyword
        }
    }

    func indexName(_ field: KeyField) -> String {
        switch field {
        case .name: "name"
        case .username: "creator.principal"
        case .realm: "creator.realm"
        case .realmType: "creator.realm_type"
        case .type: "runtime_key_type"
        case .creation: "creation_time"
        case .expiration: "expiration_time"
        case .invalidation: "invalidation_time"
        case .invalidated: "api_key_invalidated"
        case .metadata(nil): "metadata_flattened"
        case .metadata(_?): "metadata_flattened._keyed"
        case .order: "_doc"
        }
    }

    func sortFault(_ field: KeyField) -> ErrorResponse? { nil }

    // MARK: Conditions

    func ids(_ ids: [String]) -> KeyCondition { .ids(Set(ids.compactMap { APIKeyID($0) })) }

    func exists(_ field: KeyField) -> KeyCondition {
        switch field {
        case .invalidated, .creation, .type: .all
        case .expiration: .time(.expiration, .min ... .max)
        case .invalidation: .time(.invalidation, .min ... .max)
        default: self.text(field, .exists)
        }
    }

    func text(_ field: KeyField, _ test: TextTest) -> KeyCondition {
        switch field {
        case .name: .name(test)
        case .username: .username(test)
        case .realm: .realm(test)
        case .realmType: .realmType(test)
        case .type: test.matches("rest") ? KeyCondition.all : KeyCondition.none
        case .metadata(let path): .metadata(MetadataMatch(path: path, test: test))
        case .invalidated, .creation, .expiration, .invalidation, .order: .none
        }
    }

    func words(_ field: KeyField, _ text: String, _ match: WordMatch) -> KeyCondition {
        self.text(field, .oneOf([Array(text.utf8)]))
    }

    func flag(_ field: KeyField, _ isSet: Bool) -> KeyCondition { .invalidated(isSet) }

    func time(_ field: KeyField, _ range: ClosedRange<Int64>) -> KeyCondition {
        switch field {
        case .expiration: .time(.expiration, range)
        case .invalidation: .time(.invalidation, range)
        default: .time(.creation, range)
        }
    }
}
