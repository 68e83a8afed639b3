internal import Authorize
internal import Classify
internal import Elasticsearch
internal import Resolve

/// Expressions of alias names. They know no date math and no flags, and an exclusion holds wherever it stands.
extension NameJudge {
    func deniedAliases() -> [String] {
        let place = self.request.place(of: .alias)
        guard self.range(place) != nil else { return [] }
        return AliasExpression(self.expressions(place)).denied(by: self.aliasGrant.allows)
    }

    /// Elasticsearch judges the name of an alias that is put as it was written, and makes date math of it afterwards.
    func deniedAsWritten(_ given: [String], _ checks: [Endpoint.Check]) -> Verdict? {
        for name in given where name.contains("<") {
            for check in checks {
                let grant = Grant(privileges: self.requester.privileges, actions: [check.action])
                if !grant.allows(name) { return self.denied(check.action, [name]) }
            }
        }
        return nil
    }

    /// The indices that the request is about; nil: all, or not known.
    private var concerned: [String]? {
        if !self.names.isEmpty { return self.names }
        return self.granted.isEmpty ? nil : self.granted
    }

    private var aliasGrant: Grant {
        let checks = self.endpoint.checks.filter { Self.concerns($0, .alias) }
        return Grant(privileges: self.requester.privileges, actions: checks.map(\.action))
    }

    mutating func judgeAliases(_ place: NamePlace, _ checks: [Endpoint.Check]) -> Verdict? {
        let expression = AliasExpression(self.expressions(place))
        let grant = self.aliasGrant
        guard !expression.hasEmptyName else { return self.denied(checks[0].action, nil) }
        let denied = expression.denied(by: grant.allows)
        // Since 8 a denial names no alias that is not taken for an index.
        guard denied.isEmpty else {
            return self.denied(checks[0].action, self.judge.speaksAs7 ? denied : nil)
        }
        // Old releases may have aliases whose names begin with the sign of an exclusion.
        let isPlain = !expression.hasExclusions || self.judge.expressionMajor >= 6
        if isPlain, expression.patterns.allSatisfy(grant.contains) { return nil }
        guard let catalogue = self.catalogue else { return .needsCatalogue }
        let names = expression.names(
            among: catalogue, allows: grant.allows, on: self.concerned)
        return self.write(names.isEmpty ? AliasExpression.nothing : names, .alias, place)
    }
}
