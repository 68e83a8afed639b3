internal import Authorize
public import Bodies
internal import Elasticsearch
public import Resolve

/// Decides about the items of a bulk request, as Elasticsearch does it: may the index be made where it is missing,
/// may it be written to in bulk, and is this operation granted on it.
public struct BulkNameJudge: BulkJudge {
    private static let shard = Action("indices:data/write/bulk[s]")
    private static let index = Action("indices:data/write/index:op_type/index")
    private static let create = Action("indices:data/write/index:op_type/create")
    private static let update = Action("indices:data/write/update")
    private static let delete = Action("indices:data/write/delete")

    private let judge: Judge
    private let requester: Requester
    private let catalogue: IndexCatalogue?
    private let known: IndexCatalogue?
    private let now: Int64
    /// Whether an item went to a name that the catalogue does not have: it may have been made.
    public private(set) var hasNewName = false

    /// - Parameters:
    ///   - catalogue: that items are judged by.
    ///   - known: the newest there is, for the words of a denial.
    ///   - now: milliseconds since 1970, for date math.
    public init(
        _ judge: Judge, _ requester: Requester, catalogue: IndexCatalogue?, known: IndexCatalogue? = nil,
        now: Int64
    ) {
        self.judge = judge
        self.requester = requester
        self.catalogue = catalogue
        self.known = known
        self.now = now
    }

    public mutating func judge(_ item: BulkItem) -> BulkVerdict {
        if let pipeline = item.pipeline,
            let reason = self.judge.pipelineDenial(item.text(pipeline), self.requester)
        {
            return .denied(reason: reason)
        }
        if item.isPercolator, let reason = self.judge.percolatorDenial(self.requester) {
            return .denied(reason: reason)
        }
        let isPlain = unsafe item.withBytes(item.index) { unsafe PlainName.isPlain($0) }
        let given = item.text(item.index)
        if isPlain { return self.verdict(given, item, renamed: false) }
        do throws(ExpressionReader.Fault) {
            let parts = try ExpressionReader.read([given], major: self.judge.expressionMajor, now: self.now)
            guard parts.count == 1, parts[0].sign == .include, !parts[0].isPattern, !parts[0].isInvalid else {
                return self.unclear(given)
            }
            return self.verdict(parts[0].text, item, renamed: parts[0].isDateMath)
        } catch {
            return self.unclear(given)
        }
    }

    /// No index has such a name: the upstream says so to whom nothing is denied.
    private func unclear(_ name: String) -> BulkVerdict {
        self.requester.privileges.isUnrestricted ? .allowed : .denied(reason: "invalid index name [\(name)]")
    }

    private func reason(_ action: Action, _ name: String) -> String {
        // No name is looked at where an index may be made under none.
        let isNameless =
            self.judge.speaksAs7 && action == Judge.autoCreate
            && !self.requester.privileges.allowsSomewhere(action)
        return self.judge.denial(
            action, isNameless ? nil : [name], self.requester, catalogue: self.known ?? self.catalogue)
    }

    private mutating func verdict(
        _ name: String, _ item: BulkItem, renamed: Bool
    ) -> BulkVerdict {
        let operation = item.operation
        let makesIndex =
            operation != .delete || item.hasForeignVersion || self.judge.makesIndicesByDeleting
        let isKnown = self.catalogue?[name] != nil
        if !isKnown { self.hasNewName = true }
        var actions = [Self.shard]
        switch operation {
        case .index: actions.append(Self.index)
        case .create: actions.append(Self.create)
        case .update: actions.append(Self.update)
        case .delete: actions.append(Self.delete)
        }
        if makesIndex, !isKnown, self.catalogue != nil {
            actions.insert(Judge.autoCreate, at: 0)
        }
        for action in actions {
            guard let action else { return .denied(reason: "the operation is not known") }
            guard Grant(privileges: self.requester.privileges, actions: [action]).allows(name) else {
                return .denied(reason: self.reason(action, name))
            }
        }
        return renamed ? .renamed(Array(name.utf8)) : .allowed
    }
}
