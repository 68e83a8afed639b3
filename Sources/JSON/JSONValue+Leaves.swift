extension JSONValue {
    /// The scalars in it as texts, each with the names of the members that lead to it, joined by dots. Nulls are nothing;
    /// arrays are their elements.
    ///
    /// - Parameters:
    ///   - countMax: scalars; what comes behind so many is left out.
    ///   - octetsMax: of one text; longer ones are left out.
    public func leaves(countMax: Int, octetsMax: Int) -> [(path: String, value: String)] {
        var leaves: [(path: String, value: String)] = []
        self.collect("", countMax, octetsMax, &leaves)
        return leaves
    }

    private func collect(
        _ path: String, _ countMax: Int, _ octetsMax: Int, _ leaves: inout [(path: String, value: String)]
    ) {
        guard leaves.count < countMax else { return }
        switch self.kind {
        case .null: break
        case .bool(let bool): leaves.append((path, bool ? "true" : "false"))
        case .number(let digits): leaves.append((path, digits))
        case .string(let text): if text.utf8.count <= octetsMax { leaves.append((path, text)) }
        case .array(let elements):
            for element in elements { element.collect(path, countMax, octetsMax, &leaves) }
        case .object(let members):
            for member in members {
                member.value.collect(
                    path.isEmpty ? member.name : "\(path).\(member.name)", countMax, octetsMax, &leaves)
            }
        }
    }
}
