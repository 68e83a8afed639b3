import JSON

@testable import Bodies

/// What `BulkFilter` with a ``PrefixJudge`` does, slowly and obviously: the whole body is taken apart into lines, and
/// each action line is parsed to a tree.
enum BulkReference {
    struct Outcome: Equatable {
        var output: [UInt8] = []
        var denied: [String] = []
    }

    private static let fields: Set<String> = [
        "_index", "_type", "_id", "routing", "pipeline", "require_alias", "version", "_source", "op_type",
    ]

    /// - Returns: nil for a body that is to be refused.
    static func run(_ body: [UInt8], default index: String?) -> Outcome? {
        var lines = body.split(separator: 0x0a, omittingEmptySubsequences: false)
        // Behind the last line feed stands nothing.
        guard lines.removeLast().isEmpty else { return nil }
        var outcome = Outcome()
        var position = 0
        var at = 0
        while at < lines.count {
            let line = lines[at]
            at += 1
            if line.allSatisfy({ [0x20, 0x09, 0x0d].contains($0) }) { continue }
            guard let action = self.action(Array(line), index) else { return nil }
            var source: ArraySlice<UInt8>?
            if action.operation != "delete" {
                guard at < lines.count else { return nil }
                source = lines[at]
                at += 1
            }
            if action.index.hasPrefix("logs-") {
                outcome.output += Array(line) + [0x0a]
                if let source { outcome.output += Array(source) + [0x0a] }
            } else {
                outcome.denied.append("\(position) \(action.operation) \(action.index)")
            }
            position += 1
        }
        return outcome
    }

    private static func action(_ line: [UInt8], _ index: String?) -> (operation: String, index: String)? {
        guard let members = (try? JSONParser.parse(line))?.members, members.count == 1,
            let fields = members[0].value.members
        else { return nil }
        var operation = members[0].name
        guard ["index", "create", "update", "delete"].contains(operation) else { return nil }
        var name = index
        for field in fields {
            guard self.fields.contains(field.name) else { return nil }
            if case .null = field.value.kind { continue }
            switch field.name {
            case "_index":
                guard let text = field.value.string, !text.isEmpty else { return nil }
                name = text
            case "pipeline": if field.value.string != "_none" { return nil }
            case "op_type":
                guard let type = field.value.string, ["index", "create"].contains(type) else { return nil }
                if operation == "index" { operation = type }
            case "require_alias":
                guard ["true", "false"].contains(field.value.string ?? "\(field.value.bool ?? false)") else {
                    return nil
                }
                if case .number = field.value.kind { return nil }
                if field.value.members != nil || field.value.elements != nil { return nil }
            case "_source": break
            default: if field.value.members != nil || field.value.elements != nil { return nil }
            }
        }
        guard let name else { return nil }
        return (operation, name)
    }
}
