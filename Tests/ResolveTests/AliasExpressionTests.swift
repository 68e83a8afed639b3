import Testing

@testable import Resolve

/// Names of aliases: no date math, no flags, exclusions wherever they stand.
@Suite struct AliasExpressionTests {
    private let catalogue = IndexCatalogue(
        entries: [
            .init(name: "a-1", kind: .index), .init(name: "b-1", kind: .index),
            .init(name: "x", kind: .alias, targets: ["a-1"]),
            .init(name: "xy", kind: .alias, targets: ["b-1"]),
            .init(name: "both", kind: .alias, targets: ["a-1", "b-1"]),
            .init(name: "hidden", kind: .alias, isHidden: true, targets: ["a-1"]),
        ], generation: 1, takenAt: 0)

    private func names(_ expression: String, on indices: [String]? = nil, without: String = "") -> [String] {
        AliasExpression([expression]).names(among: self.catalogue, allows: { $0 != without }, on: indices)
    }

    @Test(arguments: [
        ("*", ["both", "hidden", "x", "xy"]), ("_all", ["both", "hidden", "x", "xy"]),
        ("", ["both", "hidden", "x", "xy"]),
        ("x*", ["x", "xy"]), ("x*,-xy", ["x"]), ("-x,x*", ["x", "xy"]), ("x,gone", ["x", "gone"]),
        ("*,-*", []),
        ("x,x*,x", ["x", "xy"]), ("<x-{now/d}>", ["<x-{now/d}>"]),
    ])
    func names(_ expression: String, _ expected: [String]) {
        #expect(self.names(expression) == expected)
    }

    @Test func onlyAliasesOfTheIndicesAndThoseThatMayBeTold() {
        #expect(self.names("*", on: ["b-1"]) == ["both", "xy"])
        #expect(self.names("*", on: ["xy"]) == ["both", "xy"])
        #expect(self.names("*", on: []) == [])
        #expect(self.names("*", without: "x") == ["both", "hidden", "xy"])
    }

    @Test func explicitNamesAreDenied() {
        let expression = AliasExpression(["x*,secret,-other,gone", "third"])
        #expect(expression.denied { $0 == "gone" } == ["secret", "third"])
        #expect(expression.patterns == ["x*"])
        #expect(expression.hasExclusions && !expression.hasEmptyName)
        #expect(AliasExpression(["a,,b"]).hasEmptyName)
        #expect(AliasExpression([",a"]).hasEmptyName)
        #expect(!AliasExpression(["a,,"]).hasEmptyName)
        #expect(AliasExpression([]).patterns == ["*"])
    }
}
