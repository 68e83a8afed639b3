internal import Keys
internal import Synchronization

/// Asks the store all that a search needs to know of metadata, one question after the other.
struct MetadataLookup: Sendable {
    struct Found: Sendable {
        var answers: [MetadataMatch: Set<APIKeyID>] = [:]
        var values: MetadataValues = [:]
    }

    var matches: Set<MetadataMatch>
    /// Paths whose values are needed; nil in it: all metadata.
    var paths: Set<String?>

    func run(
        _ registry: KeyRegistry, _ completion: @escaping @Sendable (Result<Found, StoreError>) -> Void
    ) {
        self.next(registry, Array(self.matches)[...], Array(self.paths)[...], Found(), completion)
    }

    private func next(
        _ registry: KeyRegistry, _ matches: ArraySlice<MetadataMatch>, _ paths: ArraySlice<String?>,
        _ found: Found, _ completion: @escaping @Sendable (Result<Found, StoreError>) -> Void
    ) {
        if let match = matches.first {
            registry.findMetadata(match) { result in
                switch result {
                case .failure(let error): completion(.failure(error))
                case .success(let ids):
                    var found = found
                    found.answers[match] = Set(ids)
                    self.next(registry, matches.dropFirst(), paths, found, completion)
                }
            }
        } else if let path = paths.first {
            registry.metadataValues(path) { result in
                switch result {
                case .failure(let error): completion(.failure(error))
                case .success(let values):
                    var found = found
                    found.values[path] = values
                    self.next(registry, matches, paths.dropFirst(), found, completion)
                }
            }
        } else {
            completion(.success(found))
        }
    }
}
