extension KeySelection {
    /// How many keys have each value of a field, and how many have none. A key with several values counts for each.
    public func counts(
        _ field: KeyField, metadata: MetadataValues = [:]
    ) -> (values: [KeyValue: Int], missing: Int) {
        switch field {
        case .username: return self.ownerCounts { $0.username }
        case .realm: return self.ownerCounts { $0.realm }
        case .realmType: return self.ownerCounts { $0.realmType }
        case .type: return ([.text(Array("rest".utf8)): self.count], 0)
        default: break
        }
        var counts: [KeyValue: Int] = [:]
        var missing = 0
        self.forEach { place in
            let values = self.values(field, place, metadata)
            if values.isEmpty { missing += 1 }
            for value in values { counts[value, default: 0] += 1 }
        }
        return (counts, missing)
    }

    /// Few owners have many keys: they are counted by their number.
    private func ownerCounts(_ text: (KeyOwner) -> String) -> (values: [KeyValue: Int], missing: Int) {
        var byOwner: [UInt32: Int] = [:]
        self.forEach { byOwner[self.entry($0).owner, default: 0] += 1 }
        var counts: [KeyValue: Int] = [:]
        var missing = 0
        for (handle, count) in byOwner {
            if let owner = self.owners[handle] {
                counts[.text(Array(text(owner).utf8)), default: 0] += count
            } else {
                missing += count
            }
        }
        return (counts, missing)
    }

    /// Values of a field in all.
    public func valueCount(_ field: KeyField, metadata: MetadataValues = [:]) -> Int {
        var count = 0
        self.forEach { count += self.values(field, $0, metadata).count }
        return count
    }

    /// Keys by the combination of their values, of those combinations that are wanted; in one pass over all keys.
    public func groups(
        _ fields: [KeyField], wanted: Set<[KeyValue?]>, metadata: MetadataValues = [:]
    ) -> KeyGroups {
        var places: [[KeyValue?]: [Place]] = [:]
        self.forEach { place in
            for row in self.rows(fields.map { ($0, true) }, place, metadata) where wanted.contains(row) {
                places[row, default: []].append(place)
            }
        }
        return KeyGroups(all: self, places: places)
    }

    /// Each combination of a key's values; none when it lacks one that is not to be kept.
    private func rows(
        _ fields: [(field: KeyField, keepsMissing: Bool)], _ place: Place, _ metadata: MetadataValues
    ) -> [[KeyValue?]] {
        var rows: [[KeyValue?]] = [[]]
        for (field, keepsMissing) in fields {
            let values = self.values(field, place, metadata).map { Optional($0) }
            let all = values.isEmpty && keepsMissing ? [nil] : values
            rows = rows.flatMap { row in all.map { row + [$0] } }
        }
        return rows
    }

    /// The keys that have a value; nil: those that have none.
    public func having(
        _ field: KeyField, _ value: KeyValue?, metadata: MetadataValues = [:]
    ) -> KeySelection {
        var places: [Place] = []
        self.forEach { place in
            let values = self.values(field, place, metadata)
            if value.map({ values.contains($0) }) ?? values.isEmpty { places.append(place) }
        }
        return self.only(places)
    }

    /// Keys by the combination of their values, each field's nil: none. Keys that lack a value are left out unless
    /// `keepsMissing` of that field.
    public func combinations(
        _ fields: [(field: KeyField, keepsMissing: Bool)], metadata: MetadataValues = [:]
    ) -> [[KeyValue?]: Int] {
        var counts: [[KeyValue?]: Int] = [:]
        self.forEach { place in
            for row in self.rows(fields, place, metadata) { counts[row, default: 0] += 1 }
        }
        return counts
    }
}

/// Keys by the combination of their values.
public struct KeyGroups {
    let all: KeySelection
    let places: [[KeyValue?]: [KeySelection.Place]]

    /// The keys with these values; nil in it: without one.
    public func keys(_ row: [KeyValue?]) -> KeySelection { self.all.only(self.places[row] ?? []) }
}
