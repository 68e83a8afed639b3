internal import Authorize
internal import Bodies
internal import Elasticsearch

/// Documents that come with a request of reading. Elasticsearch before 5 makes fields of the index, and types, of what
/// they hold, so that it takes the right to change mappings.
extension ContentJudge {
    private static let putMapping = Action("indices:admin/mapping/put")

    /// Those outside of items.
    func judgeDocuments(_ found: BodyTargets, _ kind: BodyKind) throws(Stop) {
        var ofItems: Set<Int> = []
        if Self.api(kind) != nil {
            for item in found.items { ofItems.formUnion(found.targets[item.targets].map(\.statement)) }
        }
        for document in found.documents where !ofItems.contains(document) {
            try self.judge(document: document, found, among: nil)
        }
    }

    func judgeDocuments(of item: BodyItem, _ found: BodyTargets) throws(Stop) {
        guard !found.documents.isEmpty else { return }
        let statements = Set(found.targets[item.targets].map(\.statement))
        for document in found.documents where statements.contains(document) {
            try self.judge(document: document, found, among: item)
        }
    }

    private func judge(
        document: Int, _ found: BodyTargets, among item: BodyItem?
    ) throws(Stop) {
        guard self.judge.mapsWhatComesAlong, let action = Self.putMapping else { return }
        let own = found.targets.first {
            $0.statement == document && ($0.role == .index || $0.role == .liked) && $0.expression != nil
        }
        let named = own?.expression ?? item?.targets.first.flatMap { found.targets[$0].expression }
        let text = named.map { String(decoding: $0, as: UTF8.self) } ?? self.passage.defaultIndex ?? "*"
        let grant = Grant(privileges: self.requester.privileges, actions: [action])
        let denied = text.split(separator: ",").map(String.init).filter { name in
            if name == "_all" { return !grant.contains("*") }
            return name.contains("*") ? !grant.contains(name) : !grant.allows(name)
        }
        if !denied.isEmpty { throw .denied(action, denied) }
    }
}
