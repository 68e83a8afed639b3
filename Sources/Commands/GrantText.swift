public import JSON

/// Role descriptors from options: `--index 'logs-*,metrics-*:read,view_index_metadata'`, `--cluster monitor`.
public enum GrantText {
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// The members of one descriptor; nil where there is no option.
    public static func members(
        indices: [String], cluster: [String], runAs: [String] = []
    ) throws(Fault) -> [JSONValue.Member]? {
        guard !indices.isEmpty || !cluster.isEmpty || !runAs.isEmpty else { return nil }
        var members: [JSONValue.Member] = []
        let actions = cluster.flatMap(self.split)
        if !actions.isEmpty { members.append(.init(name: "cluster", value: self.strings(actions))) }
        if !indices.isEmpty {
            var groups: [JSONValue] = []
            for text in indices {
                // Names of indices have no colon; names of actions do.
                guard let colon = text.firstIndex(of: ":") else { throw self.fault(text) }
                let names = self.split(String(text[..<colon]))
                let privileges = self.split(String(text[text.index(after: colon)...]))
                guard !names.isEmpty, !privileges.isEmpty else { throw self.fault(text) }
                groups.append(
                    JSONValue(
                        .object([
                            .init(name: "names", value: self.strings(names)),
                            .init(name: "privileges", value: self.strings(privileges)),
                        ])))
            }
            members.append(.init(name: "indices", value: JSONValue(.array(groups))))
        }
        let users = runAs.flatMap(self.split)
        if !users.isEmpty { members.append(.init(name: "run_as", value: self.strings(users))) }
        return members
    }

    private static func fault(_ text: String) -> Fault {
        Fault(
            description:
                "--index must be like 'logs-*:read,write': names, a colon, privileges; it is [\(text)]")
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }

    private static func strings(_ values: [String]) -> JSONValue {
        JSONValue(.array(values.map { JSONValue(.string($0)) }))
    }
}
