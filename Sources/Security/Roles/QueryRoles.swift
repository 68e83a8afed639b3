internal import Elasticsearch
internal import JSON

/// `GET|POST /_security/_query/role`: looks for built-in roles and those of the API, page by page.
enum QueryRoles {
    private static let applicationFields = ["application", "privileges", "resources"]

    private static let scope = DocumentScope(
        [
            DocumentField(name: "name", kind: .keyword), DocumentField(name: "description", kind: .text),
        ] + applicationFields.map { DocumentField(name: "applications.\($0)", kind: .keyword) }
            + [DocumentField(name: "metadata", kind: .flattened)],
        analyses: ["description": .standard],
        textSortFault: { name in
            SearchFault.illegal(
                "Fielddata is disabled on [\(name)] in [.security-7]. Text fields are not optimised for operations"
                    + " that require per-document field data like aggregations and sorting, so these operations are"
                    + " disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true"
                    + " on [\(name)] in order to load field data by uninverting the inverted index. Note that this"
                    + " can use significant memory.")
        })

    static var route: SecurityRoute {
        DocumentSearch.route(
            "role", scope: self.scope, action: SecurityAction.queryRole,
            answer: { self.answer($0, $1.resolver.roles.shown) })
    }

    private static func answer(_ search: DocumentSearch, _ roles: [String: JSONValue]) -> SecurityResponse {
        search.answer("roles", roles.map { self.document($0.key, $0.value) }) { name, writer in
            writer.member("name", name)
            for member in roles[name]?.members ?? [] {
                writer.name(member.name)
                writer.value(member.value)
            }
        }
    }

    private static func document(_ name: String, _ role: JSONValue) -> SearchDocument {
        var document = SearchDocument(id: "role-\(name)", name: name)
        document.set("name", [name])
        document.set("description", role["description"]?.string, .standard)
        let applications = role["applications"]?.elements ?? []
        for field in self.applicationFields {
            let values = applications.flatMap { entry in
                entry[field].map { $0.elements?.compactMap(\.string) ?? [$0.string].compactMap { $0 } } ?? []
            }
            document.set("applications.\(field)", values)
        }
        if let metadata = role["metadata"] { document.set("metadata", object: metadata) }
        return document
    }
}
