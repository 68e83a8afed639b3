import Testing

@testable import Bytes

@Suite struct WildcardTests {
    @Test(arguments: [
        ("", "", true), ("", "*", true), ("", "**", true), ("a", "", false), ("a", "a", true),
        ("ab", "a", false),
        ("abc", "a*c", true), ("ac", "a*c", true), ("abcd", "a*c", false), ("aXbXc", "a*b*c", true),
        ("aXbX", "a*b*c", false), ("aab", "*ab", true), ("a*b", "a*b", true), ("a?b", "a?b", true),
        ("axb", "a?b", false),
    ])
    func starsStandForAnything(_ text: String, _ pattern: String, _ matches: Bool) {
        #expect(Wildcard.matches(text, pattern) == matches)
    }

    @Test func manyStarsTakeNoTimeToSpeakOf() {
        let text = String(repeating: "a", count: 4000)
        #expect(!Wildcard.matches(text, String(repeating: "a*", count: 200) + "b"))
    }

    @Test func distancesAreLevenshteins() {
        for (left, right, distance) in [
            ("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 2),
            ("same", "same", 0),
        ] {
            #expect(EditDistance.between(Array(left.utf8), Array(right.utf8)) == distance)
        }
    }
}
